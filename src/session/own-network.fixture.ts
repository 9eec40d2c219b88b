import type { OpenedNetwork } from "../backends/browser-network-reader.ts";
import { ModelError } from "../models/errors.ts";
import type { OwnFound } from "../models/own-network.ts";
import { sha256 } from "../platform/sha256.ts";
import type { NamedFile } from "../platform/named-file.ts";

const USUAL = {
  reason: "usual",
  preparation: "unit",
  channels: "RGB",
  resize: "centre-crop",
  range: [0, 1],
  mean: [0, 0, 0],
  std: [1, 1, 1],
  width: 8,
  height: 8,
} as const;

/** What is read of a network of three classes for images of 8 x 8 pixels. */
export async function ownFound({ name, file }: NamedFile, labels: NamedFile | undefined): Promise<OwnFound> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const numbers = { names: ["class 0", "class 1", "class 2"], reason: "numbers", from: "" } as const;
  const names = labels === undefined ? [] : (await labels.file.text()).split("\n");
  return {
    fileName: name,
    title: name.replace(".onnx", ""),
    sha256: await sha256(bytes),
    bytes: bytes.length,
    input: { name: "x", type: "float32", layout: "NCHW", channelCount: 3, width: 8, height: 8, batch: null },
    sizes: [[8, 8]],
    outputs: [
      {
        name: "y",
        scores: "y",
        form: "logits",
        type: "float32",
        count: 3,
        doubt: null,
        unfit: [],
        classes: labels === undefined ? [numbers] : [{ names, reason: "labels", from: labels.name }, numbers],
      },
    ],
    preparations: [USUAL, { ...USUAL, preparation: "centred", range: [-1, 1] }],
    isOneByOne: false,
    layers: [],
    multiplyAdds: null,
  };
}

/** How often networks were tried, and how many lie in workers. */
export const ownCounts = { tried: 0, open: 0 };

/** Reads a file that begins with "onnx", surest of its second preparation; any other is refused. */
export async function readOwn(files: readonly NamedFile[]): Promise<OpenedNetwork> {
  const network = files.find(({ name }) => name.endsWith(".onnx"));
  if (network === undefined) throw new ModelError("no-network", "none of them");
  if (!(await network.file.text()).startsWith("onnx")) throw new ModelError("not-onnx", "it is a text");
  const found = await ownFound(
    network,
    files.find(({ name }) => name === "labels.txt"),
  );
  ownCounts.open++;
  return {
    found,
    tryOut: async ({ tries }) => {
      ownCounts.tried++;
      return { outcomes: tries.map((_, i) => [{ index: 1, p: i === 1 ? 0.9 : 0.4 }]), best: 1, secondsPerImage: 0.02 };
    },
    network: async () => network.file,
    close: () => void ownCounts.open--,
  };
}
