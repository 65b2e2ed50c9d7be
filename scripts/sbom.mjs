/**
 * Writes `dist/sbom.cdx.json`: the packages whose code is in the program or in the playground, as the bundlers saw them. An
 * installed package of which nothing is bundled is not in it.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { Contrib, Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";

const SBOM = "dist/sbom.cdx.json";
const PARTS = ["program", "playground"];

const listFile = (part) => `dist/.packages.${part}.json`;
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/**
 * Returns a plugin of rolldown and vite that writes down which packages a bundle holds code of. One plugin serves a bundle
 * and its workers, so that the workers' packages are in the list too.
 *
 * @param {"program" | "playground"} part what is bundled
 * @returns {import("rolldown").Plugin}
 */
export function listPackages(part) {
  const folders = new Set();
  return {
    name: "list-packages",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        for (const module of Object.keys(chunk.type === "chunk" ? chunk.modules : {})) {
          const folder = findPackage(module);
          if (folder) folders.add(folder);
        }
      mkdirSync("dist", { recursive: true });
      writeFileSync(listFile(part), JSON.stringify([...folders].sort()));
    },
  };
}

/** Returns the folder of the package that a module belongs to; undefined for modules of our own and of the bundler. */
function findPackage(module) {
  const [file] = module.split("?");
  if (!file.includes("/node_modules/")) return undefined;
  for (let folder = dirname(file); !folder.endsWith("node_modules"); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    // Some packages have a nameless package.json in a folder, to say which kind of modules it holds.
    if (existsSync(manifest) && readJson(manifest).version) return folder;
  }
  throw new Error(`no package holds ${module}`);
}

/** Writes the bill of materials of all parts that are built. */
export function writeSbom() {
  const program = toComponent(".", Enums.ComponentType.Application);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: program,
      lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.Build]),
    }),
  });
  /** The components by their package URL: several copies of one version are one component. */
  const components = new Map();
  for (const part of PARTS.filter((name) => existsSync(listFile(name))))
    for (const folder of readJson(listFile(part))) {
      const component = toComponent(folder, Enums.ComponentType.Library);
      const known = components.get(component.purl) ?? component;
      components.set(component.purl, known);
      known.properties.add(new Models.Property("bundled-in", part));
    }
  for (const component of components.values()) {
    bom.components.add(component);
    program.dependencies.add(component.bomRef);
  }
  const { JSON: Json, JsonSerializer } = Serialize;
  const serializer = new JsonSerializer(new Json.Normalize.Factory(Spec.Spec1dot6));
  writeFileSync(SBOM, serializer.serialize(bom, { sortLists: true, space: 2 }));
}

function toComponent(folder, type) {
  const { Builders, Factories } = Contrib.FromNodePackageJson;
  const builder = new Builders.ComponentBuilder(
    new Factories.ExternalReferenceFactory(),
    new Contrib.License.Factories.LicenseFactory(),
  );
  const manifest = readJson(join(folder, "package.json"));
  const component = builder.makeComponent(manifest, type);
  component.purl = `pkg:npm/${manifest.name.replace("@", "%40")}@${manifest.version}`;
  component.bomRef.value = component.purl;
  return component;
}
