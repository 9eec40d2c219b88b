import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMasks, dense, sparse, type DenseEffects, placeOf } from "../core/all-masks.ts";
import { decompose, DEFAULT_DECOMPOSE, type DecomposeOptions } from "../core/and-or.ts";
import { arraysOf, changedEffects } from "../core/effects.fixture.ts";
import { interactionsOf } from "../core/exhaustive.ts";
import { orderOf } from "../core/masks.ts";
import { mulberry32 } from "../core/random.ts";
import { isSalient, largestEffect, tauOf } from "../core/salience.ts";
import { KINDS, type Exactness, type Interactions, type Kind } from "../core/interactions.ts";
import type { SolvedLayer } from "./exploration.ts";
import { madeUpSnapshot } from "./snapshot.fixture.ts";
import type { Snapshot } from "./snapshot.ts";
import { gridPlayers } from "../core/patches.ts";
import { superpixelPlayers } from "../core/superpixels.ts";
import { sameQuestion, verify, type Verification } from "./verify.ts";

const snapshot = madeUpSnapshot({ seed: 4, rows: 2, cols: 3, layers: 3, size: 12 });
const last = snapshot.layers.at(-1)!;

/** A snapshot with one of its layers changed, by default its last. */
function changed(
  change: (layer: SolvedLayer) => Partial<SolvedLayer>,
  of: Snapshot = snapshot,
  at = of.layers.length - 1,
): Snapshot {
  return { ...of, layers: of.layers.map((layer, l) => (l === at ? { ...layer, ...change(layer) } : layer)) };
}

/** Interactions that state something else of their exactness. */
const certified = (interactions: Interactions, change: Partial<Exactness>): Interactions => ({
  ...interactions,
  exactness: { ...interactions.exactness, ...change },
});

/** Effects of a layer changed, with all that a forger would make follow from them. */
const withEffects = (change: (effects: DenseEffects) => void, of = snapshot, at?: number): Snapshot =>
  changed(
    (layer) => {
      const effects = changedEffects(layer.interactions, change);
      const objective = [...effects.and.effects, ...effects.or.effects].reduce(
        (sum, effect) => sum + Math.abs(effect),
        0,
      );
      return {
        interactions: certified(effects, { objective, bound: objective * (1 - effects.exactness.gap) }),
        tau: tauOf(effects, of.tauFraction),
      };
    },
    of,
    at,
  );

/** As a link rounds them: each effect to the nearest of `count` steps of its layer's largest that is on its side of τ; v and pixels do not travel. */
function roundedTo(count: number, of: Snapshot): Snapshot {
  let error = 0;
  const layers = of.layers.map((layer): SolvedLayer => {
    const largest = largestEffect(layer.interactions);
    const nearest = (effect: number): number => {
      const step = Math.round((effect / largest) * count);
      const becomes = [step, step + Math.sign(effect), step - Math.sign(effect)].map(
        (steps) => (steps / count) * largest,
      );
      return effect === 0 ? 0 : becomes.find((value) => isSalient(value, layer.tau) === isSalient(effect, layer.tau))!;
    };
    const interactions = changedEffects(layer.interactions, (effects) => {
      for (const kind of KINDS)
        effects[kind].forEach((effect, mask) => {
          effects[kind][mask] = nearest(effect);
          error = Math.max(error, Math.abs(effects[kind][mask]! - effect) / (largest || 1));
        });
    });
    return { ...layer, interactions };
  });
  return { ...of, layers, effectError: error, values: null };
}

/** x_i + x_j = (x_i and x_j) + (x_i or x_j): another answer, as good to the last digit. */
function otherOptimum(of: Snapshot): { readonly other: Snapshot; readonly moved: number } {
  let moved = 0;
  const layers = of.layers.map((layer): SolvedLayer => {
    const { and, or } = arraysOf(layer.interactions);
    for (let i = 1; i < and.length; i *= 2) {
      for (let j = 2 * i; j < and.length; j *= 2) {
        const [a, b, both] = [and[i]!, and[j]!, i | j];
        if (Math.sign(a) !== Math.sign(b) || a === 0) continue;
        const part = Math.sign(a) * Math.min(Math.abs(a), Math.abs(b));
        // Nothing is saved by it, and nothing lost, if these two have no other sign.
        if (and[both]! * part < 0 || or[both]! * part < 0) continue;
        and[i]! -= part;
        and[j]! -= part;
        and[both]! += part;
        or[both]! += part;
        moved += Math.abs(part);
      }
    }
    const interactions = { ...layer.interactions, ...sparse({ and, or }) };
    return { ...layer, interactions, tau: tauOf(interactions, of.tauFraction) };
  });
  return { other: { ...of, layers }, moved };
}

