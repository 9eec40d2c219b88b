import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { gridPlayers } from "../../core/patches.ts";
import { joined } from "../../platform/joined.ts";
import { createJsonGuard } from "./bounded-json.ts";
import { fileOf, jsonOf, ordinary } from "./entry.fixture.ts";
import { FileError } from "./file-error.ts";
import { readStrataFile } from "./read.ts";
import { writeStrataFile } from "./write.ts";

/** How a file is refused; null when it is opened. */
async function refusal(bytes: Uint8Array): Promise<FileError | null> {
  const outcome = await readStrataFile(bytes).catch((error: unknown) => error);
  if (Array.isArray(outcome)) return null;
  expect(outcome).toBeInstanceOf(FileError);
  return outcome as FileError;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const whole = await writeStrataFile([ordinary, { ...ordinary, name: "again" }], { values: true });
const withoutScores = await writeStrataFile([ordinary], { values: false });

describe("a file that says something twice", () => {
  it("is refused by the name of the field, wherever it stands and however it is written", async () => {
    const json = jsonOf(whole);
    const twice: [string, string, string][] = [
      ["tauFraction", '"tauFraction":', '"tauFraction":0.5,"tauFraction":'],
      ["version", '{"format":"strata",', '{"format":"strata","version":1,'],
      ["sha256", '"sha256":', '"sha\\u0032\\u00356":"","sha256":'],
      ["name", '"image":{', '"image":{"name":"other","x":{"name":[{"name":1}]},'],
      ["a", '"players":{', '"x":[{"a":1},{"a":2,"b":{"a":3},"a":4}],"players":{'],
    ];
    for (const [field, from, to] of twice) {
      expect(json).toContain(from);
      const changed = json.replace(from, to);
      for (const bytes of [fileOf(changed), new TextEncoder().encode(changed), Buffer.from(changed, "utf16le")])
        expect([field, await refusal(bytes)]).toEqual([
          field,
          expect.objectContaining({ code: "given-twice", context: { field } }),
        ]);
    }
    expect(await refusal(new TextEncoder().encode('{"a":1,"a":2}'))).toMatchObject({ code: "not-strata" });
  });

  it("is found in pieces of any length", () => {
    const bytes = new TextEncoder().encode(
      '{"a":["b","b",{"n\\u0061me":"\\"a","x":{"name":1}}],"b":{"a":2},"层":1,"name":3,"\\u5c42":1}',
    );
    for (let length = 1; length < bytes.length; length++) {
      const guard = createJsonGuard();
      expect(() => {
        for (let at = 0; at < bytes.length; at += length) guard(bytes.subarray(at, at + length));
      }).toThrow(expect.objectContaining({ code: "given-twice", context: { field: "层" } }));
    }
  });
});

describe("a bomb", () => {
  const head = '{"format":"strata","version":1,"explorations":[';
  it("is refused before it has gone off: zeros that grow a thousandfold", async () => {
    const zeros = new Uint8Array(
      gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(2 ** 26, "0,")]), { level: 9 }),
    );
    expect(zeros.length).toBeLessThan(2 ** 17);
    expect(await refusal(zeros)).toMatchObject({ code: "too-large", context: { megabytesMax: expect.any(Number) } });
  });

  it("is refused before it is parsed: brackets without end, one within another or side by side", async () => {
    expect(await refusal(fileOf(head + "[".repeat(2 ** 24)))).toMatchObject({
      code: "damaged",
      cause: expect.any(RangeError),
    });
    expect(await refusal(fileOf(`${head}${"[],".repeat(2 ** 22)}0]}`))).toMatchObject({
      code: "damaged",
      cause: expect.any(RangeError),
    });
    expect(await refusal(fileOf('{"a":'.repeat(2 ** 20)))).toMatchObject({ code: "not-strata" });
  });

  it("is refused while it is read, and never parsed: lists as dense as an exploration's, texts without end, fields and numbers by the million", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const bombs: [string, string, string][] = [
      ["lists", "[1,2,3],".repeat(6.5e6), "too-large"],
      ["numbers", "0,".repeat(5.1e7), "too-large"],
      ["fields", `{"abcd":1,"a":1,"b":1,"c":1},`.repeat(2.5e6), "too-large"],
      ["fields of one object", `{${Array.from({ length: 1e5 }, (_, i) => `"${i}":1,`).join("")}`, "damaged"],
      ["a name", `{"${"a".repeat(2 ** 20)}":1}`, "damaged"],
      ["a text", `"${"a".repeat(2 ** 24)}`, "damaged"],
      ["an escaped text", `"${"\\u0041".repeat(2 ** 22)}`, "damaged"],
    ];
    for (const [what, content, code] of bombs) {
      // Noise enough that the file is not refused for how much it grows.
      const noise = randomBytes(content.length / 30);
      const zipped = new Uint8Array(gzipSync(Buffer.concat([Buffer.from(head + content), noise]), { level: 1 }));
      expect([what, await refusal(zipped)]).toEqual([what, expect.objectContaining({ code })]);
      expect([what, await refusal(new TextEncoder().encode(head + content))]).toEqual([
        what,
        expect.objectContaining({ code }),
      ]);
    }
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it("is refused by its size where it is plain JSON, before it is looked through", async () => {
    const plain = new Uint8Array(2 ** 25 + 1).fill(0x20);
    plain.set(new TextEncoder().encode(head));
    expect(await refusal(plain)).toMatchObject({ code: "too-large", context: { megabytesMax: 32 } });
    expect(await refusal(plain.subarray(1))).toMatchObject({ code: "not-strata" });
  });

  it("is refused where its lists would take many times its own size once parsed", () => {
    const guard = (item: string, bytes: number): (() => void) => {
      const json = new TextEncoder().encode(`{"a":[${item.repeat(bytes / item.length)}0]}`);
      return () => createJsonGuard()(json);
    };
    const most = 2 ** 25;
    for (const item of ["1,", "[1,2,3],"])
      expect(guard(item, most)).toThrow(expect.objectContaining({ code: "too-large" }));
    for (const item of [
      "-1.2345678901234567,",
      "[12345,0.123456789012345],",
      "0.5,0.25,",
      "[1,0.125,0.0625,0.2,0.875],",
    ])
      expect(guard(item, most)).not.toThrow();
  });

  it("is refused before its effects are laid out: a few bytes for 2^16 of them, again and again", async () => {
    const [exploration] = (JSON.parse(jsonOf(withoutScores)) as { explorations: { [key: string]: Json }[] })
      .explorations;
    const { patches } = gridPlayers(4, 4, 8, 8);
    const layer = {
      ...(exploration!["layers"] as { [key: string]: Json }[])[0],
      constant: 0,
      vEmpty: 0,
      vFull: 0,
      objective: 0,
      bound: 0,
      gap: 0,
      tau: 0,
      rebuildMaxAbs: 0,
      and: [],
      or: [],
    };
    const silent = {
      ...exploration,
      players: { n: 16, rows: 4, cols: 4, patches },
      layers: new Array(64).fill(layer),
    };
    const document = (count: number): Uint8Array =>
      fileOf(`${head}${new Array(count).fill(JSON.stringify(silent)).join()}]}`);
    expect(await refusal(document(1))).toBeNull();
    expect(await refusal(document(17))).toMatchObject({ code: "too-large", context: { megabytesMax: 1024 } });
  });

  it("is refused as an image: pixels that grow a thousandfold", async () => {
    const document = JSON.parse(jsonOf(withoutScores));
    document.explorations[0].image.png = "A".repeat(2 ** 22);
    expect(await refusal(fileOf(JSON.stringify(document)))).toMatchObject({
      code: "damaged",
      context: { field: "explorations.0.image.png" },
    });
  });
});

