import { toFloat16 } from "./float16.ts";
import type { InputSpec } from "./spec/input.ts";

/** An input's numbers as ONNX Runtime takes them: 16-bit floats by their bits, all others as they are. */
export type Elements =
  Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Int8Array<ArrayBuffer>;

/** The smallest and the largest of the integers. */
const BOUNDS = { uint8: [0, 255], int8: [-128, 127] } as const;

/** Room for so many numbers of a type. */
export function emptyElements(type: InputSpec["type"], count: number): Elements {
  switch (type) {
    case "float32":
      return new Float32Array(count);
    case "float16":
      return new Uint16Array(count);
    case "uint8":
      return new Uint8Array(count);
    case "int8":
      return new Int8Array(count);
  }
}

/** Numbers in a type: 16-bit floats are the nearest ones, integers must be such (`roundedTo`). Float32 ones are the same array. Linear. */
export function toElements(type: InputSpec["type"], values: Float32Array<ArrayBuffer>): Elements {
  switch (type) {
    case "float32":
      return values;
    case "float16":
      return toFloat16(values);
    case "uint8":
      return Uint8Array.from(values);
    case "int8":
      return Int8Array.from(values);
  }
}

/** Brings numbers, where they are, to the nearest integers of a type, halves to even ones, as ONNX quantises; floats stay as they are. Linear. */
export function roundedTo(type: InputSpec["type"], values: Float32Array): void {
  if (type === "float32" || type === "float16") return;
  const [smallest, largest] = BOUNDS[type];
  values.forEach((value, i) => {
    const below = Math.floor(value);
    const rest = value - below;
    const whole = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
    values[i] = Math.min(largest, Math.max(smallest, whole));
  });
}
