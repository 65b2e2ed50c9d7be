import { writeFileSync } from "node:fs";

import { isJsonObject } from "../../scalars/json.js";
import type { Answer, EnosRequest } from "./session.js";

/** Members whose values are recorded. Of all others only the type is recorded. */
const SHOWN = new Set([
  ...["deviceName", "productType", "dataFormat", "deviceDesc", "timezone", "deviceAttributes", "deviceTags"],
  ...["createTime", "status", "activeTime", "lastOnlineTime", "lastOfflineTime", "firmwareVersion"],
  ...["measurepointLastUpdate", "eventLastUpdate", "attributeLastUpdate", "featureLastUpdate"],
]);

/** Members whose values are replaced by their names. */
const IDS = ["assetId", "productKey", "deviceKey", "orgId", "modelId", "modelIdPath"] as const;

/** The exchanges with EnOS about the throwaway device, without headers and secrets, and with names in place of IDs. */
export class Recording {
  readonly #exchanges: { readonly request: EnosRequest; readonly answer: Answer }[] = [];

  constructor(private readonly orgId: string) {}

  add(request: EnosRequest, answer: Answer): void {
    this.#exchanges.push({ request, answer });
  }

  /** Writes the exchanges as JSON, readable by the owner alone. */
  write(file: string): void {
    writeFileSync(file, `${JSON.stringify(this.#hidden(), null, 2)}\n`, { mode: 0o600 });
  }

  #hidden(): unknown {
    const ids = this.#ids();
    const exchanges = this.#exchanges.map(({ request, answer: { status, code, message, data } }) => ({
      request: { action: request.action, query: request.query, body: request.body },
      answer: { status, code, message, data: isJsonObject(data) ? hideMembers(data) : data },
    }));
    // As text, so that an ID inside a message is replaced, too; the longest first, because an ID may contain another one.
    let text = JSON.stringify(exchanges);
    for (const [id, name] of [...ids].sort(([one], [other]) => other.length - one.length))
      text = text.replaceAll(id, `<${name}>`);
    return JSON.parse(text);
  }

  #ids(): ReadonlyMap<string, string> {
    const ids = new Map([[this.orgId, "orgId"]]);
    for (const { request, answer } of this.#exchanges)
      for (const holder of [request.query, request.body, answer.data])
        for (const name of IDS) {
          const value = isJsonObject(holder) ? holder[name] : undefined;
          if (typeof value === "string" && value !== "") ids.set(JSON.stringify(value).slice(1, -1), name);
        }
    return ids;
  }
}

function hideMembers(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (SHOWN.has(name) || value === null) return [name, value];
      if ((IDS as readonly string[]).includes(name) && typeof value === "string") return [name, value];
      return [name, `<${Array.isArray(value) ? "array" : typeof value}>`];
    }),
  );
}
