import { describe, expect, it } from "vitest";
import { toBase64 } from "../../platform/base64.ts";
import { encodePng } from "../../images/png.ts";
import { fileOf, jsonOf, lossy, ordinary, sure } from "./entry.fixture.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test bends fields of any kind */
type Bent = any;
const original = JSON.parse(jsonOf(await writeStrataFile([ordinary], { values: true }))) as Bent;
const other = toBase64(await encodePng({ width: 8, height: 8, rgb: new Uint8Array(192) }));
const wide = toBase64(await encodePng({ width: 16, height: 4, rgb: new Uint8Array(192) }));

/** The field that is blamed when one exploration is bent so. */
async function blamed(bend: (exploration: Bent, layer: Bent) => void, from: Bent = original): Promise<unknown> {
  const document = structuredClone(from);
  const [exploration] = document.explorations;
  bend(exploration, exploration.layers[1]);
  return readStrataFile(fileOf(JSON.stringify(document))).then(
    () => null,
    ({ code, context }) => (code === "damaged" ? context.field : code),
  );
}

const withoutValues = (exploration: Bent): void => exploration.layers.forEach((layer: Bent) => delete layer.values);

describe("names of concepts", () => {
  const named = (names: unknown) => blamed((exploration) => (exploration.names = names));

  it("come back clean, and never twice or of what the picture has not", async () => {
    const names = [
      { kind: "or", mask: 3, name: "sky" },
      { kind: "and", mask: 15, name: "\u202eleft\u0007 wheel" },
      { kind: "and", mask: 1, name: "\u2066" },
    ];
    const document = structuredClone(original);
    document.explorations[0].names = names;
    const { snapshot } = (await readStrataFile(fileOf(JSON.stringify(document))))[0]!;
    expect(snapshot.names).toEqual([
      { kind: "and", mask: 15, name: "left wheel" },
      { kind: "or", mask: 3, name: "sky" },
    ]);
    const [again] = await readStrataFile(await writeStrataFile([{ ...ordinary, snapshot }], { values: false }));
    expect(again!.snapshot.names).toEqual(snapshot.names);
    expect(await named([{ ...names[0], mask: 16 }])).toBe("explorations.0.names");
    expect(await named([{ ...names[0], mask: 2 }])).toBe("explorations.0.names");
    expect(await named([names[0], names[0]])).toBe("explorations.0.names");
    expect(await named([{ ...names[0], name: "x".repeat(61) }])).toBe("explorations.0.names.0.name");
    expect(await named([{ ...names[0], mask: 0 }])).toBe("explorations.0.names.0.mask");
    expect(await named([{ ...names[0], kind: "xor" }])).toBe("explorations.0.names.0.kind");
    expect(await named(Array.from({ length: 257 }, () => names[0]))).toBe("explorations.0.names");
    expect(await named({ length: 1 })).toBe("explorations.0.names");
  });
});

const told = JSON.parse(jsonOf(await writeStrataFile([sure], { values: false }))) as Bent;

