import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { render } from "./render.ts";
import { digitFile, digits, digitSvg } from "./digits.ts";
import { samples, SIZES } from "./samples.ts";

const FOLDER = new URL("../../public/samples/", import.meta.url);

/** A PNG without alpha; 256 colours with dithering keep it small. */
async function png(rgb: Uint8Array, size: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .png({ palette: true, colours: 256, dither: 1, effort: 10, compressionLevel: 9 })
    .toBuffer();
}

/** `draw.ts [--draft FOLDER] [file…]`: without arguments, all samples; a draft is small, grainy and goes elsewhere. */
async function main(args: readonly string[]): Promise<void> {
  const draft = args[0] === "--draft" ? args[1] : undefined;
  const names = args.slice(draft === undefined ? 0 : 2);
  const chosen = samples.filter(({ file }) => names.length === 0 || names.includes(file.replace(".png", "")));
  const target = (file: string): URL | string => (draft === undefined ? new URL(file, FOLDER) : `${draft}/${file}`);
  for (const sample of chosen) {
    const size = SIZES[sample.data] / (draft === undefined ? 1 : 2);
    const start = performance.now();
    const bytes = await png(
      render(sample.scene, { size, paths: draft === undefined ? sample.paths : 6, seed: sample.seed }),
      size,
    );
    await writeFile(target(sample.file), bytes);
    console.log(
      `${sample.file}  ${Math.round(bytes.length / 1024)} KB  ${Math.round((performance.now() - start) / 1000)} s`,
    );
  }
  for (const { label, path } of digits) {
    const file = digitFile(label);
    if (names.length === 0 || names.includes(file.replace(".png", "")))
      await writeFile(
        target(file),
        await sharp(Buffer.from(digitSvg(path)))
          .removeAlpha()
          .png({ palette: true })
          .toBuffer(),
      );
  }
}

await main(process.argv.slice(2));
