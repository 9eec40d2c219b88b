import { describe, expect, it } from "vitest";
import { toBase64Url } from "../../platform/base64url.ts";
import { linkedSnapshot, ORDINARY } from "./linked.fixture.ts";
import { mendedPayload } from "./mended.ts";
import { encodePayload } from "./payload.ts";
import { isWhole, MAX_TEXT, sealed } from "./seal.ts";

const real = (await encodePayload(linkedSnapshot(ORDINARY), null)).text;

/** A payload with hyphens and underlines side by side and at its end; nothing in it but its seal means anything. */
const dashed = (() => {
  for (let i = 0; ; i++) {
    const text = toBase64Url(
      sealed(Uint8Array.of(i >> 16, i >> 8, i, 0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff, 0xfb, 0xef, 0xbe), 1),
    );
    if (!text.slice(0, -8).includes("-")) return text;
  }
})();

describe("a payload that was changed on the way", () => {
  it.each<[string, (text: string) => string]>([
    ["nothing", (text) => text],
    ["mail's breaks", (text) => text.replaceAll(/.{76}/g, "$&=\r\n")],
    ["mail's breaks and an encoded equals sign", (text) => `3D${text.replaceAll(/.{76}/g, "$&=")}`],
    ["an equals sign that mail encoded in lower case", (text) => `3d${text}`],
    ["lines quoted in an answer", (text) => text.replaceAll(/.{70}/g, "$&\n> > ")],
    ["lines quoted in an answer, and text behind", (text) => `${text.replaceAll(/.{70}/g, "$&\n> ")}). Greetings`],
    ["a chat's own name for it", (text) => `${text}|the picture>`],
    ["an attribute's end", (text) => `${text}" target="_blank">picture</a>`],
    ["the next sentence", (text) => `${text}).Have a look`],
    ["emphasis", (text) => `_${text}_`],
    ["strong emphasis", (text) => `__${text}__`],
    ["more emphasis", (text) => `***${text}***`],
    ["escaped underlines", (text) => text.replaceAll("_", "\\_")],
    ["one dash for two hyphens", (text) => text.replaceAll("--", "—")],
    ["a shorter dash for two hyphens", (text) => text.replaceAll("--", "–")],
    ["hyphens that do not break", (text) => text.replaceAll("-", "‑")],
    ["minus signs", (text) => text.replaceAll("-", "−")],
  ])("is whole again: %s", (_, damage) => {
    for (const text of [real, dashed]) expect(mendedPayload(damage(text))).toBe(text);
  });

  it("stays damaged where something is lost", () => {
    for (const text of [
      real.slice(0, -1),
      real.slice(0, real.length / 2),
      real.toLowerCase(),
      `${real}A`,
      "",
      ")",
      "AQ",
    ])
      expect(isWhole(mendedPayload(text)), text).toBe(false);
  });

  it("stays as it is where it is longer than any link", () => {
    const long = ")".repeat(MAX_TEXT + 1);
    expect(mendedPayload(long)).toBe(long);
  });
});
