import { describe, expect, it } from "vitest";
import { toBase64Url } from "../platform/base64url.ts";
import { readNames, writtenNames } from "./address-names.ts";

const written = (text: string): string => toBase64Url(new TextEncoder().encode(text));

describe("names in an address", () => {
  it("are lines of kind, mask and name", () => {
    const names = [
      { kind: "and", mask: 40, name: "left wheel" },
      { kind: "or", mask: 3, name: "天" },
    ] as const;
    expect(writtenNames(names)).toBe(written("a14 left wheel\no3 天"));
    expect(readNames(writtenNames(names))).toEqual(names);
  });

  it("are made clean, and each concept's first one counts", () => {
    expect(readNames(written("o3 sky\na1 \u202e\na3 \u2066b\u0007c\na3 other"))).toEqual([
      { kind: "and", mask: 3, name: "bc" },
      { kind: "or", mask: 3, name: "sky" },
    ]);
  });

  it("are refused whole where they are none", () => {
    const lines = Array.from({ length: 257 }, (_, i) => `a${(i + 1).toString(36)} x`).join("\n");
    for (const text of ["", "x3 a", "a0 a", "a0xg a", "a3", "a3 ", `a3 ${"x".repeat(61)}`, "a3 a\n", lines])
      expect(readNames(written(text)), text).toBeNull();
    expect(readNames("no*base64")).toBeNull();
    // Not UTF-8.
    expect(readNames(toBase64Url(Uint8Array.of(0x61, 0x33, 0x20, 0xff)))).toBeNull();
  });
});