describe("a certainty that contradicts itself or its picture", () => {
  const tracks = told.explorations[0].certainty.tracks as Bent[];
  const last = told.explorations[0].layers.length - 1;
  /** Lost by two replicates, transient by six, born at the first layer or the second and dead at the third. */
  const at = tracks.findIndex(({ fateProbabilities }) => fateProbabilities.lost === 0.25);
  /** Of which three replicates know nothing. */
  const few = tracks.findIndex(({ fateProbabilities }) => fateProbabilities.lost === 0.625);
  const weak = tracks.findIndex(({ robust }) => robust.includes(0));

  it.each<[field: string, how: string, bend: (certainty: Bent, track: Bent) => void]>([
    ["replicates", "more than a byte", (c) => (c.replicates = 256)],
    ["replicates", "a part of one", (c) => (c.replicates = 7.5)],
    ["tracks.0.effectSd", "a bomb", (c) => (c.tracks[0].effectSd = new Array(1e5).fill(0))],
    ["tracks.0.effectSd", "below 0", (c) => (c.tracks[0].effectSd[0] = -1e-9)],
    ["tracks.0.effectSd", "more than any score", (c) => (c.tracks[0].effectSd[0] = 1e41)],
    ["tracks.0.effectSd", "noise of the output", (c) => (c.tracks[0].effectSd[last] = 0.1)],
    ["tracks.0.effectSd", "a layer too few", (c) => c.tracks[0].effectSd.pop()],
    ["tracks.0.alive", "half a replicate", (c) => (c.tracks[0].alive[0] = 0.5)],
    ["tracks.0.alive", "more than there are", (c) => (c.tracks[0].alive[0] = 9)],
    ["tracks.0.alive", "no list", (c) => (c.tracks[0].alive = { length: 3 })],
    ["tracks.0.born", "a layer too many", (c) => c.tracks[0].born.push(0)],
    ["tracks.0.died", "a layer too few", (c) => c.tracks[0].died.pop()],
    ["tracks.0.against", "below none", (c) => (c.tracks[0].against[0] = -1)],
    ["tracks.0.against", "at the output", (c) => (c.tracks[0].against[last] = 1)],
    ["tracks.0.robust", "more than 1", (c) => (c.tracks[0].robust[0] = 2)],
    [`tracks.${weak}.robust`, "where it is not salient", (c) => c.tracks[weak].robust.fill(1)],
    ["tracks.0.kind", "neither", (c) => (c.tracks[0].kind = "xor")],
    ["tracks.0.mask", "of no patch", (c) => (c.tracks[0].mask = 0)],
    ["tracks.0.mask", "of other patches", (c) => (c.tracks[0].mask = 16)],
    ["tracks.0.mask", "an OR of one patch", (c) => Object.assign(c.tracks[0], { kind: "or", mask: 1 })],
    ["tracks.1.mask", "twice the same", (c) => (c.tracks[1] = c.tracks[0])],
    ["tracks.0.fateProbabilities", "missing", (c) => (c.tracks[0].fateProbabilities = null)],
    ["tracks.0.fateProbabilities.kept", "more than all", (c) => (c.tracks[0].fateProbabilities.kept = 1.125)],
    ["tracks.0.fateProbabilities", "no share of 8", (c) => (c.tracks[0].fateProbabilities.kept = 0.3)],
    ["fateProbabilities", "all at once", (_, t) => (t.fateProbabilities = { kept: 1, lost: 1, transient: 1 })],
    [`tracks.${few}.alive`, "of those who do not know it", (c) => (c.tracks[few].alive[1] = 8)],
    ["born", "in too few", (_, t) => (t.born[t.born.findIndex((count: number) => count > 0)] -= 1)],
    ["died", "too often", (_, t) => (t.died[1] = 8)],
    ["died", "before the first layer", (_, t) => ([t.died[0], t.died[last]] = [t.died[last], t.died[0]])],
  ])("is refused for %s: %s", async (field, _, bend) => {
    expect([at, few, weak].every((place) => place >= 0)).toBe(true);
    const bent = await blamed(({ certainty }) => bend(certainty, certainty.tracks[at]), told);
    const path = field.includes(".") || field === "replicates" ? field : `tracks.${at}.${field}`;
    expect(bent).toBe(`explorations.0.certainty.${path}`);
  });

  it("is computed again where it follows from the rest", async () => {
    const document = structuredClone(told);
    for (const track of document.explorations[0].certainty.tracks) track.firm = !track.firm;
    const [read] = await readStrataFile(fileOf(JSON.stringify(document)));
    expect(read!.snapshot.certainty).toStrictEqual(sure.snapshot.certainty);
  });
});

