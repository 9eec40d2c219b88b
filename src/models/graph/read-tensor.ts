import { ModelError } from "../errors.ts";
import { ID } from "../onnx-schema.ts";
import { ELEMENT_TYPES, type ElementType, type Span, type TensorData, type TensorHeader } from "./graph.ts";
import { countWhole, nameAt, readMessage, textAt, type Source } from "./messages.ts";

/** More numbers than any file holds. */
const MAX_COUNT = 2 ** 40;
/** Of any tensor. */
export const MAX_DIMS = 64;

/** TensorProto.DataLocation: in another file. */
const EXTERNAL = 1;

const TYPES = new Map<number, ElementType>(
  (Object.keys(ELEMENT_TYPES) as (keyof typeof ELEMENT_TYPES)[]).map((type) => [ELEMENT_TYPES[type].id, type]),
);

/** The type that ONNX gives this number. */
export const typeOf = (id: number): ElementType => TYPES.get(id) ?? "unknown";

/** A constant, but for its numbers. ModelError "bad-onnx" where it says that it has others than it holds. */
export function readTensor(source: Source, span: Span): TensorHeader {
  countWhole(source);
  const dims: number[] = [];
  let type: ElementType = "unknown";
  let name = "";
  let raw: Span | null = null;
  let outside = false;
  const typed = new Map<number, Span[]>();
  const external = new Map<string, string>();
  const { float, int32, text, int64, double, uint64 } = ID.tensorData;
  const inTypedField = Object.fromEntries(
    [float, int32, text, int64, double, uint64].map((field) => [
      field,
      (part: Span) => void (typed.get(field)?.push(part) ?? typed.set(field, [part])),
    ]),
  );
  readMessage(source, span, {
    integers: { [ID.tensor.dims]: (dim) => dims.push(dim) },
    integer: {
      [ID.tensor.dataType]: (id) => (type = typeOf(id)),
      [ID.tensor.dataLocation]: (location) => (outside = location === EXTERNAL),
    },
    bytes: {
      [ID.tensor.name]: (part) => (name = nameAt(source, part)),
      [ID.tensor.rawData]: (part) => (raw = part),
      [ID.tensor.externalData]: (part) => external.set(...readEntry(source, part)),
    },
    spans: inTypedField,
  });
  const count = countOf(name, dims);
  if (outside) return { name, dims, type, data: outsideData(name, external) };
  return { name, dims, type, data: insideData({ name, type, count, raw, typed }) };
}

/** A text under a name. */
export function readEntry(source: Source, span: Span): [key: string, value: string] {
  let [key, value] = ["", ""];
  readMessage(source, span, {
    bytes: {
      [ID.entry.key]: (part) => (key = nameAt(source, part)),
      [ID.entry.value]: (part) => (value = textAt(source, part)),
    },
  });
  return [key, value];
}

function countOf(name: string, dims: readonly number[]): number {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (dims.length > MAX_DIMS || dims.some((dim) => dim < 0 || dim > MAX_COUNT) || count > MAX_COUNT)
    throw new ModelError("bad-onnx", `tensor ${name} has an impossible shape`, { tensor: name });
  return count;
}

interface Inside {
  readonly name: string;
  readonly type: ElementType;
  readonly count: number;
  readonly raw: Span | null;
  readonly typed: ReadonlyMap<number, readonly Span[]>;
}

function insideData({ name, type, count, raw, typed }: Inside): TensorData {
  if (raw !== null) {
    const needed = type === "unknown" ? null : Math.ceil((count * ELEMENT_TYPES[type].bits) / 8);
    if (needed !== null && needed !== raw.end - raw.start) throw lying(name, needed, raw.end - raw.start);
    return { where: "raw", ...raw };
  }
  const [first, ...others] = typed;
  if (first === undefined) {
    if (count > 0) throw lying(name, count, 0);
    return { where: "none" };
  }
  if (others.length > 0) throw new ModelError("bad-onnx", `tensor ${name} has two sets of numbers`, { tensor: name });
  const [field, spans] = first;
  // A number takes a byte at least.
  const held = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const least = count * (LEAST_BYTES.get(field) ?? 0);
  if (held < least) throw lying(name, least, held);
  return { where: "typed", field, spans };
}

/** Bytes of a number in the field of its type; texts may be empty. */
const LEAST_BYTES: ReadonlyMap<number, number> = new Map([
  [ID.tensorData.float, 4],
  [ID.tensorData.int32, 1],
  [ID.tensorData.int64, 1],
  [ID.tensorData.double, 8],
  [ID.tensorData.uint64, 1],
]);

function outsideData(name: string, entries: ReadonlyMap<string, string>): TensorData {
  const file = entries.get("location") ?? "";
  const number = (key: string): number | null => {
    const text = entries.get(key);
    if (text === undefined) return null;
    if (!/^\d{1,15}$/.test(text)) throw new ModelError("bad-onnx", `tensor ${name}: ${key}`, { tensor: name });
    return Number(text);
  };
  if (!isBeside(file)) throw new ModelError("bad-onnx", `tensor ${name} lies in no file beside`, { tensor: name });
  return { where: "external", file, offset: number("offset") ?? 0, length: number("length") };
}

/** Whether a path stays in the folder that it starts from. */
function isBeside(path: string): boolean {
  const segments = path.split(/[\\/]/);
  return path !== "" && !/[:*\0]/.test(path) && segments.every((segment) => segment !== "" && segment !== "..");
}

function lying(tensor: string, needed: number, held: number): ModelError {
  return new ModelError("bad-onnx", `tensor ${tensor} needs ${needed} bytes and holds ${held}`, {
    tensor,
    needed,
    held,
  });
}
