import { initialize } from "monaco-editor/esm/vs/editor/editor.worker.js";
import { GraphQLWorker } from "monaco-graphql/esm/GraphQLWorker.js";

type CreateData = ConstructorParameters<typeof GraphQLWorker>[1];

/** The part of a JSON Schema that describes input objects. */
interface InputObjects {
  readonly definitions?: Readonly<Record<string, { additionalProperties?: boolean }>>;
}

/** GraphiQL's language service for GraphQL, with a stricter schema of the variables. */
class StrictGraphQLWorker extends GraphQLWorker {
  /** Returns the JSON Schema of the variables. Fields that an input object does not have are faults. */
  override async doGetVariablesJSONSchema(uri: string) {
    const schema = await super.doGetVariablesJSONSchema(uri);
    const { definitions = {} }: InputObjects = schema ?? {};
    for (const definition of Object.values(definitions)) definition.additionalProperties = false;
    return schema;
  }
}

self.onmessage = () => {
  initialize((context, createData: CreateData) => new StrictGraphQLWorker(context, createData));
};
