import { expect, it } from "vitest";
import { roundedTo, toElements } from "./elements.ts";
import { fromFloat16 } from "./float16.ts";

const rounded = (type: "uint8" | "int8" | "float16", values: readonly number[]): number[] => {
  const numbers = Float32Array.from(values);
  roundedTo(type, numbers);
  return [...numbers];
};

it("rounds to the nearest integer, halves to even ones, and stays within the type", () => {
  expect(rounded("uint8", [0.4, 0.5, 1.5, 2.5, 254.6, 300, -3, 123.675])).toEqual([0, 0, 2, 2, 255, 255, 0, 124]);
  expect(rounded("int8", [-0.5, -1.5, -2.5, -128.4, -200, 127.5, 1.5])).toEqual([0, -2, -2, -128, -128, 127, 2]);
});

it("leaves floats as they are, and takes the nearest 16-bit ones", () => {
  expect(rounded("float16", [0.1, 123.675])).toEqual([...Float32Array.of(0.1, 123.675)]);
  const halves = toElements("float16", Float32Array.of(1, -2.5, 65504, 0.1)) as Uint16Array;
  expect([...halves]).toEqual([0x3c00, 0xc100, 0x7bff, 0x2e66]);
  expect(fromFloat16(halves)[3]).toBeCloseTo(0.1, 4);
});

it("gives arrays of the type", () => {
  expect(toElements("uint8", Float32Array.of(0, 255))).toEqual(Uint8Array.of(0, 255));
  expect(toElements("int8", Float32Array.of(-128, 127))).toEqual(Int8Array.of(-128, 127));
});
