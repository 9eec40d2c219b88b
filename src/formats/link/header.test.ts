import { describe, expect, it } from "vitest";
import { packHeader } from "./earlier.fixture.ts";
import { checkedHeader, headerOf, packText, textOf, unpackHeader, unpackText } from "./header.ts";
import { linkedEstimate, linkedSnapshot, ORDINARY } from "./linked.fixture.ts";

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test bends fields of any kind */
type Bent = any;
const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;
const tooLong = expect.objectContaining({ name: "LinkError", code: "too-long" }) as Error;
const snapshot = linkedSnapshot(ORDINARY);
const steps = { count: 1000, effectError: 0.0005, largest: snapshot.layers.map(() => 1.5) };
const bytes = packHeader(snapshot, steps);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a header of picked cells", () => {
  const of = (cells: readonly unknown[], others: unknown, rows = 8): Uint8Array => {
    const bent = JSON.parse(new TextDecoder().decode(bytes)) as Bent;
    bent[2] = [rows, 8, cells, others];
    return bytesOf(JSON.stringify(bent));
  };

  it("comes back", () => {
    expect(unpackHeader(of([9, 10, 54], "shown"))[2]).toEqual([8, 8, [9, 10, 54], "shown"]);
  });

  it.each<[string, Uint8Array]>([
    ["out of order", of([10, 9], "hidden")],
    ["twice the same", of([9, 9], "hidden")],
    ["one alone", of([9], "hidden")],
    [
      "too many",
      of(
        Array.from({ length: 17 }, (_, i) => i),
        "hidden",
      ),
    ],
    ["outside the grid", of([9, 64], "hidden")],
    ["half a cell", of([9, 9.5], "hidden")],
    ["all that there are", of([0, 1, 2, 3, 4, 5, 6, 7], "hidden", 1)],
    ["others of another kind", of([9, 10], "grey")],
    ["others left out", of([9, 10], undefined)],
    ["a grid too fine", of([9, 10], "hidden", 17)],
  ])("is refused for cells %s", (_, wrong) => {
    expect(() => unpackHeader(wrong)).toThrow(damaged);
  });
});

describe("headerOf", () => {
  it("rounds measured numbers to 18 binary digits, shares to four decimal ones, and leaves fractions as they are", () => {
    const third = {
      ...snapshot,
      tauFraction: 1 / 3,
      kappaFraction: 2 / 3,
      layers: snapshot.layers.map((layer) => ({ ...layer, vFull: 1e5 / 3, scale: 0.75, probeAccuracy: 2 / 3 })),
    };
    const [, , , , , asked, , [row]] = headerOf(third, steps);
    expect(asked).toEqual(["blur", 1 / 3, 2 / 3, "range"]);
    // 33,333.33 lies between 2^15 and 2^16: its last place is a quarter.
    expect([row![1], row![3], row![7]]).toEqual([0.6667, 0.75, 33333.25]);
  });

  it("has its text come back from JSON, which says no number that is measured", () => {
    const text = textOf(headerOf(snapshot, steps));
    expect(unpackText(packText(text))).toEqual(text);
    expect(text.flat(3)).not.toContain(snapshot.model.sha256);
    expect(() => unpackText(bytesOf(JSON.stringify([...text, 0])))).toThrow(damaged);
    expect(() => unpackText(bytesOf(JSON.stringify([...text.slice(0, -1), []])))).toThrow(damaged);
  });

  it("keeps the beginning of a long image name, in whole characters", () => {
    const named = (name: string): string => headerOf({ ...snapshot, image: { ...snapshot.image, name } }, steps)[1][0];
    expect(named(`${"x".repeat(100)}.jpg`)).toBe("x".repeat(80));
    expect(named(`${"x".repeat(79)}🖼.jpg`)).toBe("x".repeat(79));
    expect(named(`${"x".repeat(78)}🖼.jpg`)).toBe(`${"x".repeat(78)}🖼`);
  });

  it("refuses more than is read", () => {
    const layers = new Array(65).fill(snapshot.layers[0]) as typeof snapshot.layers;
    expect(() => headerOf({ ...snapshot, layers }, { ...steps, largest: layers.map(() => 1) })).toThrow(tooLong);
    expect(() => headerOf({ ...snapshot, model: { ...snapshot.model, name: "x".repeat(201) } }, steps)).toThrow(
      tooLong,
    );
  });

  it("is of more patches where all of it is estimated from a sample of masks", () => {
    const estimate = headerOf(linkedEstimate({ ...ORDINARY, rows: 16, cols: 16, concepts: 9, halves: 0 }), steps);
    expect(checkedHeader(estimate, true)).toEqual(estimate);
    expect(() => checkedHeader(estimate, false)).toThrow(damaged);
    const [first, ...others] = estimate[7];
    const bent = (change: (copy: Bent) => void): unknown => {
      const copy = structuredClone(estimate);
      change(copy);
      return copy;
    };
    expect(others.length).toBeGreaterThan(0);
    for (const wrong of [
      bent((copy) => (copy[7][0] = [...first!.slice(0, 13), "A", ...first!.slice(14)])),
      bent((copy) => (copy[5][3] = "debiased")),
      bent((copy) => (copy[2] = [16, 17])),
    ])
      expect(() => checkedHeader(wrong, true)).toThrow(damaged);
  });
});

