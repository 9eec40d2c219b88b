import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallImages, smallNetwork } from "../src/backends/fitting/small-network.fixture.ts";
import { mulberry32 } from "../src/core/random.ts";
import { encodePng } from "../src/images/png.ts";
import { assembleModel } from "../src/models/assemble.ts";
import { toFloat16 } from "../src/models/float16.ts";
import { parseManifest, probesOf, type ModelManifest } from "../src/models/manifest.ts";
import { ID } from "../src/models/onnx-schema.ts";
import { writeModel, type OnnxGraph } from "../src/models/onnx.ts";
import { bytesField, numberField, numbersField } from "../src/models/protobuf.ts";
import { joined } from "../src/platform/joined.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { StrataFile } from "../src/formats/codec.ts";
import { inProcess, type Outcome } from "./in-process.fixture.ts";
import type { SummaryFile } from "./summary.ts";

const hasNative = await import("onnxruntime-node").then(
  () => true,
  () => false,
);
const folder = mkdtempSync(join(tmpdir(), "strata-prepare-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SIDE = 16;
const CLASSES = ["red", "green", "striped"];
const random = mulberry32(11);
const draw = (length: number, size = 1): Float32Array => Float32Array.from({ length }, () => (random() - 0.5) * size);

const weights = [
  { name: "w1", dims: [5, 3, 3, 3], values: draw(135, 0.6) },
  { name: "w2", dims: [6, 5, 3, 3], values: draw(270, 0.6) },
  { name: "w3", dims: [3, 6], values: draw(18, 12) },
];
/** Two convolutions, each behind a ReLU, a mean over all pixels, and a linear layer. */
const parts: OnnxGraph = {
  inputs: [{ name: "image", dims: ["batch", 3, SIDE, SIDE] }],
  outputs: [{ name: "scores", dims: ["batch", 3] }],
  nodes: [
    { op: "Conv", inputs: ["image", "w1"], outputs: ["c1"], attributes: { pads: [1, 1, 1, 1] } },
    { op: "Relu", inputs: ["c1"], outputs: ["first"] },
    { op: "Conv", inputs: ["first", "w2"], outputs: ["c2"], attributes: { pads: [1, 1, 1, 1] } },
    { op: "Relu", inputs: ["c2"], outputs: ["second"] },
    { op: "GlobalAveragePool", inputs: ["second"], outputs: ["mean"] },
    { op: "Flatten", inputs: ["mean"], outputs: ["flat"], attributes: { axis: 1 } },
    { op: "Gemm", inputs: ["flat", "w3"], outputs: ["scores"], attributes: { transB: 1 } },
  ],
  initializers: weights,
};
const network = writeModel(parts, "small");
/** Without its last weights. */
const bare = writeModel({ ...parts, initializers: parts.initializers.slice(0, 2) }, "small");

/** The network with the last of its weights, and the only ones of a file, in that file. */
function withWeightsOutside(): readonly [network: Uint8Array, data: Uint8Array] {
  const name = new TextEncoder().encode("w3");
  const entry = (key: string, value: string): Uint8Array =>
    bytesField(ID.tensor.externalData, bytesField(ID.entry.key, key), bytesField(ID.entry.value, value));
  const data = new Uint8Array(draw(18, 12).buffer);
  const outside = bytesField(
    ID.model.graph,
    bytesField(
      ID.graph.initializer,
      numbersField(ID.tensor.dims, [3, 6]),
      numberField(ID.tensor.dataType, 1),
      bytesField(ID.tensor.name, name),
      entry("location", "small.data"),
      entry("length", String(data.length)),
      numberField(ID.tensor.dataLocation, 1),
    ),
  );
  return [joined([bare, outside]), data];
}

/** The same in 16-bit floats, for one image, with a softmax at its end. */
const half = writeModel(
  {
    inputs: [{ name: "image", dims: [1, 3, SIDE, SIDE], type: "float16" }],
    outputs: [{ name: "shares", dims: [1, 3], type: "float16" }],
    nodes: [...parts.nodes, { op: "Softmax", inputs: ["scores"], outputs: ["shares"] }],
    initializers: weights.map((tensor) => ({ ...tensor, values: toFloat16(tensor.values) })),
  },
  "half",
);
const facts = {
  description: "A small network.",
  licence: "MIT",
  input: { mean: [0.4, 0.3, 0.3], std: [0.25, 0.25, 0.25] },
  classes: CLASSES,
  training: { data: "None.", terms: "None." },
  augment: { shift: 2, mirror: true },
};

/** An image of a class, with noise. */
function picture(label: number): Promise<Uint8Array> {
  const rgb = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [channel, column] = [i % 3, Math.floor(i / 3) % SIDE];
    const bright = label === 2 ? column % 4 < 2 : channel === label;
    return Math.floor((bright ? 150 : 30) + 90 * random());
  });
  return encodePng({ width: SIDE, height: SIDE, rgb });
}