/** Games in which every patch counts by itself, so that there are other answers; noise in v makes κ matter. */
function additive(seed: number, rows: number, cols: number): Snapshot {
  const of = madeUpSnapshot({ seed, rows, cols, layers: 2, size: 16 });
  const random = mulberry32(seed);
  const values = of.layers.map(() => {
    const singles = Array.from({ length: of.players.n }, () => 0.5 + random());
    return Float64Array.from(
      { length: 2 ** of.players.n },
      (_, shown) => singles.reduce((sum, effect, i) => sum + ((shown >> i) & 1 ? effect : 0), -2) + 0.05 * random(),
    );
  });
  return { ...of, ...solved(of, values) };
}

/** Games of many concepts of one sign, as trained networks play them: the span of v, and κ with it, is far above the largest effect. */
function busy(seed: number): Snapshot {
  const of = madeUpSnapshot({ seed, rows: 3, cols: 3, layers: 1, size: 12 });
  const random = mulberry32(seed);
  const terms = Array.from({ length: 40 }, () => ({ mask: 1 + Math.floor(511 * random()), effect: 0.2 + random() }));
  const noise = Array.from({ length: 512 }, () => 0.3 * random());
  return {
    ...of,
    ...solved(of, [
      Float64Array.from(noise, (off, shown) =>
        terms.reduce((sum, { mask, effect }) => sum + ((shown & mask) === mask ? effect : 0), off - 5),
      ),
    ]),
  };
}

function solved(
  of: Snapshot,
  values: readonly Float64Array[],
  { kappaFraction, ...more }: Pick<DecomposeOptions, "kappaFraction"> & Partial<DecomposeOptions> = {
    kappaFraction: of.kappaFraction,
  },
): Pick<Snapshot, "layers" | "values" | "kappaFraction"> {
  const layers = of.layers.map((layer, l): SolvedLayer => {
    const v = values[l]!;
    const interactions = interactionsOf(v, decompose(v, { ...DEFAULT_DECOMPOSE, kappaFraction, ...more }));
    return {
      ...layer,
      interactions: certified(interactions, { rebuildMaxAbs: interactions.exactness.kappa }),
      vEmpty: v[0]!,
      vFull: v.at(-1)!,
      tau: tauOf(interactions, of.tauFraction),
    };
  });
  return { layers, values: { masks: allMasks(of.players.n), layers: values }, kappaFraction };
}

const concepts = ({
  interactions,
}: SolvedLayer): { readonly kind: Kind; readonly mask: number; readonly effect: number }[] =>
  KINDS.flatMap((kind) =>
    Array.from(interactions[kind].masks, (mask, i) => ({
      kind,
      mask: placeOf(mask),
      effect: interactions[kind].effects[i]!,
    })),
  ).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));

const reasons = ({ scoreDifference, rebuilt, objective, stated }: Verification): string[] => [
  ...(scoreDifference > 1e-4 ? ["scores"] : []),
  ...(rebuilt.excess > 1 ? ["rebuilt"] : []),
  ...(objective.excess > 1 ? ["objective"] : []),
  ...stated,
];

const shapes = fc.record({
  seed: fc.nat(10_000),
  rows: fc.integer({ min: 1, max: 3 }),
  cols: fc.integer({ min: 2, max: 3 }),
  layers: fc.constant(2),
  size: fc.constant(12),
});

