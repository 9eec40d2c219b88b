import { placeOf } from "../../core/all-masks.ts";
import { describe, expect, it } from "vitest";
import { certaintyOf, type Certainty } from "../../core/certainty.ts";
import { pictureTracks } from "../../core/tracks.ts";
import { firmnessOf } from "../../exploration/firmness.ts";
import { createAllStrings } from "../../strings/catalogue.ts";
import type { Snapshot } from "../../exploration/snapshot.ts";
import { ALL_ROWS, initialState } from "../../session/initial.ts";
import { selectFilteredPicture } from "../../session/selectors.ts";
import { heightShare } from "./Cell.tsx";
import { onlyFirm } from "./drawn-rows.ts";
import { plantedLayers, plantedResult } from "./picture.fixture.ts";
import { columnHeads, finishedPicture, type PictureModel } from "./picture-model.ts";
import type { PictureRow } from "./rows.ts";
import { cellWording, rowWords } from "./words.ts";
import { fitsAt, isFirmRow, isFragile, lifeMarks, spreadsOf, verdictOf } from "./sureness.ts";

const NAMES = ["stem", "1", "2", "output"];
/** a1 is large everywhere, so that τ is 0.1 at every layer; then what is looked at. */
const layersOf = (...effects: readonly (readonly number[])[]) =>
  plantedLayers(
    NAMES,
    4,
    [[2, 2, 2, 2], ...effects].map((of, i) => ({ kind: "and", patches: i === 0 ? [0] : [1, i + 1], effects: of })),
  );

/** Layers of concepts whose effects are those of `own`, and how sure they are by twice as many replicates as `fits` has for each: every fit counts twice. */
function certainOf(own: readonly (readonly number[])[], fits: readonly (readonly (readonly number[])[])[]) {
  const layers = layersOf(...own);
  const effects = layers.map(({ interactions }) => interactions);
  const tracks = pictureTracks(effects);
  const rows = tracks.shown.map(({ kind, mask }) => ({ kind, mask }));
  const replicates = fits.flatMap((fit) => {
    const effects = layersOf(...fit).map(({ interactions }) => interactions);
    return [effects, effects];
  });
  const certainty: Certainty = {
    replicates: replicates.length,
    concepts: certaintyOf(rows, effects, replicates, []).map((concept) => ({
      ...concept,
      robust: Uint8Array.of(1, 1, 0, 1),
    })),
  };
  return { layers, tracks, certainty };
}

/** The picture of them. */
function pictureOf(...asked: Parameters<typeof certainOf>): PictureModel {
  const { layers, tracks, certainty } = certainOf(...asked);
  const firmness = firmnessOf(layers, certainty);
  return finishedPicture(plantedResult(layers, 2, 2), layers, tracks, tracks, "birth", "nats", false, firmness);
}

/** The row that is no large a1. */
const rowOf = (own: readonly number[], fits: readonly (readonly number[])[]): PictureRow =>
  pictureOf(
    [own],
    fits.map((fit) => [fit]),
  ).groups.flatMap(({ rows }) => rows.filter(({ mask }) => mask !== 1))[0]!;

const late = [0, 0, 1, 1];
const t = createAllStrings("en").getFixedT(null, "picture");
const wordsOf = (row: PictureRow): string => {
  const layers = layersOf();
  return rowWords(
    t,
    row,
    columnHeads(plantedResult(layers, 2, 2), [1, 1, 1, 1], false),
    { cols: 2, picked: null },
    "nats",
  );
};

describe("a row that all replicates bear out", () => {
  const row = rowOf(late, [late, late]);
  it("is firm, with a solid birth", () => {
    expect([verdictOf(row.sure), isFirmRow(row)]).toEqual(["firm", true]);
    expect(lifeMarks(row, false)).toEqual([{ end: "birth", how: "firm", span: [2, 2] }]);
    expect([0, 2, 3].map((layer) => fitsAt(row.sure, layer))).toEqual([0, 4, 4]);
  });
  it("says so, its course, and where it hangs on choices", () => {
    expect(wordsOf(row)).toBe(
      "b1 AND a2, order 2, kept, late, firm, born at 2, +1.00 nats at the output, not robust at 2",
    );
    expect([isFragile(row, 0), isFragile(row, 2), isFragile(row, 3)]).toEqual([false, true, false]);
    expect(cellWording(t, "nats")(row, 2, "2")).toBe("2: +1.00 nats, not robust");
  });
});

