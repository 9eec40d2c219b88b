/** Types of tensors' numbers, under the numbers that ONNX gives them (TensorProto.DataType), with the bits that one takes up. */
export const ELEMENT_TYPES = {
  float32: { id: 1, bits: 32 },
  uint8: { id: 2, bits: 8 },
  int8: { id: 3, bits: 8 },
  uint16: { id: 4, bits: 16 },
  int16: { id: 5, bits: 16 },
  int32: { id: 6, bits: 32 },
  int64: { id: 7, bits: 64 },
  string: { id: 8, bits: 0 },
  bool: { id: 9, bits: 8 },
  float16: { id: 10, bits: 16 },
  float64: { id: 11, bits: 64 },
  uint32: { id: 12, bits: 32 },
  uint64: { id: 13, bits: 64 },
  complex64: { id: 14, bits: 64 },
  complex128: { id: 15, bits: 128 },
  bfloat16: { id: 16, bits: 16 },
  float8e4m3fn: { id: 17, bits: 8 },
  float8e4m3fnuz: { id: 18, bits: 8 },
  float8e5m2: { id: 19, bits: 8 },
  float8e5m2fnuz: { id: 20, bits: 8 },
  uint4: { id: 21, bits: 4 },
  int4: { id: 22, bits: 4 },
  float4e2m1: { id: 23, bits: 4 },
} as const;

/** "unknown": a number that ONNX did not give to any type when this was written. */
export type ElementType = keyof typeof ELEMENT_TYPES | "unknown";

/** A part of the file, bytes from `start` to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a tensor's numbers are. */
export type TensorData =
  /** Little-endian, row-major, in the file itself. */
  | (Span & { readonly where: "raw" })
  /** In the field of their type; `field` is its number in TensorProto, each of `spans` packed numbers. */
  | { readonly where: "typed"; readonly field: number; readonly spans: readonly Span[] }
  /** In another file, as it is named in this one; null length: up to its end. */
  | { readonly where: "external"; readonly file: string; readonly offset: number; readonly length: number | null }
  /** Nowhere: of a tensor without numbers. */
  | { readonly where: "none" };

/** A constant: everything but its numbers. */
export interface TensorHeader {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: ElementType;
  readonly data: TensorData;
}

/** A graph within a node (If, Loop, Scan), as far as it matters outside. */
export interface Subgraph {
  readonly nodes: number;
  /** Names that it takes from the graph around it. */
  readonly captured: readonly string[];
}

/** An attribute's value; whole numbers beyond 2^53 are rounded. "other": of a kind that nothing here asks for. */
export type Attribute =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "numbers"; readonly value: readonly number[] }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "texts"; readonly value: readonly string[] }
  | { readonly kind: "tensor"; readonly value: TensorHeader }
  | { readonly kind: "subgraphs"; readonly value: readonly Subgraph[] }
  | { readonly kind: "other" };

/** A node. An absent optional input is the empty name. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** "" is ONNX's own. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** What is said of a tensor; a dimension that is not fixed has a name, which may be empty. Null dims: not even their number is said. */
export interface GraphValue {
  readonly name: string;
  /** Null: it is no tensor, or nothing says so. */
  readonly type: ElementType | null;
  readonly dims: readonly (number | string)[] | null;
}

/** A whole ONNX file but for the numbers of its constants. */
export interface Graph {
  readonly irVersion: number;
  readonly producer: { readonly name: string; readonly version: string };
  /** Version of ONNX's own operators; 0 where it is not said. */
  readonly opset: number;
  /** Versions of all domains; "" is ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Operators that the file itself defines, as "domain:name". */
  readonly functions: ReadonlySet<string>;
  /** All operators that its nodes name, those of graphs within nodes too, as "name", or "domain:name" outside ONNX's own domain. */
  readonly operators: ReadonlySet<string>;
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly TensorHeader[];
  /** What must be put in: constants that are listed among the inputs are left out. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** What is said of tensors inside. */
  readonly values: ReadonlyMap<string, GraphValue>;
}
