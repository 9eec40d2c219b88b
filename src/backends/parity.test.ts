import { describe, expect, it } from "vitest";
import { smallInput } from "./fake-model.fixture.ts";
import { answers, fakeWasm, ROW } from "./fake-backends.fixture.ts";
import { checkParity, parityHolds, PARITY_TOLERANCE } from "./parity.ts";

const input = smallInput();
const batch = (count: number, bend: (logits: Float32Array) => void = () => undefined) => {
  const masks = Uint32Array.from({ length: count }, (_, i) => i);
  const logits = answers(masks, input);
  bend(logits);
  return { masks, logits, batchSize: count };
};
const largest = Math.max(...answers([0, 1, 2, 3], input).map(Math.abs));

describe("checkParity", () => {
  it("is zero between equal numbers, at every batch size that is given", async () => {
    expect(await checkParity([batch(1), batch(4)], input, fakeWasm())).toEqual({
      largestDelta: 0,
      largestLogit: largest,
      ratio: 0,
      tolerance: PARITY_TOLERANCE,
      masks: 4,
      batchSizes: [1, 4],
    });
  });

  it("finds the largest difference wherever it lies, as a share of the largest logit", async () => {
    const bent = batch(4, (logits) => (logits[3 * ROW + 5]! += 0.5));
    const parity = await checkParity([batch(1), bent], input, fakeWasm());
    expect(parity.largestDelta).toBeCloseTo(0.5, 5);
    expect(parity.ratio).toBeCloseTo(0.5 / largest, 5);
    expect(parityHolds(parity)).toBe(false);
  });

  it("holds up to the tolerance and not beyond", async () => {
    const ratioAt = async (share: number) =>
      checkParity([batch(4, (logits) => (logits[0]! += share * PARITY_TOLERANCE * largest))], input, fakeWasm());
    expect(parityHolds(await ratioAt(0.9))).toBe(true);
    expect(parityHolds(await ratioAt(1.1))).toBe(false);
  });

  it("does not hold where the GPU gives no number", async () => {
    expect(parityHolds(await checkParity([batch(4, (logits) => (logits[7] = NaN))], input, fakeWasm()))).toBe(false);
  });

  it("asks WebAssembly for 32 rows of a large batch, its first and its last among them", async () => {
    const wasm = fakeWasm();
    const parity = await checkParity([batch(500)], input, wasm);
    expect(parity.masks).toBe(32);
    expect([wasm.asked[0]![0], wasm.asked[0]![31]]).toEqual([0, 499]);
    expect(
      parityHolds(await checkParity([batch(500, (logits) => (logits[500 * ROW - 1]! += 1))], input, fakeWasm())),
    ).toBe(false);
  });
});
