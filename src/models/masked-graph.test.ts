import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridPlayers, OTHERS, pickedCells } from "../core/patches.ts";
import { joined } from "../platform/joined.ts";
import { randomImage, smallInput, smallInputs, smallManifest } from "../backends/fake-model.fixture.ts";
import { createBatchRunner, type OrtRuntime } from "../backends/run-batch.ts";
import { composeBatch, inElements, prepareInput } from "./masked-batch.ts";
import { keptRows, ownerColumns } from "../backends/mask-rows.ts";
import { ModelError } from "./errors.ts";
import { columnsOf, parseManifest, probesOf } from "./manifest.ts";
import { loadModel } from "./load-model.ts";
import { composingPart, KEPT_COLUMNS, MASKED, maskedModel, ownerDims } from "./masked-graph.ts";
import { readGraph } from "./graph/read-graph.ts";
import { writeModel } from "./onnx.ts";
import { inputDims, inputSize } from "./spec/input.ts";
import { createMemoryStore } from "./memory-store.fixture.ts";
import { withoutInput } from "./without-input.ts";

/** A network that answers with its input. */
const echo = (input = smallManifest.input): Uint8Array => {
  const dims = ["batch", ...inputDims(input, 1).slice(1)];
  return writeModel(
    {
      inputs: [{ name: "input", dims }],
      outputs: [{ name: "same", dims }],
      nodes: [{ op: "Identity", inputs: ["input"], outputs: ["same"] }],
      initializers: [],
    },
    "echo",
  );
};

const ort = await import("onnxruntime-node").catch(() => null);

