import type { Environment } from "monaco-editor";
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";

import GraphQLWorker from "./graphqlWorker.js?worker";

const WORKERS: Readonly<Record<string, new () => Worker>> = { json: JsonWorker, graphql: GraphQLWorker };

// Monaco asks this global for its workers.
const environment: Environment = {
  getWorker: (_id, label) => new (WORKERS[label] ?? EditorWorker)(),
};
Object.assign(globalThis, { MonacoEnvironment: environment });
