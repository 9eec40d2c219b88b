import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
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

describe.skipIf(models.length === 0)("real networks", () => {
  it.each(models.filter((name) => !name.startsWith("deeplab")))(
    "reads and tries %s",
    async (name) => {
      const network = await readNetwork([named(name)], open);
      const { found } = network;
      const answers = proposedAnswers(found);
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
