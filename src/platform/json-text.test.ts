import { describe, expect, it } from "vitest";
import { asUtf8 } from "./json-text.ts";

const text = '{"n":1,"name":"层 ü 👍"}';
const utf16 = (order: "le" | "be", mark: boolean): Uint8Array => {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("asUtf8", () => {
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16, low byte first, with a mark", utf16("le", true)],
    ["UTF-16, high byte first, with a mark", utf16("be", true)],
    ["UTF-16, low byte first", utf16("le", false)],
    ["UTF-16, high byte first", utf16("be", false)],
  ])("reads %s", (_, bytes) => {
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(asUtf8(bytes))).toBe(text);
  });

  it("leaves what is neither as it is", () => {
    for (const bytes of [[], [0], [0xff], [0xfe], [0, 0, 1], [0x1f, 0x8b], [0xef, 0xbb]])
      expect(Array.from(asUtf8(Uint8Array.from(bytes)))).toEqual(bytes);
  });
});
