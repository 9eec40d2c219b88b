import { describe, expect, it } from "vitest";
import { sparse } from "../../src/core/all-masks.ts";
import { decompose, type AndOr, type DecomposeOptions } from "../../src/core/and-or.ts";
import type { BaselineKind } from "../../src/core/baseline.ts";
import { DEFAULT_TAU_FRACTION, isSalient, tauOf } from "../../src/core/salience.ts";
import { pictureTracks, tracksOf } from "../../src/core/tracks.ts";
import { readGraph } from "../../src/models/graph/read-graph.ts";
import { buildGlassBox, pictureAsInput } from "./manifest.ts";
import { drawPicture } from "./picture.ts";
import { CONCEPTS, LAYER_NAMES, maskOf, plantedValues, type PlantedConcept } from "./plan.ts";
import { committed, loadCommitted, MASKS, networkFeatures, networkValues } from "./run.fixture.ts";

/** v is a sum of at most nine 32-bit logits of a few nats. */
const FLOAT_TOLERANCE = 1e-5;

/** The solver stops within a certified gap: effects at κ = 0 come back to this, nats. */
const EXACT = 1e-3;

/** An effect may be off by 2κ, one κ at the masks with the concept and one at those without; a little more for the solver's tolerance. */
const TWO_KAPPA = 2 * (1 + 1e-3);

/** Concepts stronger than this many κ must keep their fate. */
const STEADY_KAPPAS = 3;

/** No linear probe comes nearer than this to a concept that is not there; one that is there is met exactly. */
const UNREADABLE = 0.1;

const png = committed("samples/glass-box.png");
const planted = [...LAYER_NAMES, "output"].map((_, column) => plantedValues(column));
const node = await import("onnxruntime-node").catch(() => null);
const web = await import("onnxruntime-web/wasm").catch(() => null);
if (!node) console.warn("SKIPPED: onnxruntime-node is not installed, the glass box is not run natively");
if (!web) console.warn("SKIPPED: onnxruntime-web is not installed, the glass box is not run in WebAssembly");
if (web) web.env.wasm.numThreads = 1;

function name({ kind, tiles }: PlantedConcept): string {
  return `${kind} ${tiles.join("+")}`;
}

const values = node ? await networkValues(node, "mean") : planted;

function solved(options: DecomposeOptions): AndOr[] {
  return values.map((v) => decompose(v, options));
}

/** Largest |recovered − planted| of any concept, planted or not, at one layer, nats. */
function worstError(andOr: AndOr, column: number): number {
  const rest = { and: andOr.and.slice(), or: andOr.or.slice() };
  for (const concept of CONCEPTS) rest[concept.kind][maskOf(concept)]! -= concept.effects[column]!;
  return Math.max(
    ...[rest.and, rest.or].map((effects) => effects.reduce((worst, effect) => Math.max(worst, Math.abs(effect)), 0)),
  );
}

describe("the files", () => {
  it("are what the committed picture builds, byte for byte", async () => {
    const { backbone, tail, manifest } = await buildGlassBox(png);
    expect(Buffer.compare(backbone, committed("models/glass-box.onnx"))).toBe(0);
    expect(Buffer.compare(tail, committed("models/glass-box.tail.onnx"))).toBe(0);
    expect(`${JSON.stringify(manifest, null, 2)}\n`).toBe(new TextDecoder().decode(committed("models/glass-box.json")));
  });

  it("hold the picture that the script draws", async () => {
    const [drawn, stored] = await Promise.all([pictureAsInput(await drawPicture()), pictureAsInput(png)]);
    // Another build of the SVG renderer may smooth edges a little differently.
    expect(Math.max(...drawn.rgb.map((value, i) => Math.abs(value - stored.rgb[i]!)))).toBeLessThanOrEqual(4);
  });

  it("use convolutions, rectifiers, pools and Gemm only", async () => {
    const { bytes } = await loadCommitted();
    const ops = new Set(readGraph(bytes).nodes.map(({ op }) => op));
    expect([...ops].sort()).toEqual(["AveragePool", "Conv", "Flatten", "Gemm", "MaxPool", "Relu"]);
  });
});

describe.skipIf(!node)("in native ONNX Runtime", () => {
  it.each<BaselineKind>(["mean", "zero", "image-mean", "blur"])(
    "v is the planted v at every mask and layer, baseline %s",
    async (kind) => {
      (await networkValues(node!, kind)).forEach((v, column) =>
        v.forEach((value, mask) => expect(Math.abs(value - planted[column]![mask]!)).toBeLessThan(FLOAT_TOLERANCE)),
      );
    },
  );

  it("a concept can be read by a linear probe exactly where it is planted", async () => {
    (await networkFeatures(node!)).forEach((features, layer) => {
      for (const concept of CONCEPTS) {
        const miss = distanceToSpan(indicator(concept), features);
        if (concept.effects[layer] === 0)
          expect(miss, `${name(concept)} at layer ${layer}`).toBeGreaterThan(UNREADABLE);
        else expect(miss, `${name(concept)} at layer ${layer}`).toBeLessThan(FLOAT_TOLERANCE);
      }
    });
  });
});

describe.skipIf(!web)("in ONNX Runtime for the browser", () => {
  it("v is the planted v at every mask and layer", async () => {
    (await networkValues(web!, "mean")).forEach((v, column) =>
      v.forEach((value, mask) => expect(Math.abs(value - planted[column]![mask]!)).toBeLessThan(FLOAT_TOLERANCE)),
    );
  });
});

