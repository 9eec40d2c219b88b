import { describe, expect, it } from "vitest";
import { madeUpSnapshot } from "./snapshot.fixture.ts";
import type { Snapshot } from "./snapshot.ts";
import { sameQuestion, verify } from "./verify.ts";

const snapshot = madeUpSnapshot({ seed: 4, rows: 2, cols: 3, layers: 3, size: 12 });

/** The snapshot with its last layer changed. */
function changed(change: (layer: Snapshot["layers"][number]) => Partial<Snapshot["layers"][number]>): Snapshot {
  const layers = snapshot.layers.map((layer, l) => (l === snapshot.layers.length - 1 ? { ...layer, ...change(layer) } : layer));
  return { ...snapshot, layers };
}

/** One effect of the last layer set to `value`. */
const withEffect = (mask: number, value: number): Snapshot => changed(({ andOr }) => {
  const and = andOr.and.slice();
  and[mask] = value;
  return { andOr: { ...andOr, and } };
});

const last = snapshot.layers.at(-1)!;
const quiet = last.andOr.and.findIndex((effect, mask) => mask > 0 && effect === 0);

describe("verify", () => {
  it("agrees with itself, at every mask", () => {
    expect(verify(snapshot, snapshot)).toEqual({ agrees: true, scoreDifference: 0, compared: "all", differing: [] });
  });
  it("compares the ends where v did not travel", () => {
    const bare = { ...snapshot, values: null };
    expect(verify(bare, snapshot)).toMatchObject({ agrees: true, compared: "ends" });
    const vFull = last.vFull + 3e-4 * Math.max(1, Math.abs(last.vFull));
    const off = verify({ ...changed(() => ({ vFull })), values: null }, snapshot);
    expect(off.agrees).toBe(false);
    expect(off.scoreDifference).toBeCloseTo(3e-4, 9);
  });
  it("finds one mask that is off", () => {
    const values = snapshot.values!.map((v) => v.slice());
    values[1]![5]! += 0.01;
    expect(verify({ ...snapshot, values }, snapshot).agrees).toBe(false);
  });
  it("names concepts that are salient in one only, but for those close to τ", () => {
    expect(verify(withEffect(quiet, 1.2 * last.tau), withEffect(quiet, 0.5 * last.tau)).differing).toEqual([{ kind: "and", mask: quiet }]);
    expect(verify(withEffect(quiet, 1.002 * last.tau), withEffect(quiet, 0.998 * last.tau)).differing).toEqual([]);
  });
  it("refuses to compare different questions", () => {
    for (const other of [
      { ...snapshot, baseline: "zero" as const }, { ...snapshot, kappaFraction: 0.02 }, { ...snapshot, target: { ...snapshot.target, index: 2 } },
      { ...snapshot, image: { ...snapshot.image, sha256: "0".repeat(64) } }, { ...snapshot, model: { ...snapshot.model, sha256: "0".repeat(64) } },
    ]) {
      expect(sameQuestion(snapshot, other)).toBe(false);
      expect(() => verify(snapshot, other)).toThrow(RangeError);
    }
  });
});
