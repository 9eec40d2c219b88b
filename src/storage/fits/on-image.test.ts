import { describe, expect, it } from "vitest";
import { createLocalEvaluator, createLocalSolver } from "../../backends/local-engine.ts";
import { smallDraft, smallNetwork } from "../../backends/fitting/small-network.fixture.ts";
import { gridPlayers } from "../../core/patches.ts";
import { mulberry32 } from "../../core/random.ts";
import { analyse } from "../../exploration/analyse.ts";
import { joinModel } from "../../models/load-model.ts";
import { parseManifest } from "../../models/manifest.ts";
import type { OnImageQuestion } from "../../probes/on-image.ts";
import { onImage, runtimeHere } from "./fit-here.fixture.ts";

const CLASSES = 5;
const manifest = await smallDraft(CLASSES);
const network = smallNetwork(CLASSES);
const { width, height } = manifest.input;
const random = mulberry32(2);
const image = { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, () => 255 * random()) };

const ask = (rows: number, cols: number, target = 1): OnImageQuestion => ({
  manifest,
  network: new Blob([network as Uint8Array<ArrayBuffer>]),
  image,
  players: gridPlayers(rows, cols, width, height),
  baseline: "zero",
  target,
});

describe("what is linearly there on one image", () => {
  it("is fitted on half of the masks and checked on the others, the same each time", async () => {
    const { checks, tail } = await onImage(ask(3, 3));
    expect(checks.map(({ layer, fitted, checked }) => [layer, fitted, checked])).toEqual([
      ["first", 256, 256],
      ["flat", 256, 256],
    ]);
    for (const { r2, agreement } of checks) {
      expect(r2).toBeGreaterThan(0.9);
      expect(agreement).toBeGreaterThan(0.9);
    }
    const again = await onImage(ask(3, 3));
    expect([again.tail, again.checks]).toEqual([tail, checks]);
    const many = await onImage(ask(4, 4));
    expect(many.checks[0]).toMatchObject({ fitted: 512, checked: 512 });
    const few = await onImage(ask(1, 2));
    expect(few.checks[0]).toMatchObject({ fitted: 2, checked: 2 });
  });

  it("becomes layers like those of probes, said to be its own kind, of the one class alone", async () => {
    const { manifest: fitted, tail, checks } = await onImage(ask(2, 2));
    expect(fitted).toMatchObject({ probeChoice: "on-image", probes: { covers: [1] } });
    expect(parseManifest(JSON.parse(JSON.stringify(fitted))).probes!.covers).toEqual([1]);
    const ort = await runtimeHere();
    const { bytes } = joinModel(fitted, { backbone: network, tail });
    const evaluator = createLocalEvaluator(ort as never, await ort.InferenceSession.create(bytes), fitted, 16);
    const question = { kappaFraction: 0, kappaOf: "range", tauFraction: 0.05 } as const;
    const request = { model: fitted, image, imageSha256: "0".repeat(64), rows: 2, cols: 2, baseline: "zero" } as const;
    const engine = { evaluator, solver: createLocalSolver() };
    const picture = await analyse({ ...request, ...question, target: 1, rather: null }, engine);
    expect(picture.probes).toBe("on-image");
    expect(picture.layers.map(({ name, probeAccuracy }) => [name, probeAccuracy])).toEqual([
      ["first", null],
      ["flat", null],
      ["output", null],
    ]);
    // What the layers say is as near to what the network says as the checks tell.
    const [first, flat, output] = picture.values.layers;
    for (const [layer, v] of [first!, flat!].entries()) {
      const mean = output!.reduce((sum, value) => sum + value / output!.length, 0);
      const errors = v.reduce((sum, value, mask) => sum + (value - output![mask]!) ** 2, 0);
      const spread = output!.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(1 - errors / spread).toBeGreaterThan(checks[layer]!.r2 - 0.2);
    }
    const other = await analyse({ ...request, ...question, target: 2, rather: null }, engine);
    expect(other.layers.map(({ name }) => name)).toEqual(["output"]);
  });
});
