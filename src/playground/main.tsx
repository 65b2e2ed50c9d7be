import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "graphiql/style.css";
import "./playground.css";
import "./workers.js";
import { Playground } from "./playground.js";
import { readSettings } from "./settings.js";

const root = document.getElementById("playground");
if (!root) throw new Error("index.html has no #playground");
const settings = await readSettings();
createRoot(root).render(
  <StrictMode>
    <Playground settings={settings} />
  </StrictMode>,
);
