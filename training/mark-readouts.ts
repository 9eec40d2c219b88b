/** Marks, in the manifests of public/models, the taps that their network's head reads directly, as `strata prepare` does: npx tsx training/mark-readouts.ts */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { parseManifest } from "../src/models/manifest.ts";
import { readGraph } from "../src/models/graph/read-graph.ts";
import { withReadouts } from "../src/models/readout.ts";

const folder = new URL("../public/models/", import.meta.url);
for (const file of await readdir(folder)) {
  if (!file.endsWith(".json") || file === "index.json") continue;
  const manifest = parseManifest(JSON.parse(await readFile(new URL(file, folder), "utf8")));
  const outline = readGraph(await readFile(new URL(`${manifest.name}.onnx`, folder)));
  const taps = withReadouts(manifest.taps, outline, manifest.output.logits);
  await writeFile(new URL(file, folder), `${JSON.stringify({ ...manifest, taps }, null, 2)}\n`);
  console.log(`${manifest.name}: ${taps.flatMap((tap) => (tap.readout ? [tap.name] : [])).join(", ") || "none"}`);
}
await import("./write-index.ts");
