/** Packs what `strata prepare` wrote of a published network into public/published: npx tsx training/write-published.ts DIR NAME [FACTS.json] */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesNamedBy, PROBES_FILE_ENDING } from "../src/formats/probes-file/document.ts";
import { writeProbesFile } from "../src/formats/probes-file/write.ts";
import { parseManifest } from "../src/models/manifest.ts";

const [folder, name, facts] = process.argv.slice(2);
if (folder === undefined || name === undefined) throw new RangeError("name the folder and the network");
const json = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8")) as object;
// What nobody can guess of it: what it is called, who made it, on what terms.
const said = facts === undefined ? {} : (JSON.parse(await readFile(facts, "utf8")) as object);
const manifest = parseManifest({ ...json, ...said });
const files = await Promise.all(
  filesNamedBy(manifest).map(async ({ file }) => new Uint8Array(await readFile(join(folder, file)))),
);
const bytes = await writeProbesFile({ title: manifest.title ?? name, name: "", manifest, files });
await writeFile(new URL(`../public/published/${name}${PROBES_FILE_ENDING}`, import.meta.url), bytes);
console.log(`${name}${PROBES_FILE_ENDING}: ${bytes.length} bytes`);
