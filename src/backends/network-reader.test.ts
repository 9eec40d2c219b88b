import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { writeModel } from "../models/onnx.ts";
import { parseManifest } from "../models/manifest.ts";
import { manifestOf } from "../models/own-manifest.ts";
import { proposedAnswers } from "../models/own-network.ts";
import { openRunner } from "./fitting/graph-runner.ts";
import { readNetwork } from "./network-reader.ts";

const folder = new URL("../../../shared/data/models/", import.meta.url);
const open: Parameters<typeof readNetwork>[1] = (model, input) =>
  openRunner(ort as never, model, input, { logSeverityLevel: 3 });
const named = (name: string) => ({ name, file: new Blob([readFileSync(new URL(name, folder))]) });

const models = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".onnx")) : [];
if (models.length === 0) console.warn("SKIPPED: no ../shared/data/models");

/** Classes by what files are called. */
const CLASSES = [
  ["cifar", 10],
  ["mnist", 10],
  ["flowers", 5],
  ["softmax1001", 1001],
  ["", 1000],
] as const;

/** The least classifier for images of a shape. */
const sized = (dims: readonly (number | string)[]) => ({
  name: "sized.onnx",
  file: new Blob([
    writeModel(
      {
        inputs: [{ name: "image", dims }],
        outputs: [{ name: "logits", dims: [dims[0]!, 3] }],
        nodes: [
          { op: "GlobalAveragePool", inputs: ["image"], outputs: ["mean"] },
          { op: "Flatten", inputs: ["mean"], outputs: ["flat"] },
          { op: "Gemm", inputs: ["flat", "weights"], outputs: ["logits"] },
        ],
        initializers: [{ name: "weights", dims: [3, 3], values: Float32Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9) }],
      },
      "sized",
    ) as Uint8Array<ArrayBuffer>,
  ]),
});

describe("sizes that cannot be explored", () => {
  it.each([
    [["N", 3, 1, 1], { code: "image-size", context: { width: 1, height: 1, least: 4, most: 1024 } }],
    [["N", 3, 4096, 64], { code: "image-size", context: { width: 64, height: 4096 } }],
    [["N", 3, 10 ** 6, 10 ** 6], { code: "image-size" }],
    [["N", 3, "h", 2], { code: "image-size", context: { width: 2, height: "?" } }],
    [[5000, 3, 32, 32], { code: "batch-too-large", context: { count: 5000, most: 1024 } }],
  ])("%j is refused before anything runs", async (dims, refusal) => {
    const none = (): never => {
      throw new Error("it was opened");
    };
    await expect(readNetwork([sized(dims)], none)).rejects.toMatchObject(refusal);
  });

  it("in a file beside it are left out, and what else that says is taken", async () => {
    const config = {
      image_mean: [0.1, 0.2, 0.3],
      image_std: [0.5, 0.5, 0.5],
      size: { height: 3000, width: 3000 },
    };
    const beside = { name: "preprocessor_config.json", file: new Blob([JSON.stringify(config)]) };
    const { found, close } = await readNetwork([sized(["N", 3, "h", "w"]), beside], open);
    await close();
    expect(found.sizes.flat().every((side) => side <= 1024)).toBe(true);
    expect(found.preparations[0]).toMatchObject({ reason: "config", mean: [0.1, 0.2, 0.3] });
  });
});

describe("a manifest of what was read", () => {
  it("is one that a reload takes, whatever the file is called and its names say", async () => {
    const { file } = sized([4, 3, 32, 32]);
    const labels = new Blob(["a\na\na (0)"]);
    const { found, close } = await readNetwork(
      [
        { name: `${"n\u202e".repeat(120)}.onnx`, file },
        { name: "labels.txt", file: labels },
      ],
      open,
    );
    await close();
    const manifest = manifestOf(found, proposedAnswers(found), 0, "network");
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    expect(found.title).not.toContain("\u202e");
  });
});

describe.skipIf(models.length === 0)("real networks", () => {
  it.each(models.filter((name) => !name.startsWith("deeplab")))(
    "reads and tries %s",
    async (name) => {
      const network = await readNetwork([named(name)], open);
      const { found } = network;
      // Names that the page alone knows may stand among the ways to call the classes.
      const answers = { ...proposedAnswers(found), classes: found.outputs[0]!.classes.length };
      const [width, height] = answers.size;
      const pixels = { width, height, rgb: new Uint8Array(3 * width * height).map((_, i) => (i * 7919) % 251) };
      const { outcomes, best } = await network.tryOut({
        answers,
        tries: found.preparations.map((preparation) => ({ preparation, pixels })),
      });
      await network.close();
      const classes = CLASSES.find(([of]) => name.includes(of))![1];
      expect(found.outputs[0]).toMatchObject({ count: classes });
      expect(found.layers.length).toBeGreaterThan(5);
      expect(found.layers.every(({ dims }) => dims !== null)).toBe(true);
      expect(best).toBeLessThan(found.preparations.length);
      expect(outcomes[0]).toHaveLength(3);
    },
    60_000,
  );

  it("refuses a segmenter", async () => {
    await expect(readNetwork([named("deeplabv3_mnv2_dm05_pascal_nhwc.onnx")], open)).rejects.toMatchObject({
      code: "no-class-scores",
      context: { seems: "segmenter" },
    });
  });
});