describe("the concepts", () => {
  it("come back exactly, with the planted fates, at κ = 0", () => {
    const layers = solved({ kappaFraction: 0, kappaOf: "range" });
    layers.forEach((layer, column) => expect(worstError(layer, column), `layer ${column}`).toBeLessThan(EXACT));
    expect(fates(layers)).toEqual(
      new Map(CONCEPTS.map((concept) => [`${concept.kind} ${maskOf(concept)}`, concept.fate])),
    );
  });

  it("come back within 2κ at κ = 4 % of the range, the strong ones with their fates", () => {
    const layers = solved({ kappaFraction: 0.04, kappaOf: "range" });
    layers.forEach((layer, column) =>
      expect(worstError(layer, column) / layer.kappa, `layer ${column}`).toBeLessThanOrEqual(TWO_KAPPA),
    );
    const found = fates(layers);
    const steady = CONCEPTS.filter(({ effects }) =>
      layers.every(({ kappa }, column) => effects[column] === 0 || Math.abs(effects[column]!) > STEADY_KAPPAS * kappa),
    );
    for (const concept of steady)
      expect(found.get(`${concept.kind} ${maskOf(concept)}`), name(concept)).toBe(concept.fate);
    expect(steady.length).toBeGreaterThan(0);
    print(layers, steady.length);
  });

  it("keep their planted fates in the picture's steadier reading too", () => {
    const { shown, others } = pictureTracks(solved({ kappaFraction: 0.04, kappaOf: "range" }).map(sparse));
    expect(Object.values(others).flat()).toEqual([]);
    expect(new Map(shown.map(({ kind, mask, fate }) => [`${kind} ${mask}`, fate]))).toEqual(
      new Map(CONCEPTS.map((concept) => [`${concept.kind} ${maskOf(concept)}`, concept.fate])),
    );
    const returned = CONCEPTS.find(({ tiles }) => tiles.join() === "flower,boat")!;
    expect(shown.find(({ kind, mask }) => kind === "and" && mask === maskOf(returned))!.lives).toEqual([
      { first: 0, last: 1 },
      { first: 6, last: 7 },
    ]);
  });
});

/** Fate of every concept that is salient somewhere, by kind and mask. */
function fates(layers: readonly AndOr[]): Map<string, string> {
  return new Map(
    tracksOf(layers.map(sparse), DEFAULT_TAU_FRACTION).map(({ kind, mask, fate }) => [`${kind} ${mask}`, fate]),
  );
}

/** Says per layer what came back at κ > 0, and counts what was never planted. */
function print(layers: readonly AndOr[], steady: number): void {
  const lines = layers.map((layer, column) => {
    const there = new Set(
      CONCEPTS.filter(({ effects }) => effects[column] !== 0).map((concept) => `${concept.kind} ${maskOf(concept)}`),
    );
    const tau = tauOf(sparse(layer), DEFAULT_TAU_FRACTION);
    const phantoms = (["and", "or"] as const).flatMap((kind) =>
      Array.from(layer[kind]).filter((effect, mask) => effect !== 0 && !there.has(`${kind} ${mask}`)),
    );
    const largest = Math.max(0, ...phantoms.map(Math.abs));
    const worst = worstError(layer, column);
    return (
      `${(LAYER_NAMES[column] ?? "output").padEnd(7)} κ ${layer.kappa.toFixed(3)}  largest error ${worst.toFixed(3)} = ${(worst / layer.kappa).toFixed(2)} κ  ${there.size} planted; ` +
      `not planted: ${phantoms.length} non-zero (at most ${largest.toExponential(1)} nats), ${phantoms.filter((effect) => isSalient(effect, tau)).length} salient`
    );
  });
  console.log(
    `${lines.join("\n")}\n${steady} of ${CONCEPTS.length} concepts are above ${STEADY_KAPPAS} κ wherever they live`,
  );
}

/** 1 at the masks where a concept holds, [2^9]. */
function indicator(concept: PlantedConcept): Float64Array {
  const mask = maskOf(concept);
  return Float64Array.from({ length: MASKS }, (_, shown) =>
    Number(concept.kind === "and" ? (shown & mask) === mask : (shown & mask) !== 0),
  );
}

/** Largest miss over the masks of the best least-squares fit of `target` by the features (row-major) and a constant. */
function distanceToSpan(target: Float64Array, features: Float32Array): number {
  const width = features.length / MASKS;
  const columns = [
    new Float64Array(MASKS).fill(1),
    ...Array.from({ length: width }, (_, f) =>
      Float64Array.from({ length: MASKS }, (_, mask) => features[mask * width + f]!),
    ),
  ];
  const basis: Float64Array[] = [];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const withoutBasis = (vector: Float64Array) =>
    basis.reduce((rest, unit) => {
      const along = dot(rest, unit);
      return rest.map((x, i) => x - along * unit[i]!);
    }, vector);
  for (const column of columns) {
    const rest = withoutBasis(column);
    const norm = Math.sqrt(dot(rest, rest));
    if (norm > FLOAT_TOLERANCE) basis.push(rest.map((x) => x / norm));
  }
  return Math.max(...withoutBasis(target).map(Math.abs));
}
