import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableJson } from "./printable.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });

describe("printable", () => {
  it.each([
    ["\u001b[2J\u0007x", "�[2J�x"],
    ["\u009b31mred", "�31mred"],
    ["photo\u202egnp.exe", "photo�gnp.exe"],
    ["\u2066a\u2069\u200e\u200f\u061c", "�a����"],
    ["two\r\nlines\u2028\u2029\u0085", "two��lines���"],
    ["zero\u200bwidth\ufeff\u00ad", "zero�width��"],
    ["tag \u{e0041}", "tag �"],
    ["half \ud800", "half �"],
    ["Ünïcödé 层 صورة 👍", "Ünïcödé 层 صورة 👍"],
    ["می\u200cخواهم 👩\u200d🔬", "می\u200cخواهم 👩\u200d🔬"],
  ])("makes of %j %j", (raw, clean) => {
    expect(printable(raw)).toBe(clean);
  });

  it("leaves nothing that a terminal acts on, and is content with what it made", () => {
    fc.assert(
      fc.property(text, (raw) => {
        const clean = printable(raw);
        // The rule, told another way: by code.
        expect(
          Array.from(clean).some((character) => character < " " || (character >= "\u007f" && character <= "\u009f")),
        ).toBe(false);
        expect(clean).not.toMatch(/[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
        expect(printable(clean)).toBe(clean);
        expect(clean.length).toBeLessThanOrEqual(raw.length);
      }),
    );
  });
});

describe("printableJson", () => {
  it("means the same", () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const json = printableJson(JSON.stringify(texts, null, 1));
        expect(JSON.parse(json)).toEqual(texts);
        expect(printable(json.replaceAll("\n", ""))).toBe(json.replaceAll("\n", ""));
      }),
    );
  });
});