const strata = (args: readonly string[], signal?: AbortSignal, onNote?: () => void): Promise<Outcome> =>
  inProcess(folder, args, { ...(signal && { signal }), ...(onNote && { onNote }) });

const prepare = (...more: string[]): Promise<Outcome> =>
  strata(["prepare", "small.onnx", "--images", "images", "--facts", "facts.json", "--versions", "4", ...more]);
const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
const manifestIn = (out: string): ModelManifest =>
  parseManifest(JSON.parse(readFileSync(join(folder, out, "small.json"), "utf8")));
const contents = (out: string): Record<string, Buffer> =>
  Object.fromEntries(readdirSync(join(folder, out)).map((name) => [name, readFileSync(join(folder, out, name))]));

beforeAll(async () => {
  write("small.onnx", network);
  write("facts.json", JSON.stringify(facts));
  for (const [label, name] of CLASSES.entries()) {
    mkdirSync(join(folder, "images", name), { recursive: true });
    for (let i = 0; i < 24; i++) write(join("images", name, `${name}-${i}.png`), await picture(label));
  }
}, 60_000);

describe.skipIf(!hasNative)("prepare", () => {
  it("writes a network that explain takes, the same bytes twice", async () => {
    const { code, out, err } = await prepare("--out", "once");
    expect(err).toMatch(/first: \d+ features; network penalty/);
    expect(code).toBe(0);
    expect(out).toMatch(/^second /m);
    expect((await prepare("--out", "twice")).code).toBe(0);
    expect(Object.keys(contents("once"))).toHaveLength(5);
    expect(contents("twice")).toEqual(contents("once"));
    const manifest = manifestIn("once");
    expect(manifest).toMatchObject({ name: "small", licence: "MIT", classes: CLASSES, meanColour: [0.4, 0.3, 0.3] });
    expect(manifest.input).toMatchObject({ name: "image", width: SIDE, height: SIDE, channels: "RGB", layout: "NCHW" });
    expect(manifest.network.sha256).toBe(await sha256(network));
    expect(manifest.taps.map(({ name }) => name)).toEqual(["first", "second"]);
    const { probes } = manifest;
    expect(probes!.fitted!.target).toBe("network");
    expect(probes!.labels!.fitted!.target).toBe("labels");
    for (const { file, sha256: digest, bytes } of [probes!, probes!.replicates!, probes!.labels!]) {
      const written = contents("once")[file]!;
      expect([await sha256(written), written.length]).toEqual([digest, bytes]);
    }
    for (const layer of probesOf(manifest)) {
      expect(layer.noiseFloor).toBeNull();
      expect(layer.probeAgreement).toBeGreaterThan(0.2);
      expect(layer.agreement).toBeGreaterThan(0.5);
      for (const noise of Object.values(layer.noiseShare!)) expect(noise > 0 && noise < 1).toBe(true);
    }
    const [first, second] = probesOf(manifest).map(({ nextAgreement }) => nextAgreement);
    expect(first! > 0 && first! <= 1).toBe(true);
    expect(second).toBeUndefined();
    const explained = await strata([
      ...["explain", join("images", "red", "red-0.png"), "--model", join("once", "small.onnx"), "--grid", "2x2"],
    ]);
    expect(explained.code).toBe(0);
    expect(JSON.parse(explained.out)).toMatchObject({
      layers: [{ name: "first" }, { name: "second" }, { name: "output" }],
    });
  });

  it("fits probes on photographs of which nobody says what they show, and says what each is worth", async () => {
    mkdirSync(join(folder, "unsaid"));
    for (let i = 0; i < 24; i++) write(join("unsaid", `${i}.png`), await picture(i % 3));
    const args = ["prepare", "small.onnx", "--facts", "facts.json", "--versions", "4", "--images", "unsaid"];
    const { code, out, err } = await strata([...args, "--out", "unlabelled"]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^((?!labels).)*$/s)]);
    const { probes, output } = manifestIn("unlabelled");
    expect(Object.keys(contents("unlabelled"))).toHaveLength(4);
    expect([output.accuracy, probes!.labels]).toEqual([null, undefined]);
    expect(output.scale).toBeGreaterThan(0);
    for (const { name, accuracy, verdict } of probes!.layers) {
      expect([accuracy, verdict!.held]).toEqual([null, 6]);
      expect(out).toMatch(new RegExp(`^${name} +(follows the network|near chance|too few images|no different)`, "m"));
    }
    expect((await strata([...args, "--target", "labels", "--out", "no"])).code).toBe(2);
  });

  it("fits probes of the classes that the photographs show, of a network with many", async () => {
    const many = 30;
    mkdirSync(join(folder, "many"));
    write(join("many", "small.onnx"), smallNetwork(many));
    mkdirSync(join(folder, "shown"));
    for (const [i, { file }] of (await smallImages(40)).entries())
      write(join("shown", `${i}.png`), new Uint8Array(await file.arrayBuffer()));
    const args = ["prepare", join("many", "small.onnx"), "--images", "shown", "--versions", "4"];
    const { code } = await strata([...args, "--out", "covered"]);
    expect(code).toBe(0);
    const { classes, probes } = manifestIn("covered");
    expect(classes).toHaveLength(many);
    expect(probes!.covers!.length).toBeGreaterThan(0);
    expect(probes!.covers!.length).toBeLessThan(8);
  });

  it("does without facts: says what it takes the network for, and lets what lies beside it say more", async () => {
    const bare = (out: string) =>
      strata([
        "prepare",
        join("bare", "small.onnx"),
        "--images",
        "images",
        "--versions",
        "4",
        "--target",
        "network",
        "--out",
        out,
      ]);
    mkdirSync(join(folder, "bare"));
    write(join("bare", "small.onnx"), network);
    const guessed = await bare("guessed");
    expect(guessed.code).toBe(0);
    expect(guessed.err).toMatch(/nothing says how small is fed; taken: .*16x16/);
    expect(guessed.err).toMatch(/3 classes are called like the folders of images, in their order: green, red, striped/);
    const manifest = manifestIn("guessed");
    expect(manifest.classes).toEqual([...CLASSES].sort());
    expect(manifest.taps.map(({ name }) => name)).toEqual(["first", "second"]);
    expect(manifest.output.logits).toBe("scores");

    write(join("bare", "labels.txt"), CLASSES.join("\n"));
    write(
      join("bare", "preprocessor_config.json"),
      JSON.stringify({ image_mean: [0.4, 0.3, 0.3], image_std: [0.25, 0.25, 0.25], do_center_crop: true }),
    );
    const told = await bare("told");
    expect([told.code, told.err]).toEqual([0, expect.stringContaining("a configuration beside it says so")]);
    expect(told.err).toContain("as labels.txt says");
    const { input, classes } = manifestIn("told");
    expect(classes).toEqual(CLASSES);
    expect(input).toMatchObject({
      range: [0, 1],
      mean: [0.4, 0.3, 0.3],
      std: [0.25, 0.25, 0.25],
      resize: "centre-crop",
    });

    // Alone it is explained by its output, fed and called the same.
    const explained = await strata([
      "explain",
      join("images", "red", "red-0.png"),
      "--model",
      join("bare", "small.onnx"),
      "--grid",
      "2x2",
    ]);
    expect([explained.code, explained.err]).toEqual([0, expect.stringContaining("a configuration beside it says so")]);
    const { layers } = JSON.parse(explained.out) as StrataFile;
    const probed = await strata([
      "explain",
      join("images", "red", "red-0.png"),
      "--model",
      join("told", "small.onnx"),
      "--grid",
      "2x2",
    ]);
    const last = (JSON.parse(probed.out) as StrataFile).layers.at(-1)!;
    expect(layers.map(({ name }) => name)).toEqual(["output"]);
    expect(layers[0]!.vFull).toBe(last.vFull);
  });

  it("puts in the weights that lie in a file beside the network, and says which one is missing", async () => {
    mkdirSync(join(folder, "split"));
    const [split, data] = withWeightsOutside();
    write(join("split", "small.onnx"), split);
    const args = [
      "explain",
      join("images", "red", "red-0.png"),
      "--model",
      join("split", "small.onnx"),
      "--grid",
      "1x2",
    ];
    expect(await strata(args)).toMatchObject({
      code: 2,
      err: expect.stringContaining("weights are in the file small.data") as string,
    });
    write(join("split", "small.data"), data);
    expect(await strata(args)).toMatchObject({ code: 0 });
  });

  it("explains through the probes that are asked for, and refuses those that a network does not have", async () => {
    const { probes } = manifestIn("once");
    const explain = (model: string, ...more: string[]): Promise<Outcome> =>
      strata(["explain", join("images", "red", "red-0.png"), "--model", model, "--grid", "2x2", ...more]);
    const model = join("once", "small.onnx");
    const asJson = async (...more: string[]) => JSON.parse((await explain(model, ...more)).out) as StrataFile;
    const [first, network, labels] = [
      await asJson(),
      await asJson("--probes", "network"),
      await asJson("--probes", "labels"),
    ];
    expect(network).toEqual(first);
    expect([first.version, first.probes, labels.version, labels.probes]).toEqual([4, undefined, 4, "labels"]);
    const accuracies = ({ layers }: StrataFile) => layers.slice(0, -1).map(({ probeAccuracy }) => probeAccuracy);
    expect(accuracies(first)).toEqual(probes!.layers.map(({ accuracy }) => accuracy));
    expect(accuracies(labels)).toEqual(probes!.labels!.layers.map(({ accuracy }) => accuracy));
    expect(labels.layers[0]!.vFull).not.toBe(first.layers[0]!.vFull);
    expect(labels.layers.at(-1)).toEqual(first.layers.at(-1));
    // In a folder of results, neither takes the other for its own.
    mkdirSync(join(folder, "results"));
    for (const target of ["network", "labels", "labels"])
      expect(await explain(model, "--probes", target, "--out", "results/")).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, "results"))).toHaveLength(2);

    mkdirSync(join(folder, "alone"));
    for (const [name, content] of Object.entries(contents("once"))) write(join("alone", name), content);
    const { labels: without, ...alone } = probes!;
    expect(without).toBeDefined();
    write(join("alone", "small.json"), JSON.stringify({ ...manifestIn("once"), probes: alone }));
    expect(await explain(join("alone", "small.onnx"), "--probes", "labels")).toMatchObject({
      code: 2,
      err: expect.stringContaining("small has no probes of the labels") as string,
    });
    write(join("alone", "small.json"), JSON.stringify({ ...manifestIn("once"), probes: { ...alone, fitted: null } }));
    expect(await explain(join("alone", "small.onnx"), "--probes", "network")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no probes that are known to be of the network's own answers") as string,
    });
    expect(await explain(model, "--probes", "both")).toMatchObject({
      code: 2,
      err: expect.stringContaining("choose one of network, labels") as string,
    });
  });

  it("tells how sure the answer is and how noisy the probes are on each image where it is asked, and changes nothing else", async () => {
    const explain = (image: string, ...more: string[]): Promise<Outcome> =>
      strata(["explain", image, "--model", join("once", "small.onnx"), "--grid", "2x2", ...more]);
    const image = join("images", "striped", "striped-1.png");
    const plain = JSON.parse((await explain(image)).out) as StrataFile;
    const noisy = JSON.parse((await explain(image, "--certainty")).out) as StrataFile;
    const shares = noisy.layers.map(({ noiseShare }) => noiseShare);
    expect(shares).toEqual([expect.any(Number), expect.any(Number), undefined]);
    for (const share of shares.slice(0, 2)) expect(share! > 0 && share! < 1).toBe(true);
    const { certainty, ...rest } = noisy;
    expect(certainty).toMatchObject({ replicates: 8 });
    const agreements = noisy.layers.map(({ replicateAgreement }) => replicateAgreement);
    expect(agreements).toEqual([expect.any(Number), expect.any(Number), undefined]);
    for (const agreement of agreements.slice(0, 2)) expect(agreement! >= 0 && agreement! <= 1).toBe(true);
    const layersAlone = noisy.layers.map(({ noiseShare: _noise, replicateAgreement: _agreement, ...layer }) => layer);
    expect({ ...rest, layers: layersAlone }).toEqual(plain);

    // Of an estimate it is told as well, from the masks of its sample.
    const model = ["--model", join("once", "small.onnx")];
    const estimate = await strata(["explain", image, ...model, "--grid", "3x3", "--masks", "60", "--certainty"]);
    const sampled = JSON.parse(estimate.out) as StrataFile;
    expect(sampled).toMatchObject({ version: 9, certainty: { replicates: 8 } });
    expect(sampled.layers.map(({ noiseShare }) => noiseShare! > 0 && noiseShare! < 1)).toEqual([true, true, false]);
    expect(sampled.layers.map(({ replicateAgreement }) => typeof replicateAgreement)).toEqual([
      "number",
      "number",
      "undefined",
    ]);

    mkdirSync(join(folder, "some"));
    for (const i of [1, 2])
      write(join("some", `${i}.png`), readFileSync(join(folder, "images", "striped", `striped-${i}.png`)));
    const inFolder = async (...more: string[]) => {
      expect(await explain("some", "--out", "noisy", "--format", "strata", ...more)).toMatchObject({ code: 0 });
      return JSON.parse(readFileSync(join(folder, "noisy", "summary.json"), "utf8")) as SummaryFile;
    };
    expect((await inFolder()).layers.map(({ noiseShare }) => noiseShare)).toEqual([undefined, undefined, undefined]);
    const { layers } = await inFolder("--certainty");
    expect(layers.map(({ noiseShare }) => noiseShare?.count)).toEqual([2, 2, undefined]);
    // Results that tell no noise are not taken for such as do: there are two of each, and the summary.
    expect(readdirSync(join(folder, "noisy"))).toHaveLength(5);
    expect((await inFolder("--certainty")).layers).toEqual(layers);
    // Probes of the labels have no replicates: then only what hangs on choices is told.
    const ofLabels = JSON.parse((await explain(image, "--certainty", "--probes", "labels")).out) as StrataFile;
    expect(ofLabels.certainty).toMatchObject({ replicates: 0 });
  });

  it("gives logits that native ONNX Runtime and the page's agree on, those of the replicates too", async () => {
    const { probes, output, taps } = manifestIn("once");
    const files = contents("once");
    const model = [probes!.file, probes!.replicates!.file].reduce(
      (bytes, file) => assembleModel(bytes, files[file]!),
      network as Uint8Array,
    );
    const images = draw(4 * 3 * SIDE * SIDE, 4);
    const [native, wasm] = [await import("onnxruntime-node"), await import("onnxruntime-web")];
    wasm.env.wasm.numThreads = 1;
    const names = [output.logits, ...probes!.layers.flatMap(({ logits, replicates }) => [logits, replicates!])];
    const answers = [];
    for (const ort of [native, wasm] as unknown as (typeof wasm)[]) {
      const session = await ort.InferenceSession.create(model);
      answers.push(await session.run({ image: new ort.Tensor("float32", images, [4, 3, SIDE, SIDE]) }, names));
      await session.release();
    }
    for (const name of names) {
      const [here, there] = answers.map((answer) => answer[name]!.data as Float32Array);
      expect(here).toHaveLength(name === output.logits || !name.endsWith("replicates") ? 12 : 12 * 8);
      here!.forEach((logit, i) => expect(Math.abs(logit - there![i]!)).toBeLessThan(1e-3));
    }
    expect(taps).toHaveLength(2);
  });

  it("fits probes of the labels alone, of the layers that are named, on the split that is named", async () => {
    const { code } = await prepare("--out", "labels", "--target", "labels", "--layers", "c2", "--threads", "2");
    expect(code).toBe(0);
    const { probes } = manifestIn("labels");
    expect(probes!.layers.map(({ name, probeAgreement }) => [name, probeAgreement])).toEqual([["c2", undefined]]);
    expect([probes!.fitted!.target, probes!.replicates, probes!.labels]).toEqual(["labels", undefined, undefined]);
    // The network's probes beside them are the very same.
    expect(probes!.layers[0]!.accuracy).toBeGreaterThan(0.5);
  });

  it("prepares a network in 16-bit floats, made for one image, that ends in probabilities", async () => {
    write("half.onnx", half);
    write("half-facts.json", JSON.stringify({ ...facts, output: { logits: "shares", form: "probabilities" } }));
    const args = ["prepare", "half.onnx", "--images", "images", "--facts", "half-facts.json", "--versions", "4"];
    const { code, err } = await strata([...args, "--layers", "first,second", "--out", "half"]);
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    const manifest = parseManifest(JSON.parse(readFileSync(join(folder, "half", "half.json"), "utf8")));
    expect(manifest.input).toMatchObject({ name: "image", type: "float16" });
    expect(manifest.output).toMatchObject({ logits: "shares", form: "probabilities" });
    expect(manifest.taps.map(({ cast }) => cast)).toEqual([true, true]);
    for (const layer of probesOf(manifest)) expect(layer.agreement).toBeGreaterThan(0.5);
    const explained = await strata([
      ...["explain", join("images", "red", "red-0.png"), "--model", join("half", "half.json"), "--grid", "2x2"],
    ]);
    expect(explained).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(explained.out)).toMatchObject({
      layers: [{ name: "first" }, { name: "second" }, { name: "output" }],
    });
  });

  it("leaves nothing when it is stopped, neither in the folder nor among the temporary files", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("strata-features-"));
    const stop = new AbortController();
    const { code } = await strata(
      ["prepare", "small.onnx", "--images", "images", "--facts", "facts.json", "--out", "stopped"],
      stop.signal,
      () => stop.abort(),
    );
    expect(code).toBe(130);
    expect(existsSync(join(folder, "stopped"))).toBe(false);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("strata-features-"))).toEqual(before);
  });

  it("reads packed images, and holds out those that are listed", async () => {
    const names = ["red-0.png", "red-1.png", "green-0.png", "striped-0.png", "striped-1.png"];
    write("held.json", JSON.stringify({ names: names.slice(1) }));
    mkdirSync(join(folder, "packed"), { recursive: true });
    const all = CLASSES.flatMap((name) =>
      Array.from({ length: 8 }, (_, i) => ({
        name: `${name}-${i}.png`,
        path: join(folder, "images", name, `${name}-${i}.png`),
      })),
    );
    const bytes = all.map(({ path }) => readFileSync(path));
    const offsets = bytes.reduce((ends, { length }) => [...ends, ends.at(-1)! + length], [0]);
    write(join("packed", "train.bin"), Buffer.concat(bytes));
    // The packed labels count the classes from the other end.
    const classes = CLASSES.toReversed();
    const train = {
      file: "train.bin",
      offsets,
      labels: all.map(({ name }) => classes.findIndex((known) => name.startsWith(known))),
      names: all.map(({ name }) => name),
    };
    write(join("packed", "index.json"), JSON.stringify({ classes, splits: { train, val: train } }));
    const args = ["prepare", "small.onnx", "--images", "packed", "--facts", "facts.json", "--target", "labels"];
    const { code, err } = await strata([...args, "--holdout", "held.json", "--measure", "val", "--out", "packed-out"]);
    expect([code, err.includes("penalty")]).toEqual([0, true]);
    const { probes } = manifestIn("packed-out");
    expect(probes!.fitted!.data).toMatch(/^20 images of packed, 16 versions/);
    expect(probes!.layers.at(-1)!.accuracy! * 24).toBeCloseTo(Math.round(probes!.layers.at(-1)!.accuracy! * 24), 1);
  });
});

