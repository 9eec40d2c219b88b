/** Lists the models of a folder by the digests of their files, in the order in which they were listed before; new ones come last. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseManifest } from "../src/models/manifest.ts";
import { listedModel, type ListedModel } from "../src/models/store.ts";
import { sha256 } from "../src/platform/sha256.ts";

export async function writeIndex(folder: string, name: string): Promise<void> {
  const path = join(folder, "index.json");
  const before = JSON.parse(await readFile(path, "utf8").catch(() => "[]")) as readonly ListedModel[];
  const json = await readFile(join(folder, `${name}.json`));
  const entry = listedModel(parseManifest(JSON.parse(json.toString())), await sha256(json));
  const known = before.some((model) => model.name === name);
  const models = known ? before.map((model) => (model.name === name ? entry : model)) : [...before, entry];
  await writeFile(path, `${JSON.stringify(models, null, 2)}\n`);
}
