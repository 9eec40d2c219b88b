import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelError } from "./errors.ts";
import { joined } from "../platform/joined.ts";
import { bytesField, fieldsOf, numberField, numbersField, readNumber } from "./protobuf.ts";

describe("protobuf", () => {
  it("writes the examples of its own documentation", () => {
    expect([...numberField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
    expect([...bytesField(2, "testing")]).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
    expect([...numbersField(6, [3, 270, 86942])]).toEqual([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
    expect([...numberField(1, -2)]).toEqual([0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
  });

  it("reads the numbers it wrote", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 1, max: 2000 }),
        (value, id) => {
          const bytes = numberField(id, value);
          const [field, ...others] = [...fieldsOf(bytes)];
          expect(others).toEqual([]);
          expect(field).toMatchObject({ id, start: 0, end: bytes.length });
          expect(readNumber(bytes, field!.body)).toEqual([value, bytes.length]);
        },
      ),
    );
  });

  it("cuts a message into its fields, whatever they hold", () => {
    const eight = Uint8Array.of((4 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8);
    const four = Uint8Array.of((5 << 3) | 5, 1, 2, 3, 4);
    const parts = [numberField(1, 7), eight, bytesField(2, numberField(1, 300), "x"), four];
    const message = joined(parts);
    expect([...fieldsOf(message)].map(({ start, end }) => message.slice(start, end))).toEqual(parts);
  });

  it.each([[0x08], [0x12, 0x05, 0x01], [0x0b], [0x02, 0x00], [0x08, ...Array.from({ length: 11 }, () => 0xff)]])(
    "refuses bytes that are no message: %j",
    (...bytes) => {
      expect(() => [...fieldsOf(Uint8Array.from(bytes))]).toThrow(ModelError);
    },
  );
});
