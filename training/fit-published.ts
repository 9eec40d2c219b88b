/**
 * Fits the probes that ship for a network which its publisher keeps, by the page's own computation:
 * npx tsx training/fit-published.ts NETWORK.onnx IMAGES NAME [COUNT]. What nobody can guess of it is in published/NAME.json; IMAGES is as for the other
 * networks, COUNT photographs of each class are used.
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { readLabelled } from "../cli/labelled-images.ts";
import { nativeTools } from "../cli/native-tools.ts";
import { readNetwork } from "../src/backends/network-reader.ts";
import { filesNamedBy, PROBES_FILE_ENDING } from "../src/formats/probes-file/document.ts";
import { writeProbesFile } from "../src/formats/probes-file/write.ts";
import { parseManifest } from "../src/models/manifest.ts";
import { manifestOf } from "../src/models/own-manifest.ts";
import { proposedAnswers } from "../src/models/own-network.ts";
import { tapOf } from "../src/models/spec/taps.ts";
import { fitOnImages } from "../src/probes/fit-images.ts";

/** What is said of a network in published/NAME.json. */
interface Said {
  /** The way that images are prepared, as the page calls it. */
  readonly preparation: string;
  /** Names of the layers to look into, of those that the page finds. */
  readonly layers: readonly string[];
}

/** Things in photographs: crops of half the area or more, mirrored. */
const AUGMENT = { crop: 0.5, shift: 0, mirror: true } as const;

const [path, images, name, count = "45"] = process.argv.slice(2);
if (path === undefined || images === undefined || name === undefined)
  throw new RangeError("name the network, the photographs and what it is called here");
const { preparation, layers, ...said } = JSON.parse(
  await readFile(new URL(`published/${name}.json`, import.meta.url), "utf8"),
) as Said & Record<string, unknown>;
const tools = await nativeTools(1);
const read = await readNetwork([{ name: basename(path), file: new Blob([await readFile(path)]) }], tools.open);
const { found, bytes } = read;
await read.close();
const way = found.preparations.findIndex((of) => of.preparation === preparation);
const taps = layers.map((wanted) => {
  const layer = found.layers.find((of) => of.name === wanted);
  const tap = layer?.dims ? tapOf(layer.name, layer.tensor, layer.dims, layer.type ?? undefined) : null;
  if (tap === null)
    throw new RangeError(`no layer ${wanted}; there are ${found.layers.map((of) => of.name).join(", ")}`);
  return tap;
});
const draft = parseManifest({
  ...manifestOf(found, { ...proposedAnswers(found), preparation: way }, way, name),
  ...said,
  taps,
});
const labelled = (await readLabelled(images, draft.classes)).splits.get("train")!;
const taken = new Map<number, number>();
const photographs = labelled.filter(({ label }) => {
  const before = taken.get(label) ?? 0;
  taken.set(label, before + 1);
  return before < Number(count);
});
const { manifest, files } = await fitOnImages(
  { network: bytes, draft, photographs, augment: AUGMENT, source: "Imagenette" },
  tools,
  { read: async () => null, write: async () => undefined },
  (news) => console.error(JSON.stringify(news)),
);
const parts = filesNamedBy(manifest).map(({ file }) => files.get(file)!);
const packed = await writeProbesFile({ title: manifest.title ?? name, name: "", manifest, files: parts });
await writeFile(new URL(`../public/published/${name}${PROBES_FILE_ENDING}`, import.meta.url), packed);
console.log(`${name}${PROBES_FILE_ENDING}: ${packed.length} bytes`);
for (const { name: layer, accuracy, agreement, probeAgreement, verdict } of manifest.probes!.layers)
  console.log(layer, accuracy, agreement, probeAgreement, verdict?.code);
