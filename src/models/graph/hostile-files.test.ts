import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/random.ts";
import { joined } from "../../platform/joined.ts";
import { ModelError } from "../errors.ts";
import { ATTRIBUTE_TYPE, ID } from "../onnx-schema.ts";
import { writeModel, type OnnxGraph } from "../onnx.ts";
import { bytesField, numberField, numbersField } from "../protobuf.ts";
import { externalFilesOf } from "./constants.ts";
import { inlineWeights } from "./external-weights.ts";
import { findNetwork } from "./find-network.ts";
import { guessClasses } from "./guess-classes.ts";
import { guessInputs } from "./guess-input.ts";
import { readGraph } from "./read-graph.ts";

/** All that is done with a file before anything runs it. */
async function look(bytes: Uint8Array): Promise<void> {
  const graph = readGraph(bytes);
  const files = new Map(externalFilesOf(graph).map((name) => [name, new Uint8Array(64)]));
  const whole = files.size === 0 ? bytes : inlineWeights(bytes, files);
  const network = findNetwork(readGraph(whole));
  guessInputs(network, graph, whole, new Map());
  await guessClasses(Math.min(network.outputs[0]!.count ?? 2, 5000), network, graph, new Map());
}

/** Seconds of the processor that a file may take. */
const MOST_SECONDS = 5;

/** The code of what it is refused with; null: it is read. */
async function refusalOf(bytes: Uint8Array): Promise<string | null> {
  const before = process.cpuUsage();
  try {
    await look(bytes);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as ModelError).code;
  } finally {
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
  }
}

const small: OnnxGraph = {
  inputs: [{ name: "image", dims: ["batch", 3, 8, 8] }],
  outputs: [{ name: "logits", dims: ["batch", 4] }],
  nodes: [
    { op: "Conv", inputs: ["image", "w"], outputs: ["maps"], attributes: { pads: [1, 1, 1, 1] } },
    { op: "Relu", inputs: ["maps"], outputs: ["bent"] },
    { op: "GlobalAveragePool", inputs: ["bent"], outputs: ["mean"] },
    { op: "Flatten", inputs: ["mean"], outputs: ["flat"], attributes: { axis: 1 } },
    { op: "Gemm", inputs: ["flat", "v"], outputs: ["logits"], attributes: { transB: 1 } },
  ],
  initializers: [
    { name: "w", dims: [5, 3, 3, 3], values: new Float32Array(135) },
    { name: "v", dims: [4, 5], values: new Float32Array(20) },
  ],
};
const whole = writeModel(small, "small");
const glassBox = new Uint8Array(readFileSync(new URL("../../../public/models/glass-box.onnx", import.meta.url)));
const originals = [whole, glassBox];

const model = (...graph: Uint8Array[]): Uint8Array =>
  joined([
    numberField(ID.model.irVersion, 8),
    bytesField(ID.model.graph, ...graph),
    bytesField(ID.model.opsetImport, numberField(ID.opset.version, 17)),
  ]);
const initializer = (...fields: Uint8Array[]): Uint8Array => bytesField(ID.graph.initializer, ...fields);
const entry = (key: string, text: string): Uint8Array =>
  bytesField(ID.tensor.externalData, bytesField(ID.entry.key, key), bytesField(ID.entry.value, text));
const inFile = (name: string, dims: readonly number[], ...entries: Uint8Array[]): Uint8Array =>
  initializer(
    numbersField(ID.tensor.dims, dims),
    numberField(ID.tensor.dataType, 1),
    bytesField(ID.tensor.name, name),
    numberField(ID.tensor.dataLocation, 1),
    ...entries,
  );
/** The small network with something put behind it. */
const and = (...graph: Uint8Array[]): Uint8Array => joined([whole, bytesField(ID.model.graph, ...graph)]);
const repeated = (part: Uint8Array, times: number): Uint8Array => {
  const all = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) all.set(part, i * part.length);
  return all;
};
const nested = (depth: number): Uint8Array => {
  let inner = new Uint8Array();
  for (let i = 0; i < depth; i++) {
    const attribute = bytesField(
      ID.node.attribute,
      bytesField(ID.attribute.name, "body"),
      bytesField(ID.attribute.graph, inner),
    );
    inner = Uint8Array.from(bytesField(ID.graph.node, bytesField(ID.node.op, "If"), attribute));
  }
  return inner;
};

