import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { earlierText } from "./earlier.fixture.ts";
import { fromText, toText, type Blocks, type EarlierBlocks } from "./frame.ts";
import { MAX_TEXT } from "./seal.ts";
import { sealed } from "./sealed.fixture.ts";

const refused = (code: string) => expect.objectContaining({ name: "LinkError", code }) as Error;
const blocks: Blocks = {
  version: 6,
  text: new TextEncoder().encode("[1,2,3]"),
  code: Uint8Array.of(1, 2, 255),
  image: Uint8Array.of(2, 0, 255, 9),
};
const earlier: EarlierBlocks = {
  version: 1,
  header: new TextEncoder().encode("[1,2,3]"),
  levels: Uint8Array.of(1, 2, 255),
  certainty: new Uint8Array(0),
  image: Uint8Array.of(2, 0, 255, 9),
};
const text = (await toText(blocks))!;
const textOf = (...bytes: number[]): string => Buffer.from(bytes).toString("base64url");

const random = mulberry32(1);
/** Bytes that cannot be compressed. */
const noise = () => Math.floor(256 * random());

const content = Buffer.from(text, "base64url").subarray(5);

it("comes back whole, in characters that addresses may hold", async () => {
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(await fromText(text)).toEqual(blocks);
  expect(sealed(content)).toBe(text);
  const estimate = { ...blocks, version: 7 } as const;
  expect(await fromText((await toText(estimate))!)).toEqual(estimate);
});

it("comes back whole of earlier versions", async () => {
  for (const version of [1, 2, 3] as const)
    expect(await fromText(await earlierText({ ...earlier, version }))).toEqual({ ...earlier, version });
  for (const certainty of [Uint8Array.of(8, 255, 0), new Uint8Array(0)]) {
    const fourth = { ...earlier, version: 4, certainty } as const;
    expect(await fromText(await earlierText(fourth))).toEqual(fourth);
  }
});

describe("fromText", () => {
  it("knows a newer version before it looks at anything else", async () => {
    await expect(fromText(textOf(10))).rejects.toThrow(refused("newer-version"));
    await expect(fromText(textOf(255, 1, 2, 3, 4, 5, 6, 7))).rejects.toMatchObject({
      code: "newer-version",
      context: { version: 255, newest: 9 },
    });
  });

  it("refuses too long a text as such, whatever it holds", async () => {
    await expect(fromText("A".repeat(MAX_TEXT + 1))).rejects.toThrow(refused("too-long"));
  });

  it.each([
    ["nothing", ""],
    ["version 0", textOf(0, ...Buffer.from(text, "base64url").subarray(1))],
    ["a version alone", textOf(1)],
    ["base64 of the other kind", `${text.slice(0, -4)}+/AA`],
    ["padding", `${text.slice(0, -2)}==`],
    ["a space", `${text.slice(0, -1)} `],
    ["a line's end", `${text}\n`],
    ["a character too many", `${text}A`],
    ["half of it", text.slice(0, text.length / 2)],
    ["other letters", "片".repeat(40)],
  ])("refuses %s", async (_, wrong) => {
    await expect(fromText(wrong)).rejects.toThrow(refused("damaged"));
  });

  it("refuses a last character that differs in bits without a meaning", async () => {
    const whole = (await toText({ ...blocks, image: Uint8Array.of(2, 0, 255) }))!;
    const spare = [whole, text].find(({ length }) => length % 4 !== 0)!;
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const altered = spare.slice(0, -1) + alphabet[alphabet.indexOf(spare.at(-1)!) + 1]!;
    expect(Buffer.from(altered, "base64url")).toEqual(Buffer.from(spare, "base64url"));
    await expect(fromText(altered)).rejects.toThrow(refused("damaged"));
  });

  it.each<[string, Uint8Array]>([
    ["a block cut short", Buffer.concat([Uint8Array.of(5), content.subarray(1, 6)])],
    ["a length past the end", Buffer.concat([Uint8Array.of(127), content.subarray(1)])],
    ["bytes that were never compressed", Uint8Array.of(3, 1, 2, 3, 3, 1, 2, 3)],
    ["no block", new Uint8Array(0)],
    ["too large an image", Buffer.concat([content, Buffer.alloc(2 ** 15)])],
  ])("refuses %s, the checksum being right", async (_, wrong) => {
    await expect(fromText(sealed(wrong))).rejects.toThrow(refused("damaged"));
    await expect(fromText(sealed(wrong, 1))).rejects.toThrow(refused("damaged"));
  });

  it("refuses blocks that are small and become huge", async () => {
    const bomb = deflateSync(new Uint8Array(40_000_000), { level: 9 });
    expect(bomb.length).toBeLessThan(40_000);
    const length = Uint8Array.of((bomb.length % 128) | 128, ((bomb.length >> 7) % 128) | 128, bomb.length >> 14);
    const small = Uint8Array.from([...content.subarray(0, 1 + content[0]!)]);
    await expect(fromText(sealed(Buffer.concat([length, bomb])))).rejects.toMatchObject({
      code: "damaged",
      context: { problem: "too-large block" },
    });
    await expect(fromText(sealed(Buffer.concat([small, length, bomb]), 1))).rejects.toMatchObject({
      code: "damaged",
      context: { problem: "too-large block" },
    });
  }, 10_000);
});

describe("toText", () => {
  it.each<[string, Partial<Blocks>]>([
    ["text", { text: new Uint8Array(2 ** 16 + 1) }],
    ["image", { image: new Uint8Array(2 ** 15 + 2) }],
    ["whole", { code: Uint8Array.from({ length: 60_000 }, noise) }],
  ])("answers null to a longer %s than is read", async (_, part) => {
    expect(await toText({ ...blocks, ...part })).toBeNull();
  });
});
