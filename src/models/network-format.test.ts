import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesField, numberField } from "./protobuf.ts";
import { joined } from "../platform/joined.ts";
import { sniffImage } from "../images/image-format.ts";
import { networkFormatOf } from "./network-format.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const shipped = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../public/models/${name}`, import.meta.url)));
const HEAD = 2 ** 20;

describe("networkFormatOf", () => {
  it("knows every network that ships, and its probes, by what they hold", () => {
    for (const name of [
      "glass-box.onnx",
      "glass-box.tail.onnx",
      "imagenette-residual.onnx",
      "imagenette-residual.tail.onnx",
    ]) {
      const bytes = shipped(name);
      expect([
        name,
        networkFormatOf(bytes),
        networkFormatOf(bytes.subarray(0, HEAD)),
        networkFormatOf(bytes.subarray(0, 200)),
      ]).toEqual([name, "ONNX", "ONNX", "ONNX"]);
    }
  });
  it("knows an ONNX model whatever the order of its fields", () => {
    const graph = bytesField(7, bytesField(1, bytesField(1, bytesOf("x")), bytesField(4, bytesOf("Relu"))));
    const [version, producer, opset] = [
      numberField(1, 9),
      bytesField(2, bytesOf("tf2onnx")),
      bytesField(8, numberField(2, 17)),
    ];
    for (const parts of [
      [version, producer, graph, opset],
      [opset, version, graph],
      [graph, version],
      [version, opset, graph],
      [producer, version, graph],
    ]) {
      expect(networkFormatOf(joined(parts))).toBe("ONNX");
    }
  });
  it("knows others by their beginnings", () => {
    const header = bytesOf('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
    const length = new Uint8Array(new BigUint64Array([BigInt(header.length)]).buffer);
    expect(networkFormatOf(joined([length, header]))).toBe("safetensors");
    expect(networkFormatOf(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0))).toBe("HDF5");
    expect(networkFormatOf(joined([Uint8Array.of(0x1c, 0, 0, 0), bytesOf("TFL3")]))).toBe("TensorFlow Lite");
    expect(
      networkFormatOf(joined([Uint8Array.of(0x50, 0x4b, 3, 4), new Uint8Array(26), bytesOf("resnet/data.pkl")])),
    ).toBe("PyTorch");
    expect(
      networkFormatOf(
        joined([
          Uint8Array.of(0x50, 0x4b, 3, 4),
          new Uint8Array(26),
          bytesOf("metadata.json...config.jsonPK model.weights.h5"),
        ]),
      ),
    ).toBe("Keras");
  });
  it("takes no text, no other archive, no image and no rubbish for one", () => {
    const texts = [
      "",
      ":",
      ":\n",
      ": a list\n\n* one",
      "day\nnight\n",
      "\b\b\b\b",
      '{"n": 3}',
      "08 07 12",
      "<svg/>",
      ":~*".padEnd(200, "x"),
    ];
    for (const text of texts) expect([text, networkFormatOf(bytesOf(text))]).toEqual([text, null]);
    expect(
      networkFormatOf(joined([Uint8Array.of(0x50, 0x4b, 3, 4), new Uint8Array(26), bytesOf("word/document.xml")])),
    ).toBeNull();
    expect(networkFormatOf(Uint8Array.of(8, 7, 0x12))).toBeNull();
    // TensorFlow's SavedModel begins alike.
    expect(networkFormatOf(joined([numberField(1, 1), bytesField(2, bytesOf("meta graph"))]))).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => networkFormatOf(bytesOf(text)) === null),
    );
  });
});

describe("sniffImage", () => {
  it("says of a network that it is one", () => {
    expect(() => sniffImage(shipped("glass-box.onnx"))).toThrow(
      expect.objectContaining({ code: "network", context: { format: "ONNX" } }),
    );
  });
});
