import { expect, it } from "vitest";
import { composeBatch, prepareInput, type MaskedInput } from "../models/masked-batch.ts";
import type { MaskEvaluator } from "../backends/evaluator.ts";
import { allMasks } from "../core/all-masks.ts";
import { effectAt, KINDS } from "../core/interactions.ts";
import { subsetsOf } from "../core/masks.ts";
import { superpixels } from "../core/superpixels.ts";
import { analyse } from "./analyse.ts";
import { fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";

const WIDTH = 12;
/** A dark disc on light ground, whose border no edge of a grid of 2 x 2 follows. */
const isDark = (pixel: number): boolean => ((pixel % WIDTH) - 4) ** 2 + (Math.floor(pixel / WIDTH) - 5) ** 2 < 12;
const image = {
  width: WIDTH,
  height: WIDTH,
  rgb: Uint8Array.from({ length: 3 * WIDTH * WIDTH }, (_, i) => (isDark(Math.floor(i / 3)) ? 20 : 230)),
};
const model = { ...threeClasses, input: { ...threeClasses.input, width: WIDTH, height: WIDTH } };

/** A network that says the second class by how many dark pixels it is shown, and by all of them together. */
function darkSeeing(): MaskEvaluator & { readonly inputs: MaskedInput[] } {
  const inputs: MaskedInput[] = [];
  return {
    layerCount: 3,
    replicateCount: 0,
    classCount: 3,
    inputs,
    dispose: () => undefined,
    evaluate: async (input, masks, { onBatch }) => {
      inputs.push(input);
      const prepared = prepareInput(input, model);
      const dark = prepared.shown.map((value, i) => (value === prepared.hidden[i] ? 0 : 1));
      const batch = new Float32Array(prepared.shown.length);
      for (const mask of masks) {
        composeBatch(prepared, [mask], batch);
        let shown = 0;
        for (let pixel = 0; pixel < WIDTH * WIDTH; pixel++)
          if (isDark(pixel) && dark[pixel] === 1 && batch[pixel] === prepared.shown[pixel]) shown++;
        onBatch(
          Uint32Array.of(mask as number),
          Float32Array.from({ length: 9 }, (_, i) => (i % 3 === 1 ? shown / 10 : 0)),
        );
      }
    },
  };
}

it("explains an image by superpixels exactly: hidden are their pixels and no others", async () => {
  const evaluator = darkSeeing();
  const asked = { ...request, model, image, baseline: "zero" as const, target: 1, cut: "superpixels" as const };
  const { players, layers, values } = await analyse(asked, { evaluator, solver: fakeSolver }, {});
  const cells = superpixels({ rows: 2, cols: 2 }, image);
  expect(players).toMatchObject({ n: 4, rows: 2, cols: 2, cut: "superpixels" });
  const darkOf = [0, 1, 2, 3].map((cell) => cells.filter((of, pixel) => of === cell && isDark(pixel)).length);
  // The disc is one superpixel, that of the cell whose middle it has.
  expect(darkOf).toEqual([darkOf[0], 0, 0, 0]);
  const output = values.layers.at(-1)!;
  allMasks(4).forEach((mask, at) => {
    const logit = ((mask as number) & 1) === 1 ? darkOf[0]! / 10 : 0;
    expect(output[at]).toBeCloseTo(logit - Math.log(2), 5);
  });
  // κ = 0: the effects are v itself, all of it that of the first patch.
  const { interactions } = layers.at(-1)!;
  for (const mask of subsetsOf(15).filter((mask) => mask !== 0))
    for (const kind of KINDS)
      expect(effectAt(interactions, kind, mask)).toBeCloseTo(kind === "and" && mask === 1 ? darkOf[0]! / 10 : 0, 5);
  expect(evaluator.inputs.every((input) => input.players.n === 1 || input.players.patches === players.patches)).toBe(
    true,
  );
});

it("takes superpixels as a picture has them in the place of its own", async () => {
  const patches = [[[0, 0, 12, 6]], [[6, 6, 6, 6]], [[0, 6, 6, 6]], [[0, 0, 0, 0]]] as const;
  const halves = { ...request, model, image, rows: 1, cols: 2, cut: "superpixels" as const };
  const evaluator = darkSeeing();
  const engine = { evaluator, solver: fakeSolver };
  const { players } = await analyse({ ...halves, patches: [[[0, 0, 5, 12]], [[5, 0, 7, 12]]] }, engine, {});
  expect(players.patches).toEqual([[[0, 0, 5, 12]], [[5, 0, 7, 12]]]);
  await expect(analyse({ ...halves, patches }, engine, {})).rejects.toThrow(RangeError);
});