describe("an exploration that contradicts itself", () => {
  it.each<[field: string, how: string, bend: (exploration: Bent, layer: Bent) => void]>([
    ["model.input.2", "a list too long", (e) => e.model.input.push(8)],
    ["model.address", "not https", (e) => (e.model.address = "http://example.org/net.onnx")],
    ["model.address", "a script", (e) => (e.model.address = "javascript:alert(1)")],
    ["model.address", "a password", (e) => (e.model.address = "https://me:secret@example.org/")],
    ["model.sha256", "capitals", (e) => (e.model.sha256 = "A".repeat(64))],
    ["created", "no such day", (e) => (e.created = "2026-99-30T00:00:00Z")],
    ["created", "no date", (e) => (e.created = "yesterday")],
    ["name", "too long", (e) => (e.name = "x".repeat(1001))],
    ["image", "not the input's size", (e) => (e.image.width = 9)],
    ["image.png", "another size", (e) => (e.image.png = wide)],
    ["image.png", "no base64", (e) => (e.image.png = "%")],
    ["image.sha256", "other pixels", (e) => (e.image.png = other)],
    ["players", "not rows by columns", (e) => (e.players.n = 3)],
    ["players.rows", "17 patches", (e) => (e.players.rows = 17)],
    ["players", "smaller than a pixel", (e) => Object.assign(e.players, { n: 9, rows: 9, cols: 1 })],
    ["players.picked", "out of order", (e) => (e.players.picked = { cells: [2, 1], others: "hidden" })],
    ["players.picked", "twice the same", (e) => (e.players.picked = { cells: [1, 1], others: "hidden" })],
    ["players.picked", "all that there are", (e) => (e.players.picked = { cells: [0, 1, 2, 3], others: "hidden" })],
    ["players.picked", "outside", (e) => (e.players.picked = { cells: [0, 1, 2, 4], others: "hidden" })],
    ["players.picked.cells", "one alone", (e) => (e.players.picked = { cells: [0], others: "hidden" })],
    ["players.picked.others", "grey", (e) => (e.players.picked = { cells: [0, 1, 2], others: "grey" })],
    ["players", "fewer than n", (e) => (e.players.picked = { cells: [0, 1, 2], others: "hidden" })],
    [
      "players.patches",
      "of other cells",
      (e) => Object.assign(e.players, { rows: 4, picked: { cells: [0, 1, 2, 4], others: "hidden" } }),
    ],
    ["players.patches", "not the grid's", (e) => (e.players.patches[1][0] = [5, 0, 3, 4])],
    ["players.patches", "too few", (e) => e.players.patches.pop()],
    ["players.patches", "of two rectangles without a cut", (e) => e.players.patches[1].push([0, 0, 1, 1])],
    ["players.cut", "of no known way", (e) => (e.players.cut = "triangles")],
    [
      "players.patches",
      "of overlapping superpixels",
      (e) => Object.assign(e.players, { cut: "superpixels" }).patches[1].push([0, 0, 1, 1]),
    ],
    [
      "players.patches",
      "of superpixels in pieces",
      (e) => {
        e.players.cut = "superpixels";
        e.players.patches[0] = [
          [0, 0, 4, 3],
          [0, 3, 3, 1],
        ];
        e.players.patches[3].push([3, 3, 1, 1]);
      },
    ],
    ["players.patches.1", "of a rectangle that is none", (e) => (e.players.patches[1] = [[0, 0, 1]])],
    ["players.patches.1", "of no rectangle", (e) => (e.players.patches[1] = [])],
    ["layers", "none", (e) => (e.layers = [])],
    ["layers", "too many", (e) => (e.layers = new Array(258).fill(e.layers[0]))],
    ["layers", "values at one layer only", (_, layer) => delete layer.values],
    ["layers.1.values", "too few values", (_, layer) => layer.values.pop()],
    ["layers.1.values", "a value that is none", (_, layer) => (layer.values[3] = null)],
    ["layers.1.vEmpty", "not the first value", (_, layer) => (layer.vEmpty += 0.1)],
    ["layers.1.vFull", "not the last value", (_, layer) => (layer.vFull += 0.1)],
    ["layers.1.rebuildMaxAbs", "not what the values give", (_, layer) => (layer.rebuildMaxAbs *= 0.9)],
    ["layers.1.kappa", "not its share of the range", (_, layer) => (layer.kappa *= 1.1)],
    ["layers.1.tau", "not its share of the largest effect", (_, layer) => (layer.tau *= 1.1)],
    ["layers.1.objective", "not the sum of the effects", (_, layer) => (layer.objective *= 1.1)],
    ["layers.1.bound", "above the objective", (_, layer) => (layer.bound = 1.1 * layer.objective)],
    ["layers.1.gap", "not between bound and objective", (_, layer) => (layer.gap = 0.5)],
    ["layers.1.and", "a mask of no patch", (_, layer) => layer.and.unshift([0, 1])],
    ["layers.1.and", "a mask of more patches", (_, layer) => layer.and.push([16, 1])],
    ["layers.1.and", "masks out of order", (_, layer) => layer.and.reverse()],
    ["layers.1.and", "an effect of 0", (_, layer) => (layer.and[0][1] = 0)],
    ["layers.1.or", "an OR of one patch", (_, layer) => layer.or.unshift([1, 1])],
    ["layers.1.scale", "no scale", (_, layer) => (layer.scale = 0)],
    ["layers.1.probeAccuracy", "more than all", (_, layer) => (layer.probeAccuracy = 1.01)],
    ["tracks", "no list", (e) => (e.tracks = { length: 1 })],
    ["baseline", "unknown", (e) => (e.baseline = "grey")],
    ["target.top", "four", (e) => e.target.top.push(e.target.top[0])],
  ])("is refused for %s: %s", async (field, _, bend) => expect(await blamed(bend)).toBe(`explorations.0.${field}`));

  it.each<[field: string, how: string, bend: (layer: Bent) => void]>([
    ["rebuildMaxAbs", "above kappa", (layer) => (layer.rebuildMaxAbs = 1.1 * layer.kappa)],
    ["vEmpty", "not explained by the constant", (layer) => (layer.vEmpty += 3 * layer.kappa)],
    ["vFull", "not explained by the effects", (layer) => (layer.vFull += 3 * layer.kappa)],
  ])("without scores is refused for %s: %s", async (field, _, bend) => {
    expect(await blamed(withoutValues)).toBeNull();
    expect(
      await blamed((exploration, layer) => {
        withoutValues(exploration);
        bend(layer);
      }),
    ).toBe(`explorations.0.layers.1.${field}`);
  });

  it("is refused where its effects are rounded by more than a fiftieth, and says so", async () => {
    const rounded = (effectError: number): Promise<unknown> => {
      const document = structuredClone(original);
      document.explorations[0].effectError = effectError;
      return readStrataFile(fileOf(JSON.stringify(document))).then(
        () => null,
        (error: unknown) => error,
      );
    };
    expect(await rounded(0.02)).toBeNull();
    expect(await rounded(0.021)).toMatchObject({
      name: "FileError",
      code: "too-coarse",
      context: { percent: 2, percentMax: 2 },
    });
    expect(await rounded(1)).toMatchObject({ code: "too-coarse", context: { percent: 100 } });
  });

  it("with scores is refused when the effects do not explain them", async () => {
    expect(
      await blamed((_, layer) => {
        layer.values[5] += 3 * layer.kappa;
        layer.rebuildMaxAbs = 4 * layer.kappa;
      }),
    ).toMatch(/^explorations\.0\.layers\.1\.(kappa|rebuildMaxAbs)$/);
  });

  it("is compared as closely as its effects are exact", async () => {
    const rough = JSON.parse(
      jsonOf(await writeStrataFile([{ ...ordinary, snapshot: lossy(ordinary.snapshot) }], { values: false })),
    );
    expect(await blamed(() => undefined, rough)).toBeNull();
    expect(await blamed((exploration) => (exploration.effectError = 0), rough)).toMatch(
      /^explorations\.0\.layers\.\d\.objective$/,
    );
  });
});