it("reads the files that the others are made of", async () => {
  for (const bytes of originals) expect(await refusalOf(bytes)).toBeNull();
});

describe("240 files that were damaged by a seed are read or refused, each with a code and within bounds", () => {
  const random = mulberry32(300);
  const draw = (below: number): number => Math.floor(random() * below);
  const kinds: Record<string, (bytes: Uint8Array) => Uint8Array> = {
    truncated: (bytes) => bytes.slice(0, draw(bytes.length)),
    "with flipped bytes": (bytes) => {
      const changed = bytes.slice();
      for (let i = 0; i < 1 + draw(8); i++) changed[draw(changed.length)]! ^= 1 << draw(8);
      return changed;
    },
    "with lengths that lie": (bytes) => {
      const changed = bytes.slice();
      const at = draw(changed.length - 6);
      changed.set([[0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0x7f], [0x80, 0x80, 0x80, 0x80, 0x80], [0]][draw(4)]!, at);
      return changed;
    },
    "with a part of it twice, or none of it": (bytes) => {
      const [from, to] = [draw(bytes.length), draw(bytes.length)].sort((a, b) => a - b) as [number, number];
      return random() < 0.5
        ? joined([bytes.subarray(0, to), bytes.subarray(from)])
        : joined([bytes.subarray(0, from), bytes.subarray(to)]);
    },
  };
  it.each(Object.entries(kinds))("%s", async (_, change) => {
    const seen = new Set<string | null>();
    for (let i = 0; i < 60; i++) seen.add(await refusalOf(change(originals[i % 2]!)));
    expect(seen.size).toBeGreaterThan(1);
    for (const code of seen)
      expect([
        ...[null, "bad-onnx", "not-onnx", "no-image-input", "no-class-scores", "other-inputs", "unknown-operator"],
        ...["too-many-parts", "weights-missing", "network-too-large"],
      ]).toContain(code);
  });
});

