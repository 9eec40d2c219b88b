/**
 * Protobuf's wire format, as far as ONNX needs it. Written here, because tails are appended and parts of networks taken out without touching another
 * byte, which decoding and encoding again could not promise. Source: https://protobuf.dev/programming-guides/encoding.
 */
import { ModelError } from "./errors.ts";
import { joined } from "../platform/joined.ts";

/** What a field's content is: a number, eight bytes, a length and as many bytes, or four bytes. */
export const WIRE = { number: 0, eight: 1, bytes: 2, four: 5 } as const;

/** One field of a message: the whole of it in `bytes` from `start` to `end`, its content from `body` on. */
export interface Field {
  readonly id: number;
  readonly wire: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

/** The fields of the message in `bytes` from `from` to `to`, in their order. ModelError "bad-onnx" when it is none. Linear in their number. */
export function* fieldsOf(bytes: Uint8Array, from = 0, to = bytes.length): Generator<Field> {
  for (let at = from; at < to;) {
    const [key, content] = readNumber(bytes, at);
    const field = { id: Math.floor(key / 8), wire: key % 8, start: at, ...spanOf(bytes, key % 8, content) };
    if (field.end > to || field.id === 0) throw damaged(at);
    yield field;
    at = field.end;
  }
}

function spanOf(bytes: Uint8Array, wire: number, at: number): Pick<Field, "body" | "end"> {
  switch (wire) {
    case WIRE.number:
      return { body: at, end: readNumber(bytes, at)[1] };
    case WIRE.eight:
      return { body: at, end: at + 8 };
    case WIRE.four:
      return { body: at, end: at + 4 };
    case WIRE.bytes: {
      const [length, body] = readNumber(bytes, at);
      return { body, end: body + length };
    }
    default:
      throw damaged(at);
  }
}

/** A whole number, 0 … 2^53, and where it ends; larger ones and negative ones come out rounded. ModelError "bad-onnx" when it has no end. */
export function readNumber(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = from, scale = 1; at < bytes.length && at < from + 10; at++, scale *= 128) {
    value += (bytes[at]! & 127) * scale;
    if (bytes[at]! < 128) return [value, at + 1];
  }
  throw damaged(from);
}

function damaged(at: number): ModelError {
  return new ModelError("bad-onnx", `the bytes are no protobuf message: byte ${at}`, { byte: at });
}

/** A field that holds a whole number. */
export function numberField(id: number, value: number): Uint8Array {
  return Uint8Array.of(...digits(id * 8 + WIRE.number), ...digits(value));
}

/** A field that holds bytes, a text, or a message: the fields of it, one after another. */
export function bytesField(id: number, ...content: readonly (Uint8Array | string)[]): Uint8Array {
  const parts = content.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return joined([Uint8Array.of(...digits(id * 8 + WIRE.bytes), ...digits(length)), ...parts]);
}

/** A field that holds a list of whole numbers. */
export function numbersField(id: number, values: readonly number[]): Uint8Array {
  return bytesField(id, Uint8Array.from(values.flatMap(digits)));
}

/** A whole number in base 128, lowest digit first; all but the last carry the top bit. Negative ones are of 64 bits. */
function digits(value: number): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left >= 128n; left >>= 7n) bytes.push(Number(left & 127n) + 128);
  return [...bytes, Number(left)];
}
