import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryLayers, effectsOf, layersOf, randomEffects } from "./effects.fixture.ts";
import { effectAt } from "./interactions.ts";
import { orderOf } from "./masks.ts";
import { passingTracks, pictureTracks, tracksOf, type PictureTrack, type Track } from "./tracks.ts";

/** The one track of `layersOf` whose concept is not the constant one. */
function trackOf(effects: readonly number[], tauFraction = 0.05): Track | undefined {
  return tracksOf(layersOf(effects), tauFraction).find(({ kind }) => kind === "and");
}

/** The same as a row of a picture, steadied across `joined` layers. */
function rowOf(effects: readonly number[], joined: readonly boolean[] = []): PictureTrack | undefined {
  return pictureTracks(layersOf(effects), { joined }).shown.find(({ kind }) => kind === "and");
}

describe("tracksOf", () => {
  it("follows a concept that lives, dies and returns", () => {
    expect(trackOf([0, 0.2, -0.3, 0.05, 0, 0.06])).toEqual({
      kind: "and",
      mask: 1,
      fate: "kept",
      born: 1,
      died: null,
      lives: [
        { first: 1, last: 2 },
        { first: 5, last: 5 },
      ],
      effects: Float64Array.of(0, 0.2, -0.3, 0.05, 0, 0.06),
    });
  });

  it.each([
    ["kept from the start", [0.1, 0.1, 0.1], "kept", 0, null],
    ["kept, born at the output", [0, 0, 0.1], "kept", 2, null],
    ["lost after the first layer", [0.1, 0, 0], "lost", 0, 1],
    ["lost after a second life", [0.1, 0, 0.1, 0], "lost", 0, 3],
    ["transient", [0, -0.1, 0], "transient", 1, 2],
    ["transient with two lives", [0, 0.1, 0, 0.1, 0], "transient", 1, 4],
  ])("%s", (_, effects, fate, born, died) => {
    expect(trackOf(effects)).toMatchObject({ fate, born, died });
  });

  it("needs more than τ, at this layer's own largest effect", () => {
    expect(trackOf([0.05, 0.05])).toBeUndefined();
    const layers = [
      effectsOf(2, [
        ["and", 1, 0.05],
        ["or", 3, -0.9],
      ]),
      effectsOf(2, [["and", 1, 1]]),
    ];
    expect(tracksOf(layers, 0.05).map(({ kind, mask, lives }) => [kind, mask, lives])).toEqual([
      ["and", 1, [{ first: 0, last: 1 }]],
      ["or", 3, [{ first: 0, last: 0 }]],
    ]);
  });

  it("sorts by fate, order, mask, then AND before OR, and leaves ∅ out", () => {
    const layers = [
      effectsOf(3, [
        ["and", 0, 9],
        ["and", 4, 1],
        ["or", 7, 1],
        ["and", 7, 1],
      ]),
      effectsOf(3, [
        ["or", 5, 1],
        ["and", 1, 1],
      ]),
      effectsOf(3, [
        ["or", 0, 9],
        ["and", 7, 1],
        ["or", 3, 1],
        ["and", 2, 1],
        ["and", 6, 1],
      ]),
    ];
    expect(tracksOf(layers, 0.05).map(({ fate, kind, mask }) => `${fate} ${kind} ${mask}`)).toEqual([
      "kept and 2",
      "kept or 3",
      "kept and 6",
      "kept and 7",
      "lost and 4",
      "lost or 7",
      "transient and 1",
      "transient or 5",
    ]);
  });

  it("says exactly at which layers every concept is salient", () => {
    fc.assert(
      fc.property(arbitraryLayers(5, 6), ({ n, layers }) => {
        const tracks = tracksOf(layers, 0.3);
        const told = new Map(tracks.map((track) => [`${track.kind} ${track.mask}`, track]));
        expect(told.size).toBe(tracks.length);
        for (const kind of ["and", "or"] as const)
          for (let mask = 1; mask < 2 ** n; mask++) {
            const salient = layers.map((layer) => {
              const largest = Math.max(0, ...[...layer.and.effects, ...layer.or.effects].map(Math.abs));
              return Math.abs(effectAt(layer, kind, mask)) > 0.3 * largest;
            });
            const track = told.get(`${kind} ${mask}`);
            expect(track !== undefined).toBe(salient.includes(true));
            if (track === undefined) continue;
            expect(layers.map((_, l) => track.lives.some(({ first, last }) => first <= l && l <= last))).toEqual(
              salient,
            );
            track.lives.slice(1).forEach(({ first }, i) => expect(first).toBeGreaterThan(track.lives[i]!.last + 1));
            expect(track.fate).toBe(salient.at(-1) ? "kept" : salient[0] ? "lost" : "transient");
            expect(track.born).toBe(salient.indexOf(true));
            expect(track.died).toBe(salient.at(-1) ? null : salient.lastIndexOf(true) + 1);
            expect([...track.effects]).toEqual(layers.map((layer) => effectAt(layer, kind, mask)));
          }
      }),
      { seed: 51 },
    );
  });

  it("refuses no layers, layers of different n, NaN and a bad fraction", () => {
    expect(() => tracksOf([], 0.05)).toThrow("layers must not be empty");
    expect(() => tracksOf([effectsOf(2, []), effectsOf(3, [])], 0.05)).toThrow("layer 1 has 3 players, layer 0 has 2");
    expect(() => tracksOf([effectsOf(2, [["or", 2, NaN]])], 0.05)).toThrow("NaN at mask 2");
    expect(() => tracksOf([effectsOf(2, [])], 2)).toThrow("tauFraction must be a number from 0 to 1, got 2");
  });
});