describe("60 files that are meant to do harm", () => {
  const gigabytes: [string, Uint8Array][] = [
    [2 ** 29],
    [2 ** 15, 2 ** 14],
    [2 ** 40],
    [2 ** 40, 2 ** 40],
    [2 ** 52, 2 ** 52, 2 ** 52],
    [-1],
    [2 ** 20, 0, -5],
  ].flatMap((dims) =>
    (
      [
        ["raw", bytesField(ID.tensor.rawData, new Uint8Array(512))],
        ["float", bytesField(ID.tensorData.float, new Uint8Array(512))],
        ["int64", bytesField(ID.tensorData.int64, new Uint8Array(512))],
        ["no", new Uint8Array()],
      ] as const
    ).map(([how, data]): [string, Uint8Array] => [
      `a tensor of [${dims.join(", ")}] numbers with ${how} data in 1 KB`,
      and(initializer(numbersField(ID.tensor.dims, dims), numberField(ID.tensor.dataType, 1), data)),
    ]),
  );
  it.each(gigabytes)("%s", async (_, bytes) => {
    expect(await refusalOf(bytes)).toBe("bad-onnx");
  });

  const away: [string, Uint8Array][] = [
    "../weights.bin",
    "/etc/passwd",
    "a/../../b",
    "C:\\weights.bin",
    "https://example.org/w",
    "",
    "*/_ORT_MEM_ADDR_/*",
    "a\0b",
    "a//b",
  ].map((file) => [`weights in "${file}"`, and(inFile("x", [1], entry("location", file)))]);
  it.each(away)("%s", async (_, bytes) => {
    expect(await refusalOf(bytes)).toBe("bad-onnx");
  });

  const lying: [string, Uint8Array][] = (
    [
      [[17], []],
      [[2 ** 38], []],
      [[4], [entry("offset", "60")]],
      [[4], [entry("offset", "999999999999999")]],
      [[4], [entry("length", "999999999999")]],
      [[4], [entry("offset", "-1")]],
      [[4], [entry("length", "1e3")]],
      [[4], [entry("offset", "99999999999999999999")]],
    ] as const
  ).map(([dims, entries], i) => [
    `weights that are not all in their file (${i})`,
    and(inFile("x", dims, entry("location", "w.bin"), ...entries)),
  ]);
  it.each(lying)("%s", async (_, bytes) => {
    expect(await refusalOf(bytes)).toBe("bad-onnx");
  });

  const node = (op: string, from: string, to: string): Uint8Array =>
    bytesField(
      ID.graph.node,
      bytesField(ID.node.input, from),
      bytesField(ID.node.output, to),
      bytesField(ID.node.op, op),
    );
  const others: [string, () => Uint8Array, string | null][] = [
    ["graphs in graphs, 9 deep", () => and(nested(9)), "bad-onnx"],
    ["graphs in graphs, 2,000 deep", () => and(nested(2000)), "bad-onnx"],
    ["a circle of two nodes", () => and(node("Relu", "x", "y"), node("Relu", "y", "x")), "bad-onnx"],
    ["a node that feeds itself", () => and(node("Relu", "x", "x")), "bad-onnx"],
    [
      "a circle of 100,000 nodes",
      () => and(joined(Array.from({ length: 100_000 }, (_, i) => node("Relu", `t${i}`, `t${(i + 1) % 100_000}`)))),
      "bad-onnx",
    ],
    ["20 MB of empty nodes", () => and(repeated(bytesField(ID.graph.node), 10_000_000)), "too-many-parts"],
    ["20 MB of constants without numbers", () => and(repeated(initializer(), 10_000_000)), "bad-onnx"],
    [
      "an attribute of 20,000,000 numbers",
      () =>
        and(
          bytesField(
            ID.graph.node,
            bytesField(ID.node.op, "Relu"),
            bytesField(
              ID.node.attribute,
              bytesField(ID.attribute.numbers, new Uint8Array(20_000_000)),
              numberField(ID.attribute.type, ATTRIBUTE_TYPE.ints),
            ),
          ),
        ),
      "too-many-parts",
    ],
    ["a name of 50 MB", () => and(bytesField(ID.graph.output, bytesField(ID.value.name, "x".repeat(5e7)))), "bad-onnx"],
    [
      "an output of 1,000,000 dimensions",
      () =>
        and(
          bytesField(
            ID.graph.output,
            bytesField(ID.value.name, "wide"),
            bytesField(
              ID.value.type,
              bytesField(
                ID.type.tensor,
                numberField(ID.tensorType.element, 1),
                bytesField(ID.tensorType.shape, repeated(bytesField(ID.shape.dim), 1_000_000)),
              ),
            ),
          ),
        ),
      "bad-onnx",
    ],
    [
      "the same 64 bytes in 1,000 tensors",
      () => and(...Array.from({ length: 1000 }, (_, i) => inFile(`x${i}`, [16], entry("location", "w.bin")))),
      "network-too-large",
    ],
    ["nothing", () => new Uint8Array(), "not-onnx"],
    ["zeros", () => new Uint8Array(1000), "not-onnx"],
    ["a page that says 404", () => new TextEncoder().encode("<!doctype html><title>404</title>"), "not-onnx"],
    ["an operator of a domain of its own", () => and(ofDomain("org.example", "Teleport")), "unknown-operator"],
  ];
  function ofDomain(domain: string, op: string): Uint8Array {
    return bytesField(ID.graph.node, bytesField(ID.node.op, op), bytesField(ID.node.domain, domain));
  }
  it.each(others)("%s", async (_, make, code) => {
    expect(await refusalOf(make())).toBe(code);
  });

  it("are sixty", () => {
    expect(gigabytes.length + away.length + lying.length + others.length).toBe(60);
  });

  it("an empty graph has no image input", async () => {
    expect(await refusalOf(model())).toBe("no-image-input");
  });
});
