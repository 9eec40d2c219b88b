/** Writes the model card of every trained network that ships, training/cards/NAME.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { parseManifest } from "../src/models/manifest.ts";
import { cardOf } from "./card.ts";
import { readPapers } from "./papers.ts";

const at = (path: string): URL => new URL(path, import.meta.url);
const json = async (url: URL): Promise<unknown> => JSON.parse(await readFile(url, "utf8")) as unknown;

await mkdir(at("cards/"), { recursive: true });
for (const { name } of (await json(at("../public/models/index.json"))) as readonly { readonly name: string }[]) {
  const papers = readPapers(name);
  // A network that was constructed has no training to tell of.
  if (papers === null) continue;
  const manifest = parseManifest(await json(at(`../public/models/${name}.json`)));
  await writeFile(at(`cards/${name}.md`), cardOf(manifest, papers));
}
