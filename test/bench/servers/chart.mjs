import { SERVERS, SUBGRAPH } from "../servers.mjs";

const WIDTH = 760;
const LABELS = 270;
const ROW = 34;
const TOP = 52;

/** Gives a bar chart of CPU per request as SVG, readable on light and on dark pages. */
export function toChart({ rows, quiet }) {
  const sorted = rows.toSorted((a, b) => a.cpuRatio - b.cpuRatio);
  const scale = (WIDTH - LABELS - 120) / Math.max(...sorted.map(({ cpuRatio }) => cpuRatio));
  const height = TOP + sorted.length * ROW + 16;
  const bars = sorted.map((row, index) => toBar(row, TOP + index * ROW, scale));
  const title = `CPU per createDevice, bare proxy = 1${quiet ? "" : " (noisy machine)"}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="14" role="img" aria-label="${title}">
<style>text{fill:#24292f}.bar{fill:#8c959f}.own{fill:#1a7f37}.own+text,.bold{font-weight:600}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.bar{fill:#6e7681}.own{fill:#3fb950}}</style>
<text class="bold" x="0" y="20" font-size="16">${title}</text>
${bars.join("\n")}
</svg>
`;
}

function toBar({ name, cpuRatio, cpu }, y, scale) {
  const own = name === SUBGRAPH;
  const width = Math.max(1, cpuRatio * scale);
  return [
    `<text${own ? ' class="bold"' : ""} x="${LABELS - 12}" y="${y + 17}" text-anchor="end">${SERVERS[name].label.split(/[:,]/)[0]}</text>`,
    `<rect class="bar${own ? " own" : ""}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="24" rx="3"/>`,
    `<text x="${(LABELS + width + 8).toFixed(1)}" y="${y + 17}">${cpuRatio.toFixed(1)} × (${cpu.toFixed(0)} µs)</text>`,
  ].join("");
}
