import { describe, expect, it } from "vitest";
import { isWithin, type Mask } from "../../core/masks.ts";
import { pictureOf } from "../../exploration/derived.ts";
import { plantedLayers } from "./picture.fixture.ts";
import { patchAloneRows, rowOfTrack, soFarRows, sortRows } from "./rows.ts";

const names = ["stem", "1", "2", "3", "4", "output"];
const layers = plantedLayers(names, 4, [
  { kind: "and", patches: [0], effects: [2, 2, 2, 2, 2, 2] },
  { kind: "or", patches: [1, 2], effects: [0, 0, 1, 0.04, 1, 1] },
  { kind: "and", patches: [2, 3], effects: [-1, -0.5, 0, 0, 0, 0] },
  { kind: "and", patches: [1, 2, 3], effects: [0, 0.6, 0.15, 0, 0, 0] },
]);
const rows = pictureOf(
  layers.map(({ interactions }, l) => ({ interactions, ...(l < 4 && { joinsNext: true as const }) })),
).shown.map(rowOfTrack);
const row = (key: string) => rows.find((candidate) => candidate.key === key)!;

describe("rowOfTrack", () => {
  it("has no birth when alive from the first layer and no death when alive at the output", () => {
    expect(row("and1")).toMatchObject({ fate: "kept", births: [], deaths: [], peak: 2, order: 1 });
  });
  it("marks a birth, and a gap of one layer as bridged rather than as a death", () => {
    expect(row("or6")).toMatchObject({ births: [2], deaths: [], born: 2, died: null });
    expect(row("or6").cells).toEqual(["below", "below", "alive", "bridged", "alive", "alive"]);
  });
  it("marks a death at the last layer alive, and keeps the sign of the peak", () => {
    expect(row("and12")).toMatchObject({ fate: "lost", births: [], deaths: [1], died: 2, peak: -1 });
  });
  it("keeps a weakening concept alive until it leaves", () => {
    expect(row("and14").cells).toEqual(["below", "alive", "alive", "below", "below", "below"]);
  });
});

describe("patchAloneRows", () => {
  it("gives v(patch) − v(nothing), thin where known and waiting where not", () => {
    const known = Float64Array.from([-2, -1.5, -2.5, Number.NaN]);
    const layers = [known, new Float64Array(4).fill(Number.NaN)];
    const alone = patchAloneRows({ masks: Uint32Array.of(0, 1, 2, 3), layers }, 2, 2);
    expect(alone.map(({ cells }) => cells)).toEqual([
      ["thin", "waiting"],
      ["thin", "waiting"],
    ]);
    expect(alone.map(({ peak }) => peak)).toEqual([0.5, -0.5]);
    expect(patchAloneRows(null, 2, 2).map(({ cells }) => cells)).toEqual([
      ["waiting", "waiting"],
      ["waiting", "waiting"],
    ]);
  });
});

describe("soFarRows", () => {
  const partial = (solved: readonly number[]) => layers.map((layer, l) => (solved.includes(l) ? layer : null));
  it("shows the solved layers' concepts, strongest first, and waits for the others", () => {
    const found = soFarRows(partial([2]), [], null);
    expect(found.map(({ key }) => key)).toEqual(["and1", "or6", "and14"]);
    expect(found[0]!.cells).toEqual(["waiting", "waiting", "alive", "waiting", "waiting", "waiting"]);
    expect(found.every(({ fate }) => fate === null)).toBe(true);
  });
  it("keeps standing rows in place and adds new ones below", () => {
    const first = soFarRows(partial([1]), [], null).map(({ key }) => key);
    const then = soFarRows(partial([0, 1]), first, null).map(({ key }) => key);
    expect(then.slice(0, first.length)).toEqual(first);
  });
  it("has the strongest rows of what passes, those that stand too", () => {
    const holds = ({ mask }: { readonly mask: Mask }) => isWithin(8, mask);
    const whole = soFarRows(layers, [], null).map(({ key }) => key);
    expect(whole).toContain("and1");
    const narrow = soFarRows(layers, whole, null, holds);
    expect(narrow.map(({ key }) => key)).toEqual(whole.filter((key) => isWithin(8, Number(/\d+/.exec(key)![0]))));
    expect(narrow.length).toBeGreaterThan(0);
  });
  it("draws what is estimated as provisional, until it is solved", () => {
    const errors = (of: { readonly effects: Float64Array }) => of.effects.map(() => 0.1);
    const estimated = layers.map((layer) => {
      const { and, or } = layer.interactions;
      const quality = { masks: 40, heldOut: 5, seed: 1, heldOutR2: 0.9, heldOutR2Whole: 0.9, unseenShare: 0 };
      const sampled = { ...quality, errors: { and: errors(and), or: errors(or) } };
      return { ...layer, interactions: { ...layer.interactions, sampled } };
    });
    const cellsOf = (of: Parameters<typeof soFarRows>[0]) =>
      soFarRows(of, [], { masks: 40 }).find(({ key }) => key === "or6")!.cells;
    expect(cellsOf(estimated)).toEqual(["below", "below", "thin", "below", "thin", "thin"]);
    expect(cellsOf(estimated.map((layer, l) => (l === 2 ? layers[2]! : layer)))).toEqual([
      "below",
      "below",
      "alive",
      "below",
      "thin",
      "thin",
    ]);
  });
});

describe("sortRows", () => {
  const order = (sort: Parameters<typeof sortRows>[1]) => sortRows(rows, sort).map(({ key }) => key);
  it("sorts by birth, order, death and strength, ties by strength", () => {
    expect(order("birth")).toEqual(["and1", "and12", "and14", "or6"]);
    expect(order("order")).toEqual(["and1", "or6", "and12", "and14"]);
    expect(order("death")).toEqual(["and12", "and14", "and1", "or6"]);
    expect(order("strength")[0]).toBe("and1");
  });
  it("leaves its input alone", () => {
    const before = rows.map(({ key }) => key);
    sortRows(rows, "death");
    expect(rows.map(({ key }) => key)).toEqual(before);
  });
});
