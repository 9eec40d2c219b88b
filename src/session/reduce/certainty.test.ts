/** What was found of a picture goes to no other one. */
import { describe, expect, it } from "vitest";
import { madeUpCertainty } from "../../exploration/certainty.fixture.ts";
import { sampledSnapshot } from "../../exploration/sampled-snapshot.fixture.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import type { Result } from "../shape.ts";
import { withCertaintyOf } from "./certainty.ts";

const shape = { side: 5, layers: 2, masks: 120, seed: 6 };
const plain = await sampledSnapshot(shape);
const sure = { ...plain, certainty: madeUpCertainty(plain.layers, 3) };
const halved = await sampledSnapshot({ ...shape, halves: 2 });
const resultOf = (snapshot: Snapshot, opened: Result["opened"] = null) => ({ snapshot, opened }) as Result;

describe("withCertaintyOf", () => {
  it("gives the same estimate with half-samples what was found of it", () => {
    expect(withCertaintyOf(resultOf(sure), halved)).toEqual({ ...halved, certainty: sure.certainty });
    // Found in this browser before.
    expect(withCertaintyOf(resultOf(sure, "library"), halved).certainty).toBe(sure.certainty);
  });

  it("gives nothing to other effects, other masks, another image, nor what others say", () => {
    const [first, ...more] = halved.layers;
    const { interactions } = first!;
    const and = { ...interactions.and, effects: interactions.and.effects.map((effect) => effect * (1 + 1e-12)) };
    const otherEffects = { ...halved, layers: [{ ...first!, interactions: { ...interactions, and } }, ...more] };
    const otherImage = { ...halved, image: { ...halved.image, sha256: "0".repeat(64) } };
    for (const other of [otherEffects, otherImage, plain]) expect(withCertaintyOf(resultOf(sure), other)).toBe(other);
    for (const from of ["link", "file"] as const) expect(withCertaintyOf(resultOf(sure, from), halved)).toBe(halved);
    expect(withCertaintyOf(resultOf(plain), halved)).toBe(halved);
    expect(withCertaintyOf(null, halved)).toBe(halved);
  });
});
