import { describe, expect, it } from "vitest";
import { earlierBlocks } from "./earlier.fixture.ts";
import { unpackHeader, type Header, type HeaderLayer } from "./header.ts";
import { unpackLevels } from "./level-bytes.ts";
import { linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { largestEffect } from "../../core/salience.ts";
import { restore } from "./restore.ts";

const LAYER = 2;
const blocks = earlierBlocks(linkedSnapshot({ ...ORDINARY, kappaOf: "delta" }));
const header = unpackHeader(blocks.header);
const levels = unpackLevels(blocks.levels, { n: 6, count: header[6][0], largest: header[7].map((layer) => layer[14]) });

/** The snapshot of a header whose third layer is bent so. */
const restored = (bend: (layer: HeaderLayer) => unknown) => {
  const bent = structuredClone(header) as Header;
  bend(bent[7][LAYER]!);
  return restore(bent, levels, null);
};

describe("restore", () => {
  it("computes what a link does not tell", () => {
    const { layers, players } = restored(() => undefined);
    const { interactions, tau } = layers[LAYER]!;
    const { bound, objective, gap } = interactions.exactness;
    expect(players.n).toBe(6);
    expect(bound).toBe(objective * (1 - gap));
    expect(tau).toBe(0.05 * header[7][LAYER]![14]);
    expect(largestEffect(interactions)).toBe(header[7][LAYER]![14]);
  });

  it.each<[field: string, bend: (layer: HeaderLayer) => unknown]>([
    ["objective", (layer) => (layer[14] *= 1.2)],
    ["objective", (layer) => (layer[11] *= 1.2)],
    ["kappa", (layer) => (layer[9] += 1)],
    ["rebuildMaxAbs", (layer) => (layer[10] = 1.2 * layer[9] + 1)],
    ["vEmpty", (layer) => (layer[8] += 9)],
    // As far from vEmpty as before, so that κ is right, but to the other side.
    ["vFull", (layer) => (layer[7] = 2 * layer[6] - layer[7])],
  ])("refuses a %s that contradicts the rest", (field, bend) => {
    const refused = expect.objectContaining({
      name: "LinkError",
      code: "damaged",
      context: { problem: "contradicts the other fields", field, layer: LAYER },
    }) as Error;
    expect(() => restored(bend)).toThrow(refused);
  });
});
