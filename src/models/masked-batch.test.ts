import { maskOf } from "../core/masks.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselinePixels } from "../core/baseline.ts";
import { normals, mulberry32 } from "../core/random.ts";
import { toTensor } from "./preprocessing.ts";
import { inputSize } from "./spec/input.ts";
import { smallInput, smallInputs, smallManifest } from "../backends/fake-model.fixture.ts";
import { manifestFixture } from "./manifest.fixture.ts";
import { composeBatch, prepareInput, type MaskedInput, type NormalNoise } from "./masked-batch.ts";
import { gridPlayers, OTHERS, pickedCells } from "../core/patches.ts";

const SIZE = 3 * 4 * 6;

/** Paints every masked image in pixels first, patch by patch, and preprocesses it whole. */
function naive({ image, players, baseline }: MaskedInput, mask: number, spec = smallManifest.input): Float32Array {
  const hidden = baselinePixels(baseline, image, smallManifest.meanColour);
  const rgb = Float32Array.from(players.picked?.others === "shown" ? image.rgb : hidden);
  players.patches.forEach(([rect]) => {
    const [left, top, width, height] = rect!;
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++)
        for (let c = 0; c < 3; c++) rgb[(y * 6 + x) * 3 + c] = hidden[(y * 6 + x) * 3 + c]!;
    }
  });
  players.patches.forEach(([rect], player) => {
    if (((mask >> player) & 1) === 0) return;
    const [left, top, width, height] = rect!;
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++)
        for (let c = 0; c < 3; c++) rgb[(y * 6 + x) * 3 + c] = image.rgb[(y * 6 + x) * 3 + c]!;
    }
  });
  return toTensor(rgb, spec);
}

describe("composeBatch", () => {
  it.each(["mean", "zero", "blur", "image-mean"] as const)(
    "composes what painting the pixels gives, baseline %s",
    (baseline) => {
      const input = { ...smallInput(), baseline };
      const prepared = prepareInput(input, smallManifest);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 63 }), { minLength: 1, maxLength: 4 }), (masks) => {
          const batch = new Float32Array(4 * SIZE);
          composeBatch(prepared, masks, batch);
          masks.forEach((mask, b) => expect(batch.slice(b * SIZE, (b + 1) * SIZE)).toEqual(naive(input, mask)));
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each(smallInputs)("composes what painting the pixels gives, $layout $channels", (spec) => {
    const input = { ...smallInput(), baseline: "blur" as const };
    const prepared = prepareInput(input, { ...smallManifest, input: spec });
    const size = inputSize(spec);
    const batch = new Float32Array(64 * size);
    const masks = Array.from({ length: 64 }, (_, mask) => mask);
    composeBatch(prepared, masks, batch);
    masks.forEach((mask) => expect(batch.slice(mask * size, (mask + 1) * size)).toEqual(naive(input, mask, spec)));
  });

  it.each(OTHERS)("composes what painting the pixels gives with picked cells, the others %s", (others) => {
    fc.assert(
      fc.property(
        fc.constantFrom("mean", "zero", "blur", "image-mean"),
        fc.constantFrom(...smallInputs),
        fc.uniqueArray(fc.nat(23), { minLength: 2, maxLength: 5 }),
        (baseline, spec, cells) => {
          const players = gridPlayers(4, 6, 6, 4, pickedCells(4, 6, cells, others));
          const input = { ...smallInput(), players, baseline } as const;
          const size = inputSize(spec);
          const masks = Array.from({ length: 2 ** cells.length }, (_, mask) => mask);
          const batch = new Float32Array(masks.length * size);
          composeBatch(prepareInput(input, { ...smallManifest, input: spec }), masks, batch);
          masks.forEach((mask) =>
            expect(batch.slice(mask * size, (mask + 1) * size)).toEqual(naive(input, mask, spec)),
          );
        },
      ),
      { seed: 8, numRuns: 40 },
    );
  });

  it("fills the rest of a batch with the last image", () => {
    const batch = new Float32Array(3 * SIZE);
    composeBatch(prepareInput(smallInput(), smallManifest), [0, 5], batch);
    expect(batch.slice(2 * SIZE)).toEqual(batch.slice(SIZE, 2 * SIZE));
  });

  it("hides pixels of no player under every mask", () => {
    const input = smallInput();
    const [first, second] = input.players.patches;
    const two = { ...input, players: { ...input.players, n: 2, patches: [first!, second!] } };
    const prepared = prepareInput(two, smallManifest);
    const batch = new Float32Array(SIZE);
    composeBatch(prepared, [3], batch);
    const lastPixel = 4 * 6 - 1;
    expect(batch[lastPixel]).toBe(prepared.hidden[lastPixel]);
    expect(batch[0]).toBe(prepared.shown[0]);
  });

  it("refuses no masks, and more than the batch holds", () => {
    const prepared = prepareInput(smallInput(), smallManifest);
    expect(() => composeBatch(prepared, [], new Float32Array(SIZE))).toThrow(RangeError);
    expect(() => composeBatch(prepared, [1, 2], new Float32Array(SIZE))).toThrow("1 … 1, got 2");
  });
});