describe("pictureTracks", () => {
  it("lives where it is salient, where no layers are joined", () => {
    expect(rowOf([0.1, 0.051, 0.05, 0, -0.06, 0.05])).toMatchObject({
      lives: [
        { first: 0, last: 1 },
        { first: 4, last: 4 },
      ],
      bridged: [],
      fate: "lost",
      died: 5,
    });
    expect(rowOf([0.05, 0.04])).toBeUndefined();
  });

  it("lives through a layer at which it is weak between two of one sign, and marks it", () => {
    expect(rowOf([0.2, 0.01, 0.3, 0], [true, true, false])).toMatchObject({
      lives: [{ first: 0, last: 2 }],
      bridged: [1],
      fate: "lost",
      born: 0,
      died: 3,
    });
  });

  it("measures a row by its share of each layer's strength, the output weighted four", () => {
    const layers = [
      effectsOf(2, [
        ["and", 0, 50],
        ["and", 1, -3],
        ["or", 3, 1],
      ]),
      effectsOf(2, []),
      effectsOf(2, [
        ["and", 1, 2],
        ["or", 3, -8],
      ]),
    ];
    const { shown, others, heldShare } = pictureTracks(layers, { rows: 1 });
    // The layer without strength counts for nobody: (3/4 + 4·2/10)/5 and (1/4 + 4·8/10)/5.
    expect(shown).toMatchObject([{ kind: "or" }]);
    expect(shown[0]!.share).toBeCloseTo(0.69, 14);
    expect(others).toMatchObject({ kept: [{ kind: "and" }], lost: [], transient: [] });
    expect(others.kept[0]!.share).toBeCloseTo(0.31, 14);
    // Unweighted: the mean of 1/4 and 8/10.
    expect(heldShare).toBeCloseTo(0.525, 14);
  });

  it("shows 24 rows, the strongest, and loses none of the others", () => {
    const layers = [1, 2, 3].map((seed) => randomEffects(6, seed));
    const { shown, others, heldShare } = pictureTracks(layers);
    const hidden = [...others.kept, ...others.lost, ...others.transient];
    const everything = pictureTracks(layers, { rows: 1000 });
    expect(shown).toHaveLength(24);
    expect(hidden.length).toBeGreaterThan(24);
    expect(Math.min(...shown.map(({ share }) => share))).toBeGreaterThanOrEqual(
      Math.max(...hidden.map(({ share }) => share)),
    );
    const place = ({ fate, mask }: Track) => ["kept", "lost", "transient"].indexOf(fate) * 10 + orderOf(mask);
    for (const rows of [shown, others.kept, others.lost, others.transient]) {
      expect(rows.map(place)).toEqual(rows.map(place).sort((a, b) => a - b));
    }
    expect(new Set([...shown, ...hidden])).toEqual(new Set(everything.shown));
    expect(everything.others).toEqual({ kept: [], lost: [], transient: [] });
    expect(everything.heldShare).toBeGreaterThan(heldShare);
    for (const fate of ["kept", "lost", "transient"] as const)
      for (const track of others[fate]) expect(track.fate).toBe(fate);
  });

  it("says of random layers what their exact tracks say, where no layers are joined", () => {
    fc.assert(
      fc.property(arbitraryLayers(4, 8), ({ layers }) => {
        const { shown, heldShare } = pictureTracks(layers, { rows: 1000 });
        expect(shown.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-12);
        expect(heldShare).toBeLessThanOrEqual(1 + 1e-12);
        expect(shown.map(({ share: _share, bridged: _bridged, ...track }) => track)).toEqual(tracksOf(layers));
      }),
      { seed: 52 },
    );
  });

  it("orders equal shares the same way every time", () => {
    const layers = [
      effectsOf(
        3,
        [1, 2, 3, 4, 5, 6, 7].map((mask) => ["and", mask, 1] as const),
      ),
    ];
    const { shown, others } = pictureTracks(layers, { rows: 3 });
    expect(shown.map(({ mask }) => mask)).toEqual([1, 2, 4]);
    expect(others.kept.map(({ mask }) => mask)).toEqual([3, 5, 6, 7]);
    expect(others.kept.map(({ mask }) => orderOf(mask))).toEqual([2, 2, 2, 3]);
  });

  it("shows the strongest of what passes, and is the same where everything does", () => {
    const picture = pictureTracks([1, 2, 3].map((seed) => randomEffects(6, seed)));
    expect(passingTracks(picture, () => true)).toEqual(picture);
    const isHidden = (track: PictureTrack): boolean => !picture.shown.includes(track);
    const few = passingTracks(picture, (track) => isHidden(track) && track.mask === 37);
    expect(few.shown.length).toBeGreaterThan(0);
    expect(few.shown.every(({ mask }) => mask === 37)).toBe(true);
    expect(few.others).toEqual({ kept: [], lost: [], transient: [] });
    // Of those that are not shown without a filter, the strongest.
    const all = [...picture.others.kept, ...picture.others.lost, ...picture.others.transient];
    const { shown, others } = passingTracks(picture, isHidden);
    const ranked = all.toSorted((a, b) => b.share - a.share);
    expect(new Set(shown)).toEqual(new Set(ranked.slice(0, 24)));
    expect(new Set([...others.kept, ...others.lost, ...others.transient])).toEqual(new Set(ranked.slice(24)));
  });

  it("has nothing to show, and so nothing missing, where there is no effect", () => {
    expect(pictureTracks([effectsOf(2, []), effectsOf(2, [])])).toEqual({
      shown: [],
      others: { kept: [], lost: [], transient: [] },
      heldShare: 1,
      strengths: [0, 0],
    });
  });

  it("refuses rows out of range", () => {
    const layers = layersOf([1]);
    expect(() => pictureTracks(layers, { rows: -1 })).toThrow("rows must be an integer of 0 or more, got -1");
    expect(() => pictureTracks([])).toThrow(RangeError);
  });
});