describe("something else", () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  it.each([
    ["text", text("hello")],
    ["an image", text("\u0089PNG\r\n")],
    ["other JSON", text('{"format":"strata-summary","version":1}')],
    ["a list", text("[]")],
    ["null", text("null")],
    ["zipped text", fileOf("hello")],
    ["zipped bytes", new Uint8Array(gzipSync(Uint8Array.of(0xff, 0xfe, 0)))],
    ["a format by inheritance", text('{"__proto__":{"format":"strata","version":1,"explorations":[]}}')],
  ])("is told apart: %s", async (_, bytes) => expect(await refusal(bytes)).toMatchObject({ code: "not-strata" }));

  it.each([
    ["nothing", new Uint8Array(0)],
    ["nothing, zipped", new Uint8Array(gzipSync(""))],
    ["only a mark", Uint8Array.of(0xef, 0xbb, 0xbf)],
  ])("is said to be empty: %s", async (_, bytes) => expect(await refusal(bytes)).toMatchObject({ code: "empty" }));

  it.each([
    ["a gzip with a byte behind it", joined([whole, Uint8Array.of(0)])],
    ["two gzips", joined([whole, whole])],
    ["half a gzip", whole.subarray(0, whole.length / 2)],
    ["the beginning of a gzip", whole.subarray(0, 2)],
    ["half of the JSON", text(jsonOf(whole).slice(0, 5000))],
    ["no version", text('{"format":"strata"}')],
    ["version nought", text('{"format":"strata","version":0}')],
    ["half a version", text('{"format":"strata-exploration","version":1.5}')],
    ["no explorations", text('{"format":"strata","version":1}')],
    ["one that is none", text('{"format":"strata","version":1,"explorations":[{}]}')],
    [
      "letters that are none",
      new Uint8Array(
        gzipSync(
          Buffer.concat([Buffer.from('{"format":"strata","version":1,"x":"'), Buffer.of(0xff), Buffer.from('"}')]),
        ),
      ),
    ],
  ])("is not what is only damaged: %s", async (_, bytes) =>
    expect(await refusal(bytes)).toMatchObject({ code: "damaged" }),
  );
});

describe("a newer version", () => {
  it.each([
    ["strata", 1, { format: "strata", version: 2, content: "unknown" }],
    ["strata-exploration", 9, { format: "strata-exploration", version: 10 }],
    [
      "strata-exploration",
      9,
      { format: "strata", version: 1, explorations: [{ format: "strata-exploration", version: 10 }] },
    ],
  ])("is told apart: of %s", async (format, newest, document) => {
    expect(await refusal(fileOf(JSON.stringify(document)))).toMatchObject({
      code: "newer-version",
      context: { format, version: newest + 1, newest },
    });
  });
});

describe("a file of objects with many names", () => {
  it("is given up before it is parsed: each name takes more memory than its text", () => {
    const fields = new TextEncoder().encode(
      `{"format":"strata","version":1,"explorations":[{${'"k1234":0,'.repeat(3_200_000)}"z":0}]}`,
    );
    expect(() => createJsonGuard()(fields)).toThrow(FileError);
  });
});
