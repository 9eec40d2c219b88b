import { describe, expect, it } from "vitest";
import { gridPlayers } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import { manifestFixture } from "../models/manifest.fixture.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { prepareInput } from "../models/masked-batch.ts";
import { KEPT_COLUMNS, MASKED, maskedModel } from "../models/masked-graph.ts";
import { ELEMENT_TYPE } from "../models/onnx-schema.ts";
import { writeModel, type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue } from "../models/onnx.ts";
import type { InputSpec } from "../models/spec/input.ts";
import { keptRows, ownerColumns } from "./mask-rows.ts";
import { freedModel } from "./open-any-network.ts";
import { openNetwork } from "./open-network.ts";
import type { OpeningRuntime } from "./opening.ts";
import { openingFailure } from "./opening-failure.ts";
import { createBatchRunner } from "./run-batch.ts";

const ort = await import("onnxruntime-node").catch(() => null);
if (!ort) console.warn("SKIPPED: onnxruntime-node is not installed, no network is opened");
const runtime = ort as unknown as OpeningRuntime;

/** 3 x 2 pixels of 3 channels go into four scores. */
const [WIDTH, HEIGHT, SCORES] = [3, 2, 4];
const NUMBERS = 3 * WIDTH * HEIGHT;
const random = mulberry32(7);
const WEIGHTS = Float32Array.from({ length: NUMBERS * SCORES }, () => random() - 0.5);

interface Toy {
  readonly batch?: number | string;
  readonly type?: InputSpec["type"];
  /** From "scores", 32-bit floats [batch, 4], to "out". */
  readonly head?: readonly OnnxNode[];
  readonly constants?: readonly OnnxTensor[];
  readonly outputs?: readonly OnnxValue[];
  /** From "floats" to "flat", in place of flattening. */
  readonly flatten?: readonly OnnxNode[];
}

function toy({ batch = "n", type = "float32", head, constants = [], outputs, flatten }: Toy = {}): Uint8Array {
  const graph: OnnxGraph = {
    inputs: [{ name: "x", dims: [batch, 3, HEIGHT, WIDTH], type }],
    outputs: outputs ?? [{ name: "out", dims: [batch, SCORES] }],
    nodes: [
      { op: "Cast", inputs: ["x"], outputs: ["floats"], attributes: { to: ELEMENT_TYPE.float32 } },
      ...(flatten ?? [{ op: "Flatten", inputs: ["floats"], outputs: ["flat"], attributes: { axis: 1 } }]),
      { op: "Gemm", inputs: ["flat", "weights"], outputs: ["scores"] },
      ...(head ?? [{ op: "Identity", inputs: ["scores"], outputs: ["out"] }]),
    ],
    initializers: [{ name: "weights", dims: [NUMBERS, SCORES], values: WEIGHTS }, ...constants],
  };
  return writeModel(graph, "toy");
}

/** A constant of whole numbers, out of one of floats, which is all that is written here. */
const wholeNumbers = (name: string): OnnxNode => ({
  op: "Cast",
  inputs: [`${name}_floats`],
  outputs: [name],
  attributes: { to: INT64 },
});
const INT64 = 7;

const input: InputSpec = { ...manifestFixture.input, name: "x", width: WIDTH, height: HEIGHT, range: [0, 255] };
const manifestOf = (change: Partial<InputSpec> = {}, output: Partial<ModelManifest["output"]> = {}): ModelManifest => ({
  ...manifestFixture,
  input: { ...input, mean: [0, 0, 0], std: [1, 1, 1], ...change },
  classMap: [[0], [1], [2], [3]],
  output: { ...manifestFixture.output, logits: "out", ...output },
  taps: [],
  probes: null,
});

const rgb = Uint8Array.from({ length: NUMBERS }, () => Math.floor(random() * 256));
const image = { width: WIDTH, height: HEIGHT, rgb };
const players = gridPlayers(1, 3, WIDTH, HEIGHT);

