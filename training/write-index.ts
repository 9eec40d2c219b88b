/** Lists the models of public/models by the digests of their files: npx tsx training/write-index.ts */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { parseManifest } from "../src/models/manifest.ts";
import { listedModel, type ListedModel } from "../src/models/store.ts";
import { sha256 } from "../src/platform/sha256.ts";

/** In the order in which the page offers them. */
const NETWORKS = [
  "imagenette-residual",
  "imagenette-plain",
  "imagenette-transformer",
  "cifar-resnet20",
  "mnist-mlp7",
  "glass-box",
] as const;

const folder = new URL("../public/models/", import.meta.url);
const models: ListedModel[] = [];
for (const name of NETWORKS) {
  const file = new URL(`${name}.json`, folder);
  if (!existsSync(file)) continue;
  const json = await readFile(file);
  models.push(listedModel(parseManifest(JSON.parse(json.toString())), await sha256(json)));
}
await writeFile(new URL("index.json", folder), `${JSON.stringify(models, null, 2)}\n`);