describe.runIf(ort)("the composing graph in ONNX Runtime", () => {
  const { InferenceSession, Tensor } = ort!;

  it.each(["mean", "zero", "blur", "image-mean"] as const)(
    "gives composeBatch's numbers for every mask, baseline %s",
    async (baseline) => {
      const session = await InferenceSession.create(
        joined([composingPart(smallManifest.input), withoutInput(echo(), "input")]),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.integer(),
          fc.array(fc.integer({ min: 0, max: 63 }), { minLength: 4, maxLength: 4 }),
          async (seed, masks) => {
            const prepared = prepareInput({ ...smallInput(seed), baseline }, smallManifest);
            const batch = new Float32Array(4 * 72);
            composeBatch(prepared, masks, batch);
            const { same } = await session.run({
              [MASKED.shown]: new Tensor("float32", prepared.shown, [1, 3, 4, 6]),
              [MASKED.hidden]: new Tensor("float32", prepared.hidden, [1, 3, 4, 6]),
              [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), [1, 4, 6]),
              [MASKED.kept]: new Tensor("float32", keptRows(masks, 4), [4, KEPT_COLUMNS]),
            });
            // −0 and 0 are the same pixel.
            expect((same!.data as Float32Array).map((value) => value + 0)).toEqual(batch.map((value) => value + 0));
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it.each(smallInputs)("gives composeBatch's numbers for every mask, $layout $channels", async (spec) => {
    const session = await InferenceSession.create(joined([composingPart(spec), withoutInput(echo(spec), "input")]));
    const prepared = prepareInput(smallInput(), { ...smallManifest, input: spec });
    const masks = Array.from({ length: 64 }, (_, mask) => mask);
    const batch = new Float32Array(64 * inputSize(spec));
    composeBatch(prepared, masks, batch);
    const { same } = await session.run({
      [MASKED.shown]: new Tensor("float32", prepared.shown, inputDims(spec, 1)),
      [MASKED.hidden]: new Tensor("float32", prepared.hidden, inputDims(spec, 1)),
      [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), ownerDims(spec)),
      [MASKED.kept]: new Tensor("float32", keptRows(masks, 64), [64, KEPT_COLUMNS]),
    });
    expect(same!.dims).toEqual(inputDims(spec, 64));
    expect((same!.data as Float32Array).map((value) => value + 0)).toEqual(batch.map((value) => value + 0));
  });

  it("casts to the type that the network takes", async () => {
    const spec = { ...smallManifest.input, type: "uint8", range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const dims = ["batch", ...inputDims(spec, 1).slice(1)];
    const same = writeModel(
      {
        inputs: [{ name: "input", dims, type: "uint8" }],
        outputs: [{ name: "same", dims, type: "uint8" }],
        nodes: [{ op: "Identity", inputs: ["input"], outputs: ["same"] }],
        initializers: [],
      },
      "echo",
    );
    const session = await InferenceSession.create(joined([composingPart(spec), withoutInput(same, "input")]));
    const prepared = prepareInput({ ...smallInput(), baseline: "blur" }, { ...smallManifest, input: spec });
    const masks = [0, 21, 63];
    const batch = new Uint8Array(3 * inputSize(spec));
    composeBatch(inElements(prepared, "uint8"), masks, batch);
    const found = await session.run({
      [MASKED.shown]: new Tensor("float32", prepared.shown, inputDims(spec, 1)),
      [MASKED.hidden]: new Tensor("float32", prepared.hidden, inputDims(spec, 1)),
      [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), ownerDims(spec)),
      [MASKED.kept]: new Tensor("float32", keptRows(masks, 3), [3, KEPT_COLUMNS]),
    });
    expect(found["same"]!.data).toEqual(batch);
  });

  it.each(OTHERS)("gives composeBatch's numbers for picked cells, the others %s", async (others) => {
    const session = await InferenceSession.create(
      joined([composingPart(smallManifest.input), withoutInput(echo(), "input")]),
    );
    const players = gridPlayers(4, 6, 6, 4, pickedCells(4, 6, [2, 7, 8, 21], others));
    const prepared = prepareInput({ ...smallInput(), players, baseline: "blur" }, smallManifest);
    const masks = Array.from({ length: 16 }, (_, mask) => mask);
    const batch = new Float32Array(16 * 72);
    composeBatch(prepared, masks, batch);
    const { same } = await session.run({
      [MASKED.shown]: new Tensor("float32", prepared.shown, [1, 3, 4, 6]),
      [MASKED.hidden]: new Tensor("float32", prepared.hidden, [1, 3, 4, 6]),
      [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), [1, 4, 6]),
      [MASKED.kept]: new Tensor("float32", keptRows(masks, 16), [16, KEPT_COLUMNS]),
    });
    expect((same!.data as Float32Array).map((value) => value + 0)).toEqual(batch.map((value) => value + 0));
    // A pixel of no cell that was picked, the last: it is there as it is, or not at all, under every mask.
    for (const mask of masks)
      expect(batch[mask * 72 + 23]).toBe(others === "shown" ? prepared.shown[23] : prepared.hidden[23]);
    expect(prepared.hidden[23] === prepared.shown[23]).toBe(others === "shown");
  });

  it("hides pixels of no player under every mask", async () => {
    const session = await InferenceSession.create(
      joined([composingPart(smallManifest.input), withoutInput(echo(), "input")]),
    );
    const input = smallInput();
    const two = { ...input, players: { ...input.players, n: 2, patches: input.players.patches.slice(0, 2) } };
    const prepared = prepareInput(two, smallManifest);
    const { same } = await session.run({
      [MASKED.shown]: new Tensor("float32", prepared.shown, [1, 3, 4, 6]),
      [MASKED.hidden]: new Tensor("float32", prepared.hidden, [1, 3, 4, 6]),
      [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), [1, 4, 6]),
      [MASKED.kept]: new Tensor("float32", keptRows([3], 1), [1, KEPT_COLUMNS]),
    });
    expect((same!.data as Float32Array)[23]).toBe(prepared.hidden[23]);
    expect((same!.data as Float32Array)[0]).toBe(prepared.shown[0]);
  });

  const folder = new URL("../../public/models/", import.meta.url);
  const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));

  it.each(["glass-box", "imagenette-residual"])(
    "%s answers the same with its masks inside as with masked images put in",
    async (name) => {
      const model = await loadModel(
        parseManifest(JSON.parse(new TextDecoder().decode(read(`${name}.json`)))),
        await createMemoryStore(read(`${name}.onnx`), read(`${name}.tail.onnx`)),
      );
      const { manifest } = model;
      const { width, height } = manifest.input;
      const input = {
        image: randomImage(width, height, 3),
        players: gridPlayers(4, 4, width, height),
        baseline: "mean" as const,
      };
      const masks = [0xffff, 0, 1, 0x8000, 0x1234];
      const plain = createBatchRunner(
        ort as unknown as OrtRuntime,
        await InferenceSession.create(model.bytes),
        manifest,
        masks.length,
      );
      const expected = (await plain.run({ id: 1, input }, masks)) as Float32Array;
      const session = await InferenceSession.create(maskedModel(model));
      const prepared = prepareInput(input, manifest);
      const outputs = await session.run(
        {
          [MASKED.shown]: new Tensor("float32", prepared.shown, [1, 3, height, width]),
          [MASKED.hidden]: new Tensor("float32", prepared.hidden, [1, 3, height, width]),
          [MASKED.owner]: new Tensor("int32", ownerColumns(prepared.owner), [1, height, width]),
          [MASKED.kept]: new Tensor("float32", keptRows(masks, masks.length), [masks.length, KEPT_COLUMNS]),
        },
        [MASKED.logits],
      );
      const { data, dims } = outputs[MASKED.logits]!;
      const columns = dims[1]!;
      const classes = manifest.classMap.length;
      masks.forEach((_, row) =>
        probesOf(manifest).forEach((_layer, layer) => {
          const at = (row * columnsOf(manifest).length + layer) * classes;
          expect(
            (data as Float32Array).slice(row * columns + layer * classes, row * columns + (layer + 1) * classes),
          ).toEqual(expected.slice(at, at + classes));
        }),
      );
    },
  );
});

describe("maskedModel", () => {
  it("asks for image, baseline, owners and masks, and no longer for the network's input", () => {
    const bytes = echo();
    const manifest = { ...smallManifest, taps: [], probes: null, output: { ...smallManifest.output, logits: "same" } };
    const outline = readGraph(maskedModel({ manifest, bytes }));
    expect(outline.inputs.map(({ name }) => name)).toEqual([MASKED.shown, MASKED.hidden, MASKED.owner, MASKED.kept]);
    expect(outline.outputs.map(({ name }) => name)).toEqual(["same", MASKED.logits]);
    expect(outline.opset).toBe(17);
  });

  it("refuses a model without the manifest's input", () => {
    expect(() => withoutInput(echo(), "image")).toThrow(ModelError);
    expect(() => withoutInput(new TextEncoder().encode("<!doctype html>"), "image")).toThrow(ModelError);
  });
});