/** The scores of a mask, straight from the weights: what is hidden is black. */
function naive(mask: number): number[] {
  return Array.from({ length: SCORES }, (_, s) => {
    let sum = 0;
    for (let c = 0; c < 3; c++)
      for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
        const shown = (mask >> (pixel % WIDTH)) & 1;
        sum += shown * rgb[pixel * 3 + c]! * WEIGHTS[(c * WIDTH * HEIGHT + pixel) * SCORES + s]!;
      }
    return sum;
  });
}

const MASKS = [0, 5, 7, 2, 1];

/** What opening told, and the scores of MASKS, [masks][scores]. */
async function open(bytes: Uint8Array, manifest: ModelManifest) {
  const {
    session,
    manifest: run,
    facts,
  } = await openNetwork(runtime, { manifest, bytes }, () => ({ logSeverityLevel: 4 }));
  const runner = createBatchRunner(runtime, session, run, MASKS.length, facts.batching);
  const reference = { id: 1, input: { image, players, baseline: "zero" as const } };
  const logits = (await runner.run(reference, MASKS)) as Float32Array;
  return {
    facts: { ...facts, imageMs: null },
    rows: MASKS.map((_, i) => [...logits.subarray(i * SCORES, (i + 1) * SCORES)]),
  };
}

function near(rows: readonly (readonly number[])[], expected: readonly (readonly number[])[], tolerance: number): void {
  rows.forEach((row, i) =>
    row.forEach((value, s) => expect(Math.abs(value - expected[i]![s]!)).toBeLessThanOrEqual(tolerance)),
  );
}

const softmax = (scores: readonly number[]): number[] => {
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
};
/** Log-odds do not change where all scores change by as much. */
const centred = (rows: readonly (readonly number[])[]): number[][] => rows.map((row) => row.map((x) => x - row[0]!));

const free = { batching: { rows: null, images: null }, limit: null, imageMs: null };
const truth = MASKS.map(naive);

