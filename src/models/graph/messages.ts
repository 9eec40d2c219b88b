import { ModelError } from "../errors.ts";
import { fieldsOf, readNumber, WIRE } from "../protobuf.ts";
import type { Span } from "./graph.ts";

/** An ONNX file being read, and how many more fields and listed numbers are read of it: what is hostile must not become a million objects. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  left: number;
}

/** The largest networks in use have some 10^5 parts. */
const MAX_PARTS = 4e6;

/** What a node, a constant or a value counts for beside its fields. */
const WHOLE = 20;

/** Bytes of a name; converters join those of all layers that they fuse. */
const MAX_NAME_BYTES = 2 ** 16;

/** The bytes, to be read. */
export function sourceOf(bytes: Uint8Array): Source {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), left: MAX_PARTS };
}

/** What is done with the fields of a message, by their numbers. A field that is stored otherwise than expected is passed over, as protobuf has it. */
export interface Handlers {
  /** A message, text or bytes. */
  readonly bytes?: Readonly<Record<number, (span: Span) => void>>;
  readonly integer?: Readonly<Record<number, (value: number) => void>>;
  readonly float?: Readonly<Record<number, (value: number) => void>>;
  /** A list's number, whether it stands in a field of its own or packed with others. */
  readonly integers?: Readonly<Record<number, (value: number) => void>>;
  readonly floats?: Readonly<Record<number, (value: number) => void>>;
  /** Numbers that stay where they are, packed or not. */
  readonly spans?: Readonly<Record<number, (span: Span) => void>>;
}

/** Goes through a message. ModelError "bad-onnx" where it is none, "too-many-parts" where it goes on and on. */
export function readMessage(source: Source, { start, end }: Span, handlers: Handlers): void {
  for (const { id, wire, body, end: to } of fieldsOf(source.bytes, start, end)) {
    count(source, 1);
    handlers.spans?.[id]?.({ start: body, end: to });
    switch (wire) {
      case WIRE.bytes:
        handlers.bytes?.[id]?.({ start: body, end: to });
        if (handlers.integers?.[id] !== undefined)
          packedIntegers(source, { start: body, end: to }, handlers.integers[id]);
        if (handlers.floats?.[id] !== undefined) packedFloats(source, { start: body, end: to }, handlers.floats[id]);
        break;
      case WIRE.number: {
        const handle = handlers.integer?.[id] ?? handlers.integers?.[id];
        handle?.(readInteger(source.bytes, body)[0]);
        break;
      }
      case WIRE.four: {
        const handle = handlers.float?.[id] ?? handlers.floats?.[id];
        handle?.(source.view.getFloat32(body, true));
        break;
      }
    }
  }
}

/** Counts a node, a constant or a value, which take more room than their fields. */
export function countWhole(source: Source): void {
  count(source, WHOLE);
}

function count(source: Source, parts: number): void {
  source.left -= parts;
  if (source.left < 0)
    throw new ModelError("too-many-parts", `the model has more than ${MAX_PARTS} parts`, { most: MAX_PARTS });
}

function packedIntegers(source: Source, { start, end }: Span, take: (value: number) => void): void {
  eachInteger(source.bytes, start, end, (value) => {
    count(source, 1);
    take(value);
  });
}

/** Goes through whole numbers that lie one behind the other. ModelError "bad-onnx" where the last reaches beyond. */
export function eachInteger(bytes: Uint8Array, start: number, end: number, take: (value: number) => void): void {
  for (let at = start; at < end;) {
    const [value, next] = readInteger(bytes, at);
    if (next > end) throw damaged(at);
    take(value);
    at = next;
  }
}

function packedFloats(source: Source, { start, end }: Span, take: (value: number) => void): void {
  if ((end - start) % 4 !== 0) throw damaged(start);
  for (let at = start; at < end; at += 4) {
    count(source, 1);
    take(source.view.getFloat32(at, true));
  }
}

/** Bytes of a negative number, which has all its 64 bits. */
const NEGATIVE_BYTES = 10;

/** A whole number with its sign and where it ends; beyond 2^53 it is rounded. */
function readInteger(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  const [value, end] = readNumber(bytes, from);
  if (end - from < NEGATIVE_BYTES) return [value, end];
  let exact = 0n;
  for (let at = from; at < end; at++) exact |= BigInt(bytes[at]! & 127) << BigInt(7 * (at - from));
  return [Number(BigInt.asIntN(64, exact)), end];
}

const decoder = new TextDecoder();

/** A name. ModelError "bad-onnx" where it is longer than names are. */
export function nameAt(source: Source, span: Span): string {
  if (span.end - span.start > MAX_NAME_BYTES)
    throw new ModelError("bad-onnx", `a name of ${span.end - span.start} bytes`, { byte: span.start });
  return textAt(source, span);
}

/** A text of any length. */
export function textAt({ bytes }: Source, { start, end }: Span): string {
  return decoder.decode(bytes.subarray(start, end));
}

function damaged(byte: number): ModelError {
  return new ModelError("bad-onnx", `the bytes are no protobuf message: byte ${byte}`, { byte });
}
