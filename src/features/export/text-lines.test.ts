import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortened, textLines, type Measure } from "./text-lines.ts";

/** Every character as wide as the font is large. */
const square: Measure = (text, size) => [...text].length * size;
const lines = (text: string, characters: number) => textLines(text, { size: 10, width: 10 * characters }, square);

describe("textLines", () => {
  it("breaks between words and drops the spaces there", () => {
    expect(lines("one two three", 7)).toEqual(["one two", "three"]);
    expect(lines("one  two", 20)).toEqual(["one  two"]);
  });
  it("keeps together what a space that does not break joins", () => {
    expect(lines("about 80\u00a0% of it", 8)).toEqual(["about", "80\u00a0% of", "it"]);
  });
  it("breaks between Chinese characters, never before closing punctuation nor after opening", () => {
    expect(lines("概念的颜色，说明", 5)).toEqual(["概念的颜", "色，说明"]);
    expect(lines("给“球”的得分", 3)).toEqual(["给", "“球”", "的得分"]);
  });
  it("breaks a word only when it is wider than a line", () => {
    expect(lines("a verylongname", 6)).toEqual(["a very", "longna", "me"]);
  });
  it("has no lines for no text", () => expect([lines("", 5), lines("  ", 5)]).toEqual([[], []]));
  it("loses nothing but spaces, and no line is wider than asked unless one piece is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", " ", "概", "，", "“") }),
        fc.integer({ min: 3, max: 12 }),
        (text, characters) => {
          const broken = lines(text, characters);
          expect(broken.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
          for (const line of broken)
            if (/^[ab ]*$/.test(line)) expect([...line].length).toBeLessThanOrEqual(characters);
        },
      ),
    );
  });
});

describe("shortened", () => {
  const short = (text: string, characters: number) => shortened(text, { size: 10, width: 10 * characters }, square);
  it("leaves what fits, and cuts the end of what does not", () => {
    expect([
      short("golf ball", 9),
      short("golf ball", 6),
      short("golf ball", 7),
      short("高尔夫球", 3),
      short("abc", 0),
    ]).toEqual(["golf ball", "golf…", "golf b…", "高尔…", "…"]);
  });
});