describe.runIf(ort)("openNetwork", () => {
  it("takes 32-bit and 16-bit floats, and bytes with and without a sign", async () => {
    for (const [type, tolerance] of [
      ["float32", 1e-3],
      ["float16", 1e-3],
      ["uint8", 1e-3],
    ] as const) {
      const { facts, rows } = await open(toy({ type }), manifestOf({ type }));
      expect(facts, type).toEqual(free);
      near(rows, truth, tolerance);
    }
    // Bytes less 128.
    const { rows } = await open(toy({ type: "int8" }), manifestOf({ type: "int8", range: [-128, 127] }));
    const offset = naive(0).map((_, s) => {
      let sum = 0;
      for (let i = 0; i < NUMBERS; i++) sum -= 128 * WEIGHTS[i * SCORES + s]!;
      return sum;
    });
    near(
      rows,
      truth.map((row) => row.map((x, s) => x + offset[s]!)),
      1e-3,
    );
  });

  it("frees a batch of one where the graph allows it", async () => {
    const { facts, rows } = await open(toy({ batch: 1 }), manifestOf({ batch: 1 }));
    expect(facts).toEqual(free);
    near(rows, truth, 1e-3);
  });

  it("runs one image at a time, or as many as the graph was made for, where it does not", async () => {
    for (const batch of [1, 2, 8]) {
      const flatten = [wholeNumbers("shape"), { op: "Reshape", inputs: ["floats", "shape"], outputs: ["flat"] }];
      const constants = [{ name: "shape_floats", dims: [2], values: Float32Array.of(batch, NUMBERS) }];
      const { facts, rows } = await open(toy({ batch, flatten, constants }), manifestOf());
      expect(facts).toEqual({ batching: { rows: batch, images: batch }, limit: "fixed", imageMs: null });
      near(rows, truth, 1e-3);
    }
  });

  it("runs images one by one where a row depends on the others", async () => {
    const normalised: readonly OnnxNode[] = [
      { op: "ReduceMean", inputs: ["scores"], outputs: ["mean"], attributes: { axes: [0], keepdims: 1 } },
      { op: "Mul", inputs: ["mean", "tenth"], outputs: ["part"] },
      { op: "Add", inputs: ["scores", "part"], outputs: ["out"] },
    ];
    const constants = [{ name: "tenth", dims: [1], values: Float32Array.of(0.1) }];
    for (const batch of ["n", 1, 4]) {
      const { facts, rows } = await open(toy({ batch, head: normalised, constants }), manifestOf());
      const rowsAt = typeof batch === "number" ? batch : 1;
      expect(facts).toEqual({ batching: { rows: rowsAt, images: 1 }, limit: "dependent", imageMs: null });
      near(
        rows,
        truth.map((row) => row.map((x) => 1.1 * x)),
        1e-3,
      );
    }
  });

  it("never lets rows of a network share a batch that chooses its scale by all of them", async () => {
    const head: readonly OnnxNode[] = [
      { op: "DynamicQuantizeLinear", inputs: ["scores"], outputs: ["q", "scale", "zero"] },
      { op: "DequantizeLinear", inputs: ["q", "scale", "zero"], outputs: ["out"] },
    ];
    const { facts, rows } = await open(toy({ head }), manifestOf());
    expect(facts).toEqual({ batching: { rows: 1, images: 1 }, limit: "dependent", imageMs: null });
    // Each row by its own scale: 255 steps from its least (or 0) to its largest (or 0).
    rows.forEach((row, i) => {
      const step = (Math.max(0, ...truth[i]!) - Math.min(0, ...truth[i]!)) / 255;
      near([row], [truth[i]!], step * 0.51 + 1e-3);
    });
  });

  it("reads a tensor inside the graph, of any type, and takes logarithms of probabilities", async () => {
    const softmaxed: readonly OnnxNode[] = [{ op: "Softmax", inputs: ["scores"], outputs: ["out"] }];
    near((await open(toy({ head: softmaxed }), manifestOf({}, { logits: "scores" }))).rows, truth, 1e-3);
    const small = { range: [0, 1] as const };
    const tame = truth.map((row) => row.map((x) => x / 255));
    const { rows } = await open(toy({ head: softmaxed }), manifestOf(small, { form: "probabilities" }));
    near(centred(rows), centred(tame), 1e-4);
    const logged: readonly OnnxNode[] = [{ op: "LogSoftmax", inputs: ["scores"], outputs: ["out"] }];
    const logs = await open(toy({ head: logged }), manifestOf(small, { form: "log-probabilities" }));
    near(centred(logs.rows), centred(tame), 1e-4);
  });

  it("takes scores in 16-bit floats, with axes of length one", async () => {
    const head: readonly OnnxNode[] = [
      { op: "Cast", inputs: ["scores"], outputs: ["half"], attributes: { to: ELEMENT_TYPE.float16 } },
      wholeNumbers("axes"),
      { op: "Unsqueeze", inputs: ["half", "axes"], outputs: ["out"] },
    ];
    const constants = [{ name: "axes_floats", dims: [2], values: Float32Array.of(2, 3) }];
    const outputs: readonly OnnxValue[] = [{ name: "out", dims: ["n", SCORES, 1, 1], type: "float16" }];
    const { rows } = await open(toy({ head, constants, outputs }), manifestOf({ range: [0, 1] }));
    near(
      rows,
      truth.map((row) => row.map((x) => x / 255)),
      2e-3,
    );
  });

  it("gives quantised scores back what they stand for, and a floor to probabilities of 0", async () => {
    const quantised = (from: string): OnnxNode => ({ op: "QuantizeLinear", inputs: [from, "step"], outputs: ["out"] });
    const outputs: readonly OnnxValue[] = [{ name: "out", dims: ["n", SCORES], type: "uint8" }];
    const at = (step: number) => [{ name: "step", dims: [], values: Float32Array.of(step) }];
    // Without a zero point numbers are 0 … 255 steps.
    const { rows } = await open(toy({ head: [quantised("scores")], constants: at(0.5), outputs }), manifestOf());
    near(
      rows,
      truth.map((row) => row.map((x) => Math.min(127.5, Math.max(0, x)))),
      0.2501,
    );
    const head: readonly OnnxNode[] = [{ op: "Softmax", inputs: ["scores"], outputs: ["shares"] }, quantised("shares")];
    const shares = await open(
      toy({ head, constants: at(1 / 256), outputs }),
      manifestOf({}, { form: "probabilities" }),
    );
    shares.rows.forEach((row, i) => {
      const expected = softmax(truth[i]!).map((p) => {
        const steps = Math.min(255, Math.round(p * 256));
        return Math.log(steps === 0 ? 0.5 / SCORES / 256 : steps / 256);
      });
      near([row], [expected], 0.02);
      const back = row.map(Math.exp).reduce((sum, p) => sum + p, 0);
      expect(back).toBeGreaterThan(0.98);
      expect(back).toBeLessThan(1.02);
    });
  });

  it("masks its own input on a GPU as it is masked elsewhere, of whatever type and batch", async () => {
    const head: readonly OnnxNode[] = [{ op: "Softmax", inputs: ["scores"], outputs: ["out"] }];
    const bytes = toy({ batch: 1, type: "uint8", head });
    const manifest = manifestOf({ type: "uint8", batch: 1 }, { logits: "scores" });
    const run = freedModel({ manifest, bytes });
    const session = await ort!.InferenceSession.create(maskedModel(run), { logSeverityLevel: 4 });
    const { shown, hidden, owner } = prepareInput({ image, players, baseline: "zero" }, manifest);
    const { Tensor } = ort!;
    const found = await session.run({
      [MASKED.shown]: new Tensor("float32", shown, [1, 3, HEIGHT, WIDTH]),
      [MASKED.hidden]: new Tensor("float32", hidden, [1, 3, HEIGHT, WIDTH]),
      [MASKED.owner]: new Tensor("int32", ownerColumns(owner), [1, HEIGHT, WIDTH]),
      [MASKED.kept]: new Tensor("float32", keptRows(MASKS, MASKS.length), [MASKS.length, KEPT_COLUMNS]),
    });
    const logits = found[MASKED.logits]!;
    expect(logits.dims).toEqual([MASKS.length, SCORES]);
    const data = logits.data as Float32Array;
    near(
      MASKS.map((_, i) => [...data.subarray(i * SCORES, (i + 1) * SCORES)]),
      truth,
      1e-3,
    );
  });

  it("says what does not fit: another name, another type, an operator that there is not", async () => {
    const failing = (bytes: Uint8Array, manifest: ModelManifest) =>
      open(bytes, manifest).then(
        () => null,
        (error: unknown) => openingFailure(error, "toy"),
      );
    expect(await failing(toy(), manifestOf({ name: "y" }))).toMatchObject({
      code: "bad-manifest",
      context: { field: "input.name" },
    });
    expect(await failing(toy({ type: "uint8" }), manifestOf())).toMatchObject({ context: { field: "input.type" } });
    expect(await failing(toy(), manifestOf({}, { logits: "nowhere" }))).toMatchObject({
      context: { field: "output.logits" },
    });
    const head = [{ op: "Frobnicate", inputs: ["scores"], outputs: ["out"] }];
    expect(await failing(toy({ head }), manifestOf())).toMatchObject({
      code: "unknown-operator",
      context: { operator: "Frobnicate" },
    });
  });

  it("tells NaN from a small probability", async () => {
    const head: readonly OnnxNode[] = [
      { op: "Sub", inputs: ["scores", "scores"], outputs: ["zero"] },
      { op: "Div", inputs: ["zero", "zero"], outputs: ["out"] },
    ];
    await expect(open(toy({ head }), manifestOf({}, { form: "probabilities" }))).rejects.toMatchObject({
      code: "non-finite",
    });
  });
});
