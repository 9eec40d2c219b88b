import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASELINES } from "../core/baseline.ts";
import { formatAddress, parseAddress, PLAIN_VIEW, viewFits, type Address } from "./address.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import { ROW_SORTS } from "./shape.ts";

const mask = fc.integer({ min: 1, max: 65535 });
const order = fc.integer({ min: 1, max: 16 });
const grid = fc.constantFrom([1, 1], [2, 2], [3, 4], [4, 4], [1, 16], [16, 1]);

const settings: fc.Arbitrary<Address["settings"]> = fc.record({
  grid, baseline: fc.constantFrom(...BASELINES), target: fc.oneof(fc.constant("auto" as const), fc.nat(999)),
  kappaFraction: fc.constantFrom(0, 0.01, 0.04, 0.125, 1), kappaOf: fc.constantFrom("range" as const, "delta" as const),
}).map(({ grid: [rows, cols], ...rest }) => ({ rows: rows!, cols: cols!, ...rest }));

const view: fc.Arbitrary<Address["view"]> = fc.record({
  selection: fc.record({
    concept: fc.option(fc.record({ kind: fc.constantFrom("and" as const, "or" as const), mask })),
    layer: fc.option(fc.nat(63)),
    patches: fc.oneof(fc.constant(0), mask),
  }),
  filters: fc.record({
    kind: fc.constantFrom("all" as const, "and" as const, "or" as const), orders: fc.tuple(order, order), onlyPatches: fc.boolean(), sort: fc.constantFrom(...ROW_SORTS),
  }),
  openOthers: fc.record({ kept: fc.boolean(), lost: fc.boolean(), transient: fc.boolean() }),
});

const own: fc.Arbitrary<Address["source"]> = fc.oneof(
  fc.constant({ from: "start" as const }),
  fc.stringMatching(/^[a-z-]{1,20}\.png$/).map((file) => ({ from: "sample" as const, file })),
);
const carried: fc.Arbitrary<Address["source"]> = fc.oneof(
  fc.stringMatching(/^[0-9a-z.]{1,60}$/).map((key) => ({ from: "kept" as const, key })),
  fc.stringMatching(/^[\w-]{1,200}$/).map((payload) => ({ from: "link" as const, payload })),
);

describe("an address", () => {
  it("comes back as it was written", () => {
    fc.assert(fc.property(own, settings, view, (source, asked, looked) => {
      expect(parseAddress(`#${formatAddress({ source, settings: asked, view: looked })}`)).toEqual({ source, settings: asked, view: looked });
    }), { seed: 1 });
  });
  it("leaves the settings out where the picture brings its own", () => {
    fc.assert(fc.property(carried, settings, view, (source, asked, looked) => {
      expect(parseAddress(formatAddress({ source, settings: asked, view: looked }))).toEqual({ source, settings: DEFAULT_SETTINGS, view: looked });
    }), { seed: 2 });
  });
  it("is empty for the page's own start, and readable for the rest", () => {
    expect(formatAddress({ source: { from: "start" }, settings: DEFAULT_SETTINGS, view: PLAIN_VIEW })).toBe("");
    expect(formatAddress({
      source: { from: "sample", file: "church.png" }, settings: { ...DEFAULT_SETTINGS, rows: 3, cols: 4, target: 2 },
      view: { ...PLAIN_VIEW, selection: { concept: { kind: "or", mask: 6 }, layer: 3, patches: 2 } },
    })).toBe("sample=church.png&grid=3x4&target=2&concept=or6&layer=3&patches=2");
  });
  it("is refused when something in it is not what the page writes", () => {
    for (const wrong of [
      "grid=5x4", "grid=3x", "grid=0x3", "hidden=red", "target=-1", "target=1e9", "kappa=2-range", "kappa=0.04", "kappa=0.04-half", "concept=xor3", "concept=and0",
      "concept=and65536", "layer=x", "patches=0", "patches=99999", "kind=xor", "order=0-3", "order=3", "only=yes", "sort=size", "others=all", "sample=../secret.png",
      "sample=x.svg", "kept=<b>", "kept=", "kept=a%20b", "layer=00000001",
    ]) expect(parseAddress(wrong), wrong).toBeNull();
  });
  it("survives what nobody wrote on purpose", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      const read = parseAddress(text);
      if (read !== null) expect(parseAddress(formatAddress(read))).not.toBeNull();
    }), { seed: 3, numRuns: 1000 });
  });
});

describe("viewFits", () => {
  it("asks for patches and layers that the picture has", () => {
    const at = (selection: Partial<Address["view"]["selection"]>) => ({ ...PLAIN_VIEW, selection: { ...PLAIN_VIEW.selection, ...selection } });
    expect(viewFits(PLAIN_VIEW, 1, 1)).toBe(true);
    expect(viewFits(at({ concept: { kind: "and", mask: 15 }, layer: 2, patches: 8 }), 4, 3)).toBe(true);
    expect(viewFits(at({ concept: { kind: "and", mask: 16 } }), 4, 3)).toBe(false);
    expect(viewFits(at({ layer: 3 }), 4, 3)).toBe(false);
    expect(viewFits(at({ patches: 16 }), 4, 3)).toBe(false);
  });
});
