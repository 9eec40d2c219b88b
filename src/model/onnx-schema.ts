import protobuf from "protobufjs/light.js";

/** ONNX's numbers for the kinds of attributes that are written here (AttributeProto.AttributeType). */
export const ATTRIBUTE_TYPE = { int: 2, ints: 7 } as const;

/** ONNX's number for 32-bit floats (TensorProto.DataType). */
export const FLOAT = 1;

const repeated = (type: string, id: number) => ({ rule: "repeated", type, id });

/**
 * The part of onnx.proto that is read and written here; a reader skips every other field.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: { fields: { irVersion: { type: "int64", id: 1 }, producerName: { type: "string", id: 2 }, graph: { type: "GraphProto", id: 7 }, opsetImport: repeated("OperatorSetIdProto", 8) } },
    OperatorSetIdProto: { fields: { domain: { type: "string", id: 1 }, version: { type: "int64", id: 2 } } },
    GraphProto: {
      fields: {
        node: repeated("NodeProto", 1), name: { type: "string", id: 2 }, initializer: repeated("TensorProto", 5),
        input: repeated("ValueInfoProto", 11), output: repeated("ValueInfoProto", 12),
      },
    },
    NodeProto: { fields: { input: repeated("string", 1), output: repeated("string", 2), name: { type: "string", id: 3 }, opType: { type: "string", id: 4 }, attribute: repeated("AttributeProto", 5) } },
    AttributeProto: { fields: { name: { type: "string", id: 1 }, i: { type: "int64", id: 3 }, ints: repeated("int64", 8), type: { type: "int32", id: 20 } } },
    TensorProto: { fields: { dims: repeated("int64", 1), dataType: { type: "int32", id: 2 }, name: { type: "string", id: 8 }, rawData: { type: "bytes", id: 9 } } },
    ValueInfoProto: { fields: { name: { type: "string", id: 1 }, type: { type: "TypeProto", id: 2 } } },
    TypeProto: { fields: { tensorType: { type: "TensorTypeProto", id: 1 } } },
    TensorTypeProto: { fields: { elemType: { type: "int32", id: 1 }, shape: { type: "TensorShapeProto", id: 2 } } },
    TensorShapeProto: { fields: { dim: repeated("DimensionProto", 1) } },
    DimensionProto: { fields: { dimValue: { type: "int64", id: 1 }, dimParam: { type: "string", id: 2 } } },
  },
});

/** Codec of an ONNX file, which is one message of this type. */
export const ModelProto = root.lookupType("ModelProto");
