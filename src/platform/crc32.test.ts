import { expect, it } from "vitest";
import { crc32 } from "./crc32.ts";

it("is the CRC-32 of PNG and gzip, by its published check value", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