describe("a row on which replicates differ", () => {
  it("is born within a bar, from the earliest to the latest layer", () => {
    const row = rowOf(late, [[0, 1, 1, 1], late, [0, 0, 0, 1]]);
    expect(verdictOf(row.sure)).toBe("firm");
    expect(lifeMarks(row, false)).toEqual([{ end: "birth", how: "within", span: [1, 3] }]);
    expect(fitsAt(row.sure, 2)).toBe(4);
    expect(wordsOf(row)).toContain("firm, born at 2, birth between 1 and output, 2 of 6 fits as here, ");
    expect(cellWording(t, "nats")(row, 2, "2")).toBe("2: +1.00 nats, 4 of 6 fits have it here, not robust");
  });
  it("has a bar for an end that the picture itself does not draw", () => {
    const row = rowOf(
      [1, 1, 1, 1],
      [
        [1, 1, 0, 0],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [0, 0, 1, 1],
      ],
    );
    expect(lifeMarks(row, false)).toEqual([
      { end: "birth", how: "within", span: [0, 2] },
      { end: "death", how: "within", span: [1, 3] },
    ]);
    expect(wordsOf(row)).toMatch(/^b1 AND a2, order 2, likely kept, 6 of 8 fits, persistent, /);
  });
  it("is unclear up to half, of which less is true, likely beyond, and firm in its fate alone where signs differ", () => {
    const none = [0, 0, 0, 0];
    expect(verdictOf(rowOf(late, [none, none, late]).sure)).toBe("unclear");
    expect(verdictOf(rowOf(late, [none, late]).sure)).toBe("unclear");
    expect(verdictOf(rowOf(late, [none, late, late]).sure)).toBe("likely");
    const turned = rowOf(late, [[0, 0, -1, 1], late]);
    expect(verdictOf(turned.sure)).toBe("signs");
    expect(fitsAt(turned.sure, 2), "alive there in both, with another sign in half").toBe(2);
    expect(wordsOf(turned)).toContain("kept, late, its sign not in all fits, ");
  });
  it("knows of inner ends whether all have them", () => {
    const apart = [1, 0, 1, 1];
    expect(lifeMarks(rowOf(apart, [apart, apart]), false).map(({ end, how }) => [end, how])).toEqual([
      ["birth", "firm"],
      ["death", "firm"],
    ]);
    expect(lifeMarks(rowOf(apart, [apart, [1, 1, 1, 1]]), false).map(({ end, how }) => [end, how])).toEqual([
      ["birth", "within"],
      ["death", "within"],
    ]);
  });
  it("is neither born nor dead between the last layer and an output that reads it", () => {
    const row = rowOf(
      [1, 1, 1, 1],
      [
        [1, 1, 1, 0],
        [1, 1, 1, 1],
      ],
    );
    expect(spreadsOf(row, false).death).toEqual({ span: [2, 3], fits: 2 });
    expect(spreadsOf(row, true).death).toBeNull();
    const read = rowOf(
      [0, 0, 0, 1],
      [
        [0, 0, 0, 1],
        [0, 1, 1, 1],
      ],
    );
    expect(spreadsOf(read, true).birth).toEqual({ span: [1, 2], fits: 2 });
  });
});

describe("a picture that nobody asked replicates about", () => {
  it("has hollow marks and full cells, and says nothing of firm", () => {
    const row = rowOf(late, []);
    expect([verdictOf(row.sure), fitsAt(row.sure, 2)]).toEqual([null, null]);
    expect(lifeMarks(row, false)).toEqual([{ end: "birth", how: "unknown", span: [2, 2] }]);
    expect(lifeMarks({ ...row, sure: null }, false)[0]!.how).toBe("unknown");
    expect(isFragile({ ...row, sure: null }, 2)).toBe(false);
    expect(wordsOf({ ...row, sure: null })).toBe("b1 AND a2, order 2, kept, late, born at 2, +1.00 nats at the output");
  });
});

describe("the rows of a fate", () => {
  it("are firm ones first, in the order chosen", () => {
    const early = [1, 1, 1, 1];
    const { groups, replicates } = pictureOf(
      [early, late],
      [
        [[0, 0, 0, 0], late],
        [early, late],
      ],
    );
    expect(replicates).toBe(4);
    expect(groups[0]!.rows.map((row) => [row.mask, isFirmRow(row)])).toEqual([
      [1, true],
      [10, true],
      [6, false],
    ]);
  });
});

describe("only what is firm", () => {
  const early = [1, 1, 1, 1];
  const none = [0, 0, 0, 0];
  const fits = [
    [none, late],
    [early, late],
  ];
  const masks = ({ groups }: PictureModel) =>
    groups.flatMap(({ rows, others }) => [...rows, ...others].map(({ mask }) => mask));
  it("is what a figure has; where nothing is firm, or nobody knows, there is no such picture", () => {
    const picture = pictureOf([early, late], fits);
    expect(masks(onlyFirm(picture)!)).toEqual([1, 10]);
    expect(onlyFirm(picture)!.groups[0]!.total, "all that there are").toBe(3);
    expect(onlyFirm(pictureOf([early, late], []))).toBeNull();
  });
  it("is what the filter leaves where that is known, and else everything", () => {
    const filters = { ...ALL_ROWS, onlyFirm: true };
    const masksOf = (certain: boolean) => {
      const { layers, certainty } = certainOf([early, late], fits);
      const result = plantedResult(layers, 2, 2);
      const snapshot = { layers, ...(certain && { certainty }) } as unknown as Snapshot;
      const state = { ...initialState("en", "light"), result: { ...result, snapshot }, filters };
      return selectFilteredPicture(state)!
        .shown.map(({ mask }) => placeOf(mask))
        .sort((a, b) => a - b);
    };
    expect(masksOf(true)).toEqual([1, 10]);
    expect(masksOf(false)).toEqual([1, 6, 10]);
  });
});

describe("heightShare", () => {
  it("is full where all agree or nobody was asked, and falls with doubt", () => {
    expect([null, 1].map(heightShare)).toEqual([1, 1]);
    expect([7 / 8, 0.5, 0].map((share) => Math.round(100 * heightShare(share)))).toEqual([75, 60, 40]);
  });
});
