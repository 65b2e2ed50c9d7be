import type { Environment } from "monaco-editor";
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";

import GraphQLWorker from "./graphqlWorker.js?worker";
import { editorsShown } from "./shown.js";

const WORKERS: Readonly<Record<string, new () => Worker>> = { json: JsonWorker, graphql: GraphQLWorker };

// Monaco asks this global for its workers.
const environment: Environment = {
  getWorker: async (_id, label) => {
    await editorsShown;
    return new (WORKERS[label] ?? EditorWorker)();
  },
};
Object.assign(globalThis, { MonacoEnvironment: environment });