describe("many players", () => {
  it("shows of a grid of 16 x 16 the very pixels of the patches that a mask names", () => {
    const [width, height] = [33, 18];
    const image = { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => 1 + (i % 250)) };
    const players = gridPlayers(16, 16, width, height);
    const input = { ...manifestFixture.input, width, height };
    const prepared = prepareInput({ image, players, baseline: "zero" }, { ...manifestFixture, input });
    const random = mulberry32(5);
    const sets = [[], [255], [0, 30, 31, 32, 254], [...players.patches.keys()].filter(() => random() < 0.5)];
    const size = prepared.shown.length;
    const batch = new Float32Array(sets.length * size);
    composeBatch(prepared, sets.map(maskOf), batch);
    const { channels, pixelStep, channelStep } = prepared.strides;
    sets.forEach((set, b) => {
      for (let pixel = 0; pixel < width * height; pixel++) {
        const [x, y] = [pixel % width, Math.floor(pixel / width)];
        const isShown = set.some((player) => {
          const [left, top, across, down] = players.patches[player]![0]!;
          return x >= left && x < left + across && y >= top && y < top + down;
        });
        for (let c = 0; c < channels; c++) {
          const at = pixel * pixelStep + c * channelStep;
          expect(batch[b * size + at]).toBe((isShown ? prepared.shown : prepared.hidden)[at]);
        }
      }
    });
  });
});

describe("noise", () => {
  const image = { width: 4, height: 4, rgb: new Uint8Array(48).fill(250) };
  const players = gridPlayers(2, 2, 4, 4);
  const input = { ...manifestFixture.input, width: 4, height: 4 };
  const prepared = (noise: NormalNoise | undefined, news: Partial<typeof input> = {}) =>
    prepareInput({ image, players, baseline: "mean", noise }, { ...manifestFixture, input: { ...input, ...news } });
  const noise = { sigma: 0.5, seed: 3 };
  it("is added to what is shown, in shares of the range over the deviation, unclipped, and to nothing that is hidden", () => {
    const [clean, noisy] = [prepared(undefined), prepared(noise)];
    expect(noisy.hidden).toEqual(clean.hidden);
    const { channels, pixelStep, channelStep } = clean.strides;
    const drawn = normals(3, 48);
    for (let pixel = 0; pixel < 16; pixel++)
      for (let c = 0; c < channels; c++) {
        const at = pixel * pixelStep + c * channelStep;
        const gain = (input.range[1] - input.range[0]) / input.std[c]!;
        expect(noisy.shown[at]! - clean.shown[at]!).toBeCloseTo(0.5 * drawn[pixel * channels + c]! * gain, 4);
      }
    // Of pixels near white some are then beyond it.
    const white = (input.range[1] - input.mean[0]!) / input.std[0]!;
    expect(Math.max(...noisy.shown)).toBeGreaterThan(white);
  });
  it("is of one pixel the same whatever the order of its channels", () => {
    const [rgb, bgr] = [
      prepared(noise),
      prepared(noise, { channels: "BGR", mean: [...input.mean].reverse(), std: [...input.std].reverse() }),
    ];
    const { pixelStep, channelStep } = rgb.strides;
    for (let pixel = 0; pixel < 16; pixel++)
      for (let c = 0; c < 3; c++)
        expect(bgr.shown[pixel * pixelStep + (2 - c) * channelStep]).toBe(
          rgb.shown[pixel * pixelStep + c * channelStep],
        );
  });
});

describe("prepareInput", () => {
  it("refuses an image of another size, naming both", () => {
    const input = smallInput();
    const small = { ...input, image: { width: 1, height: 1, rgb: new Uint8Array(3) } };
    expect(() => prepareInput(small, smallManifest)).toThrow("image must be 6 x 4 pixels, got 1 x 1");
  });
});
