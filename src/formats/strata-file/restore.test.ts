import { describe, expect, it } from "vitest";
import { toBase64 } from "../../platform/base64.ts";
import { encodePng } from "../../images/png.ts";
import { fileOf, jsonOf, lossy, ordinary } from "./entry.fixture.ts";
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
