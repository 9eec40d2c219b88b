import fc from "fast-check";
import { expect, it } from "vitest";
import { manifestFixture } from "./manifest.fixture.ts";
import { toTensor } from "./preprocessing.ts";
import { CHANNELS, inputDims, LAYOUTS, type InputSpec } from "./spec/input.ts";

const { input } = manifestFixture;

it("normalises and puts channels first", () => {
  const tensor = toTensor([255, 0, 51, 0, 255, 102], input);
  const expected = [(1 - 0.5) / 0.25, -0.5 / 0.25, -0.4 / 0.5, (1 - 0.4) / 0.5, 0.2 - 0.3, 0.4 - 0.3];
  expected.forEach((value, i) => expect(tensor[i]).toBeCloseTo(value, 6));
});

it("swaps red and blue for BGR, with mean and std in the tensor's order", () => {
  const tensor = toTensor([255, 0, 51, 0, 255, 102], { ...input, channels: "BGR" });
  expect(tensor[0]).toBeCloseTo((0.2 - 0.5) / 0.25, 6);
  expect(tensor[4]).toBeCloseTo(1 - 0.3, 6);
});

it("takes the luma for grey, in any range", () => {
  const grey: InputSpec = { ...input, channels: "grey", range: [-1, 1], mean: [0], std: [1] };
  const tensor = toTensor([255, 255, 255, 255, 0, 0], grey);
  expect(tensor).toHaveLength(2);
  expect(tensor[0]).toBeCloseTo(1, 6);
  expect(tensor[1]).toBeCloseTo(2 * 0.299 - 1, 6);
});

it("leaves bytes as they are in the range 0 to 255", () => {
  const bytes: InputSpec = { ...input, layout: "NHWC", range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1] };
  expect([...toTensor([255, 0, 51, 7, 255, 102], bytes)]).toEqual([255, 0, 51, 7, 255, 102]);
});

it("rounds what goes into an input of integers", () => {
  const bytes: InputSpec = { ...input, channels: "grey", type: "uint8", range: [0, 255], mean: [0], std: [1] };
  // .299 · 10 + .587 · 20 + .114 · 30 = 18.15, and white.
  expect([...toTensor([10, 20, 30, 255, 255, 255], bytes)]).toEqual([18, 255]);
  expect([...toTensor([10, 20, 30, 0, 0, 0], { ...bytes, type: "int8", range: [-128, 127] })]).toEqual([-110, -128]);
});

/** The number of channel `channel` at a pixel, straight from the definition. */
function naive(
  [red, green, blue]: readonly number[],
  { channels, range, mean, std }: InputSpec,
  channel: number,
): number {
  const values = {
    RGB: [red!, green!, blue!],
    BGR: [blue!, green!, red!],
    grey: [0.299 * red! + 0.587 * green! + 0.114 * blue!],
  }[channels];
  const scaled = range[0] + (values[channel]! / 255) * (range[1] - range[0]);
  return (scaled - mean[channel]!) / std[channel]!;
}

const three = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of);
const specs = fc.record({
  width: fc.integer({ min: 1, max: 4 }),
  height: fc.integer({ min: 1, max: 4 }),
  layout: fc.constantFrom(...LAYOUTS),
  channels: fc.constantFrom(...CHANNELS),
  range: fc.constantFrom([0, 1] as const, [0, 255] as const, [-1, 1] as const, [1, 0] as const),
  mean: three(fc.double({ min: -2, max: 2, noNaN: true })),
  std: three(fc.double({ min: 0.1, max: 3, noNaN: true })),
});

it("gives what the definition gives, wherever the layout puts it", () => {
  fc.assert(
    fc.property(specs, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (spec, stream) => {
      const { width, height } = spec;
      const rgb = Array.from({ length: width * height * 3 }, () => stream.next().value as number);
      const count = spec.channels === "grey" ? 1 : 3;
      const whole: InputSpec = { ...input, ...spec, mean: spec.mean.slice(0, count), std: spec.std.slice(0, count) };
      const tensor = toTensor(rgb, whole);
      const dims = inputDims(whole, 1);
      expect(tensor).toHaveLength(dims.reduce((product, size) => product * size, 1));
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let c = 0; c < count; c++) {
            const place = spec.layout === "NCHW" ? [0, c, y, x] : [0, y, x, c];
            const at = place.reduce((index, coordinate, axis) => index * dims[axis]! + coordinate, 0);
            const expected = naive(rgb.slice((y * width + x) * 3), whole, c);
            expect(Math.abs(tensor[at]! - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
          }
    }),
  );
});

it("refuses an image of another size", () => {
  expect(() => toTensor([1, 2, 3], input)).toThrow(RangeError);
});
