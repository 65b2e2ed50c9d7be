import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./playground.css";
import "./editor/workers.js";
import { Playground } from "./playground.js";
import { readSettings, type Settings } from "./settings.js";

const root = document.getElementById("playground");
if (!root) throw new Error("index.html has no #playground");
createRoot(root).render(
  <StrictMode>
    {await readSettings().then(
      (settings: Settings) => <Playground settings={settings} />,
      (error: unknown) => (
        <main className="notice" role="alert">
          <p>{(error as Error).message} Check that it is running, then reload the page.</p>
        </main>
      ),
    )}
  </StrictMode>,
);
