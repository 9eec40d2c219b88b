import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteReader, varint } from "./byte-reader.ts";

const damaged = expect.objectContaining({ name: "LinkError", code: "damaged" }) as Error;
const read = (bytes: readonly number[], most: number): number => createByteReader(Uint8Array.from(bytes)).varint(most);

describe("varint", () => {
  it.each([
    [0, [0]],
    [127, [127]],
    [128, [128, 1]],
    [300, [172, 2]],
    [2 ** 31 - 1, [255, 255, 255, 255, 7]],
  ])("writes %i as %j", (value, bytes) => {
    expect(varint(value)).toEqual(bytes);
  });

  it("comes back from its bytes, up to the number itself", () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        expect(read(varint(value), value)).toBe(value);
        if (value > 0) expect(() => read(varint(value), value - 1)).toThrow(damaged);
      }),
      { seed: 41 },
    );
  });

  it.each([
    ["padded with a zero", [128, 0]],
    ["without an end", [128, 128]],
    ["of a digit too many", [255, 255, 255, 255, 255, 255, 255, 1]],
    ["of no bytes", []],
  ])("refuses one %s", (_, bytes) => {
    expect(() => read(bytes, 2 ** 31 - 1)).toThrow(damaged);
  });
});

it("reads on where it stopped, and gives no more than there is", () => {
  const reader = createByteReader(Uint8Array.of(1, 2, 3, 4));
  expect([...reader.take(1)]).toEqual([1]);
  expect(() => reader.take(4)).toThrow(damaged);
  expect([...reader.rest()]).toEqual([2, 3, 4]);
  expect([...reader.rest()]).toEqual([]);
});