describe("an honest picture", () => {
  it("agrees with itself, at every mask", () => {
    expect(verify(snapshot, snapshot)).toMatchObject({
      agrees: true,
      scoreDifference: 0,
      compared: "all",
      stated: [],
      differing: [],
    });
  });
  it.each([1000, 100])("agrees when its effects are rounded to %i steps", (count) => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const here = madeUpSnapshot(shape);
        const there = roundedTo(count, here);
        expect(there.effectError).toBeLessThanOrEqual(1.0001 / count);
        expect(reasons(verify(there, here))).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
  it("agrees at κ = 0, and by the paper's rule, as a file and as a link", () => {
    for (const kappaFraction of [0, 0.01]) {
      const here = { ...snapshot, ...solved(snapshot, snapshot.values!.layers, { kappaFraction }) };
      for (const there of [here, roundedTo(100, here), { ...here, values: null }])
        expect(reasons(verify(there, here))).toEqual([]);
    }
  });
  it("agrees when another runtime computed it: v off by less than is let pass", () => {
    const random = mulberry32(8);
    for (const seed of [1, 2, 3, 4, 5]) {
      const here = madeUpSnapshot({ seed, rows: 3, cols: 3, layers: 2, size: 12 });
      const there = {
        ...here,
        ...solved(
          here,
          here.values!.layers.map((v) => v.map((value) => value + 1e-5 * (random() - 0.5))),
        ),
      };
      for (const one of [there, roundedTo(1000, there)]) expect(reasons(verify(one, here))).toEqual([]);
    }
  });
  it("agrees when another runtime computed it by κ of a noisy probe, which follows more of what v is off by", () => {
    const noisy = { kappaFraction: 0.02, kappaOf: "noise", probeNoise: 0.1 } as const;
    const byNoise = (of: Snapshot, values: readonly Float64Array[]): Snapshot => {
      const computed = { ...of, ...solved(of, values, noisy), kappaOf: noisy.kappaOf };
      return { ...computed, layers: computed.layers.map((layer) => ({ ...layer, probeNoise: noisy.probeNoise })) };
    };
    const here = byNoise(snapshot, snapshot.values!.layers);
    // The ends are off by what is let pass, each its way.
    const there = byNoise(
      snapshot,
      snapshot.values!.layers.map((v) => {
        const [low, high] = [Math.min(...v), Math.max(...v)];
        return v.map(
          (value) => value + 0.9e-4 * Math.max(1, Math.abs(value)) * (value === high ? 1 : value === low ? -1 : 0),
        );
      }),
    );
    expect(there.layers[0]!.interactions.exactness.kappa).not.toBeCloseTo(
      here.layers[0]!.interactions.exactness.kappa,
      5,
    );
    expect(reasons(verify(there, here))).toEqual([]);
  });
  it("agrees by another answer of the same objective, exact and rounded", () => {
    for (const [rows, cols] of [
      [2, 2],
      [2, 3],
      [3, 3],
      [3, 4],
    ] as const) {
      for (const seed of [1, 2, 3]) {
        const here = additive(seed, rows, cols);
        const { other, moved } = otherOptimum(here);
        expect(moved).toBeGreaterThan(0.5);
        for (const there of [other, roundedTo(1000, other), roundedTo(100, other)]) {
          const verification = verify(there, here);
          expect(reasons(verification), `${rows}x${cols} ${seed}`).toEqual([]);
          expect(verification.differing.length).toBeGreaterThan(0);
        }
      }
    }
  });
});

describe("a forged picture", () => {
  const madeUp = madeUpSnapshot({ seed: 7, rows: 3, cols: 3, layers: 3, size: 12 });
  const here = { ...madeUp, target: { ...madeUp.target, energy: 4 } };
  const [first, second, third] = concepts(here.layers[2]!);
  const set = (
    effects: DenseEffects,
    { kind, mask }: { readonly kind: Kind; readonly mask: number },
    value: number,
  ): void => void (effects[kind][mask] = value);

  const stating = (change: (exactness: Exactness) => Partial<Exactness>): Snapshot =>
    changed(({ interactions }) => ({ interactions: certified(interactions, change(interactions.exactness)) }), here);

  const FORGERIES: readonly (readonly [string, Snapshot, string])[] = [
    [
      "effects of two concepts exchanged",
      withEffects((effects) => {
        set(effects, first!, third!.effect);
        set(effects, third!, first!.effect);
      }, here),
      "rebuilt",
    ],
    [
      "an AND called an OR",
      withEffects((effects) => {
        const many = concepts(here.layers[2]!).find(({ mask, kind }) => orderOf(mask) > 1 && kind === "and")!;
        set(effects, many, 0);
        set(effects, { kind: "or", mask: many.mask }, many.effect);
      }, here),
      "rebuilt",
    ],
    [
      "a concept moved to other patches",
      withEffects((effects) => {
        set(effects, second!, 0);
        set(effects, { kind: second!.kind, mask: 511 ^ second!.mask }, second!.effect);
      }, here),
      "rebuilt",
    ],
    [
      "all signs turned",
      withEffects(
        (effects) => KINDS.forEach((kind) => effects[kind].forEach((effect, mask) => (effects[kind][mask] = -effect))),
        here,
      ),
      "rebuilt",
    ],
    ["one sign turned", withEffects((effects) => set(effects, third!, -third!.effect), here), "rebuilt"],
    [
      "all effects a tenth larger",
      withEffects(
        (effects) =>
          KINDS.forEach((kind) => effects[kind].forEach((effect, mask) => (effects[kind][mask] = 1.1 * effect))),
        here,
      ),
      "objective",
    ],
    ["an effect left out", withEffects((effects) => set(effects, second!, 0), here), "rebuilt"],
    [
      "a pair put in that cancels",
      withEffects((effects) => {
        effects.and[384]! += 0.4 * first!.effect;
        effects.or[384]! += 0.4 * first!.effect;
        effects.and[128]! -= 0.4 * first!.effect;
        effects.and[256]! -= 0.4 * first!.effect;
      }, here),
      "objective",
    ],
    [
      "another layer's effects",
      withEffects(
        (effects) => KINDS.forEach((kind) => effects[kind].set(arraysOf(here.layers[0]!.interactions)[kind])),
        here,
      ),
      "rebuilt",
    ],
    [
      "another constant",
      changed(
        ({ interactions: { constant, ...rest } }) => ({
          interactions: { ...rest, constant: constant + 2.5 * rest.exactness.kappa },
        }),
        here,
      ),
      "rebuilt",
    ],
    ["two layers exchanged", { ...here, layers: [here.layers[1]!, here.layers[0]!, here.layers[2]!] }, "layers"],
    ["a layer renamed", changed(() => ({ name: "block9" }), here), "layers"],
    [
      "a layer left out",
      { ...here, layers: here.layers.slice(1), values: { ...here.values!, layers: here.values!.layers.slice(1) } },
      "layers",
    ],
    ["a layer said to know much", changed(({ knowsLittle }) => ({ knowsLittle: !knowsLittle }), here), "layers"],
    ["v with everything shown", changed(({ vFull }) => ({ vFull: vFull + 0.01 }), here), "scores"],
    ["v with nothing shown", changed(({ vEmpty }) => ({ vEmpty: vEmpty - 0.01 }), here), "scores"],
    [
      "a better probe",
      changed(({ probeAccuracy }) => ({ probeAccuracy: probeAccuracy === null ? 0.9 : null }), here),
      "probes",
    ],
    ["a slightly better probe", changed(() => ({ probeAccuracy: 0.5 }), here), "probes"],
    ["a noise floor", changed(() => ({ noiseFloor: 0.99 }), here), "probes"],
    ["a probe agreement", changed(() => ({ probeAgreement: 0.99 }), here), "probes"],
    ["a scale", changed(({ scale }) => ({ scale: 1.01 * scale }), here), "scales"],
    [
      "where a scale is from",
      changed(({ scaleFrom }) => ({ scaleFrom: scaleFrom === "image" ? "dataset" : "image" }), here),
      "scales",
    ],
    ["a class's name", { ...here, target: { ...here.target, label: "church" } }, "classes"],
    ["a probability", { ...here, target: { ...here.target, p: 0.99 } }, "classes"],
    ["another class", { ...here, target: { ...here.target, ...here.target.top[1]! } }, "classes"],
    ["the order of classes", { ...here, target: { ...here.target, top: here.target.top.toReversed() } }, "classes"],
    ["fewer classes", { ...here, target: { ...here.target, top: [] } }, "classes"],
    ["an energy", { ...here, target: { ...here.target, energy: 4.1 } }, "classes"],
    ["κ in nats", stating(({ kappa }) => ({ kappa: 1.5 * kappa })), "certificate"],
    ["the objective", stating(({ objective }) => ({ objective: 0.9 * objective })), "certificate"],
    ["the bound", stating(({ objective }) => ({ bound: 1.1 * objective })), "certificate"],
    ["no residual", stating(() => ({ rebuildMaxAbs: 0 })), "certificate"],
    ["a larger residual", stating(({ rebuildMaxAbs }) => ({ rebuildMaxAbs: 2 * rebuildMaxAbs })), "certificate"],
    ["a network's name", { ...here, model: { ...here.model, name: "resnet" } }, "network"],
    ["a mean colour", { ...here, model: { ...here.model, meanColour: [0.5, 0.5, 0.5] } }, "network"],
  ];

  it.each(FORGERIES)("does not agree: %s", (_, forged, reason) => {
    const bare = { ...forged, values: null };
    for (const there of [forged, bare, { ...bare, effectError: 0.0005 }, { ...bare, effectError: 0.005 }]) {
      const verification = verify(there, here);
      expect(verification.agrees).toBe(false);
      // A rounding that is far above an effect's own tells less, but never hides it.
      if (there.effectError <= 0.0005) expect(reasons(verification)).toContain(reason);
    }
  });

  it("does not agree when any two effects are exchanged that differ by more than what κ and rounding can hide", () => {
    let [tried, found] = [0, 0];
    for (const seed of [1, 2, 3, 4]) {
      const honest = madeUpSnapshot({ seed, rows: 3, cols: 3, layers: 1, size: 12 });
      const [layer] = honest.layers;
      const all = concepts(layer!);
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          if (Math.abs(a.effect - b.effect) <= 3 * layer!.interactions.exactness.kappa) continue;
          tried += 1;
          const forged = withEffects((effects) => {
            set(effects, a, b.effect);
            set(effects, b, a.effect);
          }, honest);
          if (
            !verify(roundedTo(1000, forged), honest).agrees &&
            !verify(forged, honest).agrees &&
            !verify(roundedTo(100, forged), honest).agrees
          )
            found += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(50);
    expect(found).toBe(tried);
  });

  /** Declared roundings: of a good link, of a long one, and the most there may be. */
  const DECLARED = [0.0005, 0.005, 0.02];

  it("does not agree when any concept of the picture is left out, turned or called the other kind, unless that is another exact answer, whatever rounding is declared", () => {
    let [tried, passed] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const honest = busy(seed);
      for (const concept of concepts(honest.layers[0]!).filter(({ effect }) =>
        isSalient(effect, honest.layers[0]!.tau),
      )) {
        const { kind, mask, effect } = concept;
        for (const become of ["nothing", "turned", "other"] as const) {
          if (become === "other" && orderOf(mask) === 1) continue;
          const forged = {
            ...withEffects((effects) => {
              set(effects, concept, become === "turned" ? -effect : 0);
              if (become === "other") effects[kind === "and" ? "or" : "and"][mask]! += effect;
            }, honest),
            values: null,
          };
          if (verify(forged, honest).agrees) continue;
          tried += DECLARED.length;
          passed += DECLARED.filter((effectError) => verify({ ...forged, effectError }, honest).agrees).length;
        }
      }
    }
    expect(tried).toBeGreaterThan(50);
    expect(passed).toBe(0);
  });

  it("does not agree when concepts that nearly are there are lifted above τ, each by less than the rounding", () => {
    const honest = busy(4);
    const { tau, interactions } = honest.layers[0]!;
    const low = concepts(honest.layers[0]!).filter(
      ({ effect }) => Math.abs(effect) < tau && Math.abs(effect) > 0.65 * tau,
    );
    expect(low.length).toBeGreaterThan(2);
    const lifted = withEffects(
      (effects) => low.forEach((concept) => set(effects, concept, 1.02 * tau * Math.sign(concept.effect))),
      honest,
    );
    // The forger states the honest objective, which the rounding leaves room for.
    const forged = {
      ...changed((layer) => ({ interactions: { ...layer.interactions, exactness: interactions.exactness } }), lifted),
      values: null,
      effectError: 0.02,
    };
    const farthest = Math.max(...low.map(({ effect }) => 1.02 * tau - Math.abs(effect))) / largestEffect(interactions);
    expect(farthest).toBeLessThan(0.02);
    expect(verify(forged, honest).agrees).toBe(false);
  });

  it("cannot make itself room by many small effects that came with a coarse rounding", () => {
    const coarse = 0.02;
    const forged = withEffects((effects) => {
      const size = 1.001 * coarse * Math.abs(first!.effect);
      for (let mask = 1; mask < 512; mask++)
        if (effects.and[mask] === 0) effects.and[mask] = (orderOf(mask) % 2 === 0 ? 1 : -1) * size;
      set(effects, second!, third!.effect);
      set(effects, third!, second!.effect);
    }, here);
    expect(verify({ ...forged, effectError: coarse, values: null }, here).agrees).toBe(false);
  });
});

describe("verify", () => {
  it("compares the ends where v did not travel", () => {
    const bare = { ...snapshot, values: null };
    expect(verify(bare, snapshot)).toMatchObject({ agrees: true, compared: "ends" });
    const vFull = last.vFull + 3e-4 * Math.max(1, Math.abs(last.vFull));
    const off = verify({ ...changed(() => ({ vFull })), values: null }, snapshot);
    expect(off.agrees).toBe(false);
    expect(off.scoreDifference).toBeCloseTo(3e-4, 9);
  });
  it("finds one mask that is off", () => {
    const values = structuredClone(snapshot.values!);
    values.layers[1]![5]! += 0.01;
    expect(verify({ ...snapshot, values }, snapshot).agrees).toBe(false);
  });
  it("says by how much effects fail to rebuild v, and at which layer", () => {
    // One more effect, of all patches: it is off at the whole image alone.
    const more = withEffects((effects) => (effects.and[63]! += 1), snapshot, 1);
    const { rebuilt, objective } = verify(more, snapshot);
    const { exactness, and } = snapshot.layers[1]!.interactions;
    const { kappa, objective: optimum } = exactness;
    const v = snapshot.values!.layers[1]!.at(-1)!;
    expect(rebuilt.layer).toBe(1);
    expect(rebuilt.residual).toBeGreaterThanOrEqual(1 - kappa);
    expect(rebuilt.residual).toBeLessThanOrEqual(1 + 1.000_001 * kappa);
    expect(rebuilt.allowed).toBeCloseTo(kappa + 1e-4 * Math.max(1, Math.abs(v)), 12);
    expect(objective).toMatchObject({ layer: 1, optimum });
    expect(objective.found).toBeCloseTo(optimum + (dense(and, 6)[63]! < -0.5 ? -1 : 1), 1);
  });
  it("names concepts that are salient in one only, but for those close to τ", () => {
    const quiet = arraysOf(last.interactions).and.findIndex((effect, mask) => mask > 0 && effect === 0);
    const withEffect = (value: number): Snapshot => withEffects((effects) => (effects.and[quiet] = value));
    expect(verify(withEffect(1.2 * last.tau), withEffect(0.5 * last.tau)).differing).toEqual([
      { kind: "and", mask: quiet },
    ]);
    expect(verify(withEffect(1.002 * last.tau), withEffect(0.998 * last.tau)).differing).toEqual([]);
  });
  it("sees another noise of a probe, and lives steadied over other layers; pictures of before say nothing of these", () => {
    const joined = changed(() => ({ joinsNext: true }), snapshot, 0);
    const noisy = changed(() => ({ probeNoise: 0.03 }), snapshot, 0);
    expect(verify(joined, joined).stated).toEqual([]);
    expect(verify(snapshot, joined).stated).toEqual([]);
    expect(verify(joined, snapshot).stated).toEqual(["layers"]);
    expect(
      verify(
        changed(() => ({ joinsNext: true }), joined, 1),
        joined,
      ).stated,
    ).toEqual(["layers"]);
    expect(verify(noisy, noisy).stated).toEqual([]);
    expect(
      verify(
        changed(() => ({ probeNoise: 0.04 }), snapshot, 0),
        noisy,
      ).stated,
    ).toEqual(["probes"]);
  });
  it("finds superpixels that are not those that are found here", () => {
    const here = madeUpSnapshot({ seed: 2, rows: 2, cols: 2, cut: "superpixels", layers: 2, size: 12 });
    const quarters = gridPlayers(2, 2, 12, 12).patches;
    const there = { ...here, players: superpixelPlayers(here.players, 12, 12, quarters) };
    expect(there.players.patches).not.toEqual(here.players.patches);
    expect(verify(here, here)).toMatchObject({ agrees: true, stated: [] });
    expect(verify(there, here)).toMatchObject({ agrees: false, stated: ["players"] });
  });
  it("refuses to compare different questions, or without v", () => {
    for (const other of [
      { ...snapshot, baseline: "zero" as const },
      { ...snapshot, kappaFraction: 0.02 },
      { ...snapshot, tauFraction: 0.1 },
      { ...snapshot, image: { ...snapshot.image, sha256: "0".repeat(64) } },
      { ...snapshot, model: { ...snapshot.model, sha256: "0".repeat(64) } },
    ]) {
      expect(sameQuestion(snapshot, other)).toBe(false);
      expect(() => verify(snapshot, other)).toThrow(RangeError);
    }
    expect(() => verify(snapshot, { ...snapshot, values: null })).toThrow(RangeError);
  });
});
