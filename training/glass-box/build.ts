/** Draws the glass box's picture and writes its files: npx tsx training/glass-box/build.ts */
import { mkdir, writeFile } from "node:fs/promises";
import { buildGlassBox } from "./manifest.ts";
import { drawPicture } from "./picture.ts";

const publicFolder = new URL("../../public/", import.meta.url);
const models = new URL("models/", publicFolder);
const samples = new URL("samples/", publicFolder);

const png = await drawPicture();
const { backbone, tail, manifest } = await buildGlassBox(png);
await mkdir(models, { recursive: true });
await mkdir(samples, { recursive: true });
await writeFile(new URL("glass-box.png", samples), png);
await writeFile(new URL("glass-box.onnx", models), backbone);
await writeFile(new URL("glass-box.tail.onnx", models), tail);
await writeFile(new URL("glass-box.json", models), `${JSON.stringify(manifest, null, 2)}\n`);
await import("../write-index.ts");
console.log(`glass-box: ${backbone.length} + ${tail.length} bytes, picture ${png.length} bytes`);
