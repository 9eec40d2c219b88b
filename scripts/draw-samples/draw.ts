import { readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { render } from "./render.ts";
import { samples } from "./samples.ts";

const FOLDER = new URL("../../public/samples/", import.meta.url);

/** One line of public/samples/index.json. */
interface Entry {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

/** A PNG without alpha; 256 colours with dithering keep it small. */
async function png(rgb: Uint8Array, size: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .png({ palette: true, colours: 256, dither: 1, effort: 10, compressionLevel: 9 })
    .toBuffer();
}

/** Writes the entries of this script's samples; lines that others put into the index stay as they are. */
async function writeIndex(): Promise<void> {
  const file = new URL("index.json", FOLDER);
  const before = await readFile(file, "utf8").then(
    (text) => JSON.parse(text) as Entry[],
    () => [],
  );
  const mine = samples.map(({ file, label }): Entry => ({ file, model: "imagenette64", label }));
  const others = before.filter((entry) => entry.model !== "imagenette64");
  const lines = [...mine, ...others].map((entry) => `  ${JSON.stringify(entry)}`);
  await writeFile(file, `[\n${lines.join(",\n")}\n]\n`);
}

/** `draw.ts [--draft FOLDER] [file…]`: without arguments, all samples and their index; a draft is small, grainy and goes elsewhere. */
async function main(args: readonly string[]): Promise<void> {
  const draft = args[0] === "--draft" ? args[1] : undefined;
  const names = args.slice(draft === undefined ? 0 : 2);
  const chosen = samples.filter(({ file }) => names.length === 0 || names.includes(file.replace(".png", "")));
  const size = draft === undefined ? 384 : 192;
  for (const sample of chosen) {
    const start = performance.now();
    const bytes = await png(
      render(sample.scene, { size, paths: draft === undefined ? sample.paths : 6, seed: sample.seed }),
      size,
    );
    await writeFile(draft === undefined ? new URL(sample.file, FOLDER) : `${draft}/${sample.file}`, bytes);
    console.log(
      `${sample.file}  ${Math.round(bytes.length / 1024)} KB  ${Math.round((performance.now() - start) / 1000)} s`,
    );
  }
  if (draft === undefined) await writeIndex();
}

await main(process.argv.slice(2));