describe("what is wrong is said in a sentence, before anything is computed", () => {
  const bad = (change: object): string => {
    write("bad.json", JSON.stringify({ ...facts, ...change }));
    return "bad.json";
  };
  it.each<[string, () => string[], RegExp]>([
    ["no images", () => ["prepare", "small.onnx", "--out", "x"], /^strata: prepare needs --images/],
    [
      "a wrong count",
      () => ["prepare", "small.onnx", "--images", "images", "--out", "x", "--versions", "0"],
      /--versions 0 is not a whole number from 1 to/,
    ],
    [
      "a wrong target",
      () => ["prepare", "small.onnx", "--images", "images", "--out", "x", "--target", "words"],
      /choose one of network, labels/,
    ],
  ])("%s", async (_, args, sentence) => {
    const { code, err } = await strata(args());
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });

  it.skipIf(!hasNative).each<[string, object, readonly string[], RegExp]>([
    ["a misspelt fact", { licens: "MIT" }, [], /bad\.json does not say what it should at licens/],
    ["no deviation", { input: { mean: [0, 0, 0] } }, [], /at input\.std/],
    ["one class", { classes: ["red"] }, [], /at classes/],
    ["another input", { input: { ...facts.input, name: "other" } }, [], /no network with one image/],
    [
      "more classes than scores",
      { classes: ["a", "b", "c", "d"] },
      [],
      /gives 3 scores an image, which is too few for the 4 classes/,
    ],
    ["other classes", { classes: ["red", "green"], classMap: [[0], [1]] }, [], /are of 3 classes .*the network has 2/],
    ["an unknown layer", {}, ["--layers", "third"], /has no tensor third/],
    ["an unknown split", {}, ["--measure", "val"], /has no part val; it has train/],
  ])("%s", async (_, change, more, sentence) => {
    const { code, err } = await strata([
      ...["prepare", "small.onnx", "--images", "images", "--facts", bad(change), "--out", "x", ...more],
    ]);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});
