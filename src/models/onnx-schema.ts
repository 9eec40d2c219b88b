/** Numbers that onnx.proto gives to what is read and written here: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. */

/** Fields by message. */
export const ID = {
  model: {
    irVersion: 1,
    producerName: 2,
    producerVersion: 3,
    graph: 7,
    opsetImport: 8,
    metadata: 14,
    functions: 25,
  },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, valueInfo: 13, sparseInitializer: 15 },
  node: { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 },
  attribute: {
    name: 1,
    float: 2,
    number: 3,
    text: 4,
    tensor: 5,
    graph: 6,
    floats: 7,
    numbers: 8,
    texts: 9,
    graphs: 11,
    type: 20,
  },
  tensor: { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 },
  /** Fields of a tensor, too: numbers by their types. */
  tensorData: { float: 4, int32: 5, text: 6, int64: 7, double: 10, uint64: 11 },
  sparse: { values: 1, dims: 3 },
  entry: { key: 1, value: 2 },
  function: { name: 1, node: 7, domain: 10 },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dim: 1 },
  dim: { value: 1, name: 2 },
} as const;

/** Kinds of attributes (AttributeProto.AttributeType). */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, text: 3, floats: 6, ints: 7, texts: 8 } as const;

/** Types of values (TensorProto.DataType). */
export const ELEMENT_TYPE = { float32: 1, uint8: 2, int8: 3, int32: 6, float16: 10 } as const;