describe("unpackHeader", () => {
  it.each<[string, (header: Bent) => void]>([
    ["a field too many", (h) => h.push(0)],
    ["a field too few", (h) => h.pop()],
    ["a hash that is none", (h) => (h[0][1] = "A".repeat(64))],
    ["an address without encryption", (h) => (h[0][2] = "http://example.org/net.onnx")],
    ["an address that is a script", (h) => (h[0][2] = "javascript:alert(1)")],
    ["an address with a password", (h) => (h[0][2] = "https://me:secret@example.org/")],
    ["an endless address", (h) => (h[0][2] = `https://example.org/${"x".repeat(2048)}`)],
    ["an input of no width", (h) => (h[0][3] = [0, 24])],
    ["an input of half a pixel", (h) => (h[0][3] = [32, 24.5])],
    ["a colour above white", (h) => (h[0][4][1] = 1.01)],
    ["a long image name", (h) => (h[1][0] = "x".repeat(81))],
    ["17 patches", (h) => (h[2] = [1, 17])],
    ["18 patches", (h) => (h[2] = [6, 3])],
    ["patches smaller than a pixel", (h) => Object.assign(h, { 0: [...h[0].slice(0, 3), [32, 1], h[0][4]] })],
    ["a class of no number", (h) => (h[3][0] = -1)],
    ["a probability above 1", (h) => (h[3][2] = 2)],
    ["four best classes", (h) => (h[4] = new Array(4).fill(h[3]))],
    ["an unknown baseline", (h) => (h[5][0] = "white")],
    ["unknown probes", (h) => (h[5][4] = "first")],
    ["an unknown rule", (h) => (h[5][3] = "toString")],
    ["a tau above 1", (h) => (h[5][1] = 1.5)],
    ["no steps", (h) => (h[6][0] = 0)],
    ["an error above 1", (h) => (h[6][1] = 1.1)],
    ["no layers", (h) => (h[7] = [])],
    ["65 layers", (h) => (h[7] = new Array(65).fill(h[7][0]))],
    ["33 layers of 16 patches", (h) => Object.assign(h, { 2: [4, 4], 7: new Array(33).fill(h[7][0]) })],
    ["a layer without a name", (h) => h[7][1].shift()],
    ["an accuracy above 1", (h) => (h[7][1][1] = 1.2)],
    ["a scale of 0", (h) => (h[7][1][3] = 0)],
    ["a score that is none", (h) => (h[7][1][6] = null)],
    ["an infinite score", (h) => (h[7][1][6] = 2e40)],
    ["a negative kappa", (h) => (h[7][1][9] = -1e-9)],
    ["a gap above 1", (h) => (h[7][1][12] = 1.01)],
    ["an unknown method", (h) => (h[7][1][13] = "C")],
    ["an estimate from a sample of masks", (h) => (h[7][1][13] = "sampled")],
    ["a negative largest effect", (h) => (h[7][1][14] = -1)],
  ])("refuses %s", (_, bend) => {
    const header = JSON.parse(new TextDecoder().decode(bytes)) as Bent;
    bend(header);
    expect(() => unpackHeader(bytesOf(JSON.stringify(header)))).toThrow(damaged);
  });

  it("refuses effects rounded by more than a fiftieth, and says so", () => {
    const rounded = (error: number): Uint8Array => packHeader(snapshot, { ...steps, effectError: error });
    expect(unpackHeader(rounded(0.02))[6]).toEqual([1000, 0.02]);
    for (const error of [0.020_001, 0.5, 1])
      expect(() => unpackHeader(rounded(error))).toThrow(
        expect.objectContaining({ name: "LinkError", code: "too-coarse" }) as Error,
      );
  });

  it.each([
    ["nothing", bytesOf("")],
    ["no list", bytesOf('{"0":1}')],
    ["no JSON", bytesOf("[1,")],
    ["a number past the largest", bytesOf(`[${"9".repeat(400)}]`)],
    ["brackets without end", bytesOf("[".repeat(60_000))],
    ["no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ])("refuses %s", (_, wrong) => {
    expect(() => unpackHeader(wrong)).toThrow(damaged);
  });
});
