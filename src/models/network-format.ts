import { ID } from "./onnx-schema.ts";
import { fieldsOf, readNumber, WIRE } from "./protobuf.ts";

/** How far into an archive the names of its first files are looked for, bytes. */
const ARCHIVE_BYTES = 2 ** 16;

/** A safetensors header longer than this is none: it lists names and shapes only. */
const MAX_HEADER_BYTES = 1e8;

/** ONNX counts its file format's versions from 1; it has reached 13 in ten years. */
const MAX_IR_VERSION = 99;

/** The fields of an ONNX model, and how each is stored. */
const MODEL_WIRES: ReadonlyMap<number, number> = new Map([
  [1, WIRE.number],
  [2, WIRE.bytes],
  [3, WIRE.bytes],
  [4, WIRE.bytes],
  [5, WIRE.number],
  [6, WIRE.bytes],
  [7, WIRE.bytes],
  [8, WIRE.bytes],
  [14, WIRE.bytes],
  [20, WIRE.bytes],
  [25, WIRE.bytes],
  [26, WIRE.bytes],
]);

/** How the first field of a graph begins: a node, a name, a constant, an input, an output or what is said of them. */
const GRAPH_STARTS: readonly number[] = [0x0a, 0x12, 0x2a, 0x52, 0x5a, 0x62, 0x6a, 0x72, 0x7a];

/** What a node begins with: its inputs, outputs, name or operator. */
const NODE_STARTS: readonly number[] = [0x0a, 0x12, 0x1a, 0x22];

/** Beginnings of other files that hold a network or its weights. */
const SIGNATURES: readonly (readonly [format: string, at: number, ...bytes: number[]])[] = [
  ["HDF5", 0, 0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a],
  ["TensorFlow Lite", 4, 0x54, 0x46, 0x4c, 0x33],
  ["ORT", 4, 0x4f, 0x52, 0x54, 0x4d],
  ["GGUF", 0, 0x47, 0x47, 0x55, 0x46],
  ["PyTorch", 0, 0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19],
];

/** Files in an archive that only one program puts there. */
const ARCHIVED: readonly (readonly [format: string, name: string])[] = [
  ["PyTorch", "/data.pkl"],
  ["Keras", "model.weights.h5"],
];

/**
 * What a file is that holds a network or its weights, told by its content and not by its name; null for anything else.
 * @param bytes its beginning; 64 KB tell everything.
 */
export function networkFormatOf(bytes: Uint8Array): string | null {
  const signed = SIGNATURES.find(([, at, ...start]) => start.every((byte, i) => bytes[at + i] === byte));
  if (signed !== undefined) return signed[0];
  if (isOnnx(bytes)) return "ONNX";
  return isSafetensors(bytes) ? "safetensors" : archivedIn(bytes);
}

/** Whether the bytes begin like an ONNX model: nothing but its fields, and a graph among them or the operators it uses. */
function isOnnx(bytes: Uint8Array): boolean {
  let versioned = false;
  try {
    // The last field may reach beyond what is here.
    for (const { id, wire, body, end } of fieldsOf(bytes, 0, Number.POSITIVE_INFINITY)) {
      if (MODEL_WIRES.get(id) !== wire) return false;
      if (id === ID.model.irVersion) {
        const [version] = readNumber(bytes, body);
        if (version < 1 || version > MAX_IR_VERSION) return false;
        versioned = true;
      }
      if (id === ID.model.graph) return beginsGraph(bytes, body, end, versioned);
      if (id === ID.model.opsetImport && versioned) return true;
    }
  } catch {
    // It ends here, in the middle of a field or of nothing of the kind.
  }
  return false;
}

/** Whether a graph begins at `from`; where no version went before, only one whose first part is a node is taken for one. */
function beginsGraph(bytes: Uint8Array, from: number, to: number, versioned: boolean): boolean {
  const [first] = fieldsOf(bytes, from, to);
  if (first === undefined || !GRAPH_STARTS.includes(bytes[from]!)) return false;
  return versioned || (bytes[from] === GRAPH_STARTS[0] && NODE_STARTS.includes(bytes[first.body]!));
}

function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const header = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return (
    header >= 2n &&
    header <= BigInt(MAX_HEADER_BYTES) &&
    /^\{\s*["}]/.test(new TextDecoder("latin1").decode(bytes.subarray(8, 40)))
  );
}

function archivedIn(bytes: Uint8Array): string | null {
  if (![0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte)) return null;
  const names = new TextDecoder("latin1").decode(bytes.subarray(0, ARCHIVE_BYTES));
  return ARCHIVED.find(([, name]) => names.includes(name))?.[0] ?? null;
}
