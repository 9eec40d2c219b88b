import { describe, expect, it } from "vitest";
import { decompose, explain, openNetwork, readStrata, StrataError, writeStrata } from "./node.ts";

const pixels = { width: 3, height: 2, data: new Uint8Array(18) };
const image = pixels;

/** What a promise was refused with: what every program is told of a mistake. */
async function refusal(of: () => Promise<unknown>): Promise<readonly [code: string, message: string]> {
  const error: unknown = await of().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StrataError);
  const { code, message } = error as StrataError;
  return [code, message];
}

describe("what explain is given", () => {
  it.each([
    [undefined, "bad-option", "what explain is given must be an object such as {image}, and is undefined."],
    [null, "bad-option", "what explain is given must be an object such as {image}, and is null."],
    ["a.png", "bad-option", 'what explain is given must be an object such as {image}, and is the text "a.png".'],
    [{}, "bad-image", "image is missing."],
    [{ image: 5 }, "bad-image", /^image must be pixels .* and is 5\.$/],
    [{ image: null }, "bad-image", /^image must be pixels .* and is null\.$/],
    [{ image: [1, 2] }, "bad-image", /^image must be pixels .* and is a list\.$/],
    [{ image: new Float32Array(4) }, "bad-image", /and is of the kind Float32Array\.$/],
    [{ image: { width: 3, height: 2 } }, "bad-image", /^image must be pixels .* and is an object\.$/],
    [{ image: { ...pixels, data: [1] } }, "bad-image", /^image\.data must be a Uint8Array or .* and is a list\.$/],
    [{ image: { ...pixels, data: "00" } }, "bad-image", /^image\.data must be .* and is the text "00"\.$/],
    [{ image: { ...pixels, data: new Float32Array(18) } }, "bad-image", /^image\.data .* kind Float32Array\.$/],
    [{ image: { data: pixels.data, height: 2 } }, "bad-image", "image.width is missing."],
    [{ image: { ...pixels, width: 0 } }, "bad-image", "image.width must be a whole number from 1 on, and is 0."],
    [{ image: { ...pixels, height: 1.5 } }, "bad-image", "image.height must be a whole number, and is 1.5."],
    [
      { image: { ...pixels, height: 3 } },
      "bad-image",
      "image must have 3 or 4 bytes in data for each of 3 x 3 pixels, and has 18.",
    ],
    [{ image: new URL("http://localhost/a.png") }, "no-file-url", /^image must be a path or a file: URL, and is http:/],
    [{ image, network: new URL("https://localhost/a.onnx") }, "no-file-url", /^network must be a path or a file: URL/],
    [{ image, network: 5 }, "bad-network", /^network must be what openNetwork gave, .* and is 5\.$/],
    [{ image, network: null }, "bad-network", /^network must be .* and is null\.$/],
    [{ image, network: {} }, "bad-network", "network.manifest is missing."],
    [{ image, network: { manifest: {}, probes: [] } }, "bad-network", /^network\.probes must be a file's bytes/],
    [{ image, name: 5 }, "bad-option", "name must be a text, and is 5."],
    [{ image, signal: {} }, "bad-option", "signal must be an AbortSignal, and is an object."],
    [{ image, onProgress: 5 }, "bad-option", "onProgress must be a function, and is 5."],
    [{ image, certainty: "no" }, "bad-option", 'certainty must be true or false, and is the text "no".'],
    [{ image, values: 1 }, "bad-option", "values must be true or false, and is 1."],
    [{ image, crop: {} }, "bad-option", "crop.x is missing."],
    [{ image, crop: "1,2,3" }, "bad-option", /^crop must be \{x, y, size\} .* and is the text "1,2,3"\.$/],
    [{ image, crop: { x: 0.5, y: 0, size: 1 } }, "bad-option", "crop.x must be a whole number, and is 0.5."],
    [{ image, crop: { x: 0, y: 0, size: 0 } }, "bad-option", "crop.size must be a whole number from 1 on, and is 0."],
    [{ image, crop: { x: 0, y: 0, size: 1, z: 1 } }, "unknown-option", "explain has no option crop.z."],
    [
      { image, colour: 1 },
      "unknown-option",
      /^explain has no option colour; it has image, network, name, .*, values\.$/,
    ],
    [{ image, grid: ["2x2"] }, "bad-option", "grid must be a text, and is a list."],
    [{ image, target: {} }, "bad-option", "target must be a class's label or its index, and is an object."],
    [{ image, kappa: "0.1" }, "bad-option", 'kappa must be a number, and is the text "0.1".'],
    [{ image, kappa: Number.NaN }, "bad-option", "kappa must be a number, and is NaN."],
    [{ image, tau: 2 }, "bad-fraction", "tau 2 is not a number from 0 to 1, written like 0.04."],
    [{ image, seed: 1n }, "bad-option", "seed must be a number, and is the bigint 1."],
  ])("mistake %# is refused", async (options, code, message) => {
    const [told, sentence] = await refusal(() => explain(options as never));
    expect(sentence).toMatch(message);
    if (typeof message === "string") expect(sentence).toBe(message);
    expect(told).toBe(code);
  });

  it("may be bytes and objects of another realm, where instanceof says no", async () => {
    const { runInNewContext } = await import("node:vm");
    const foreign = runInNewContext("({ width: 3, height: 2, data: new Uint8Array(18).fill(200) })") as never;
    const options = { network: "glass-box", name: "", grid: "1x2" };
    const [there, here] = [
      await explain({ ...options, image: foreign }),
      await explain({ ...options, image: { width: 3, height: 2, data: new Uint8Array(18).fill(200) } }),
    ];
    expect(there.layers).toEqual(here.layers);
  });
});

describe("what the other functions are given", () => {
  it.each([
    [undefined, "v must be a list of scores, v[mask], and is undefined."],
    ["12", 'v must be a list of scores, v[mask], and is the text "12".'],
    [{}, "v must be a list of scores, v[mask], and is an object."],
    [[1, 2, 3], "v: length must be 2^n with n from 1 to 16, got 3."],
    [{ length: 1e9 }, "v: length must be 2^n with n from 1 to 16, got 1000000000."],
    [
      JSON.parse(JSON.stringify([0, Number.NaN])),
      "v[1] must be a finite number, and is null, which is what JSON makes of NaN and Infinity.",
    ],
    [[null, null], /^v\[0\] must be a finite number, and is null/],
    [[true, false], "v[0] must be a finite number, and is true."],
    [[0, [1]], "v[1] must be a finite number, and is a list."],
    [[0, "1"], 'v[1] must be a finite number, and is the text "1".'],
    [[1n, 2n], "v[0] must be a finite number, and is the bigint 1."],
    [new BigInt64Array(2), "v[0] must be a finite number, and is the bigint 0."],
    [new Float64Array([0, Infinity]), "v[1] must be a finite number, and is Infinity."],
    // eslint-disable-next-line no-sparse-arrays
    [[, 1], "v[0] must be a finite number, and is undefined."],
  ])("decompose: scores number %# are refused", async (scores, message) => {
    const [code, sentence] = await refusal(() => decompose(scores as never));
    expect(sentence).toMatch(message);
    if (typeof message === "string") expect(sentence).toBe(message);
    expect(code).toBe("bad-scores");
  });

  it("decompose takes numbers of any list, and refuses options that are none", async () => {
    const { and, constant } = await decompose([1, 3], { kappa: 0 });
    expect([and, constant]).toEqual([[[1, 2]], 1]);
    expect(await decompose(Float32Array.of(1, 3), { kappa: 0 })).toMatchObject({ and, constant });
    expect(await decompose({ length: 2, 0: 1, 1: 3 }, { kappa: 0 })).toMatchObject({ and, constant });
    expect(await refusal(() => decompose([1, 3], null as never))).toEqual([
      "bad-option",
      "what decompose is given must be an object such as {kappa: 0.04}, and is null.",
    ]);
    expect(await refusal(() => decompose([1, 3], { tau: 1 } as never))).toEqual([
      "unknown-option",
      "decompose has no option tau; it has signal, kappa, kappaOf.",
    ]);
    expect((await refusal(() => decompose([1, 3], { kappaOf: "noise" } as never)))[0]).toBe("bad-choice");
  });

  it("networks and files are refused by their names", async () => {
    expect((await refusal(() => openNetwork(5 as never)))[1]).toMatch(/^network must be .* and is 5\.$/);
    expect(await refusal(() => openNetwork({ manifest: 5 } as never))).toEqual([
      "bad-manifest",
      expect.stringContaining("manifest"),
    ]);
    expect(await refusal(() => readStrata("a.strata" as never))).toEqual([
      "bad-file",
      `file must be a file's bytes (Uint8Array, ArrayBuffer or Blob), and is the text "a.strata".`,
    ]);
    for (const explorations of [undefined, 5, [5], [1n]])
      expect((await refusal(() => writeStrata(explorations as never)))[1]).toMatch(/\.$/);
  });
});
