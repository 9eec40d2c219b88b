import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ModelError } from "../errors.ts";
import { findNetwork } from "./find-network.ts";
import { guessClasses } from "./guess-classes.ts";
import { guessInputs, inputSpecOf } from "./guess-input.ts";
import { areAlike, type Preparation } from "./preparations.ts";
import { readGraph } from "./read-graph.ts";

const folder = new URL("../../../../shared/data/models/", import.meta.url);
const isHere = existsSync(folder);
if (!isHere) console.warn("SKIPPED: no models that others made are at hand");

/** What is known of a file; of the older entries only some. */
interface Known {
  readonly file: string;
  readonly opset: number;
  readonly layout?: "NCHW" | "NHWC";
  readonly inputs?: readonly {
    readonly name: string;
    readonly type: string;
    readonly shape: readonly (number | string)[];
  }[];
  readonly outputs?: readonly {
    readonly name: string;
    readonly type: string;
    readonly shape: readonly (number | string)[];
  }[];
  readonly ops: readonly string[];
  readonly preprocessing?: string;
  /** Its preprocessing, in the older entries. */
  readonly input?: string;
  readonly classes?: readonly string[] | string;
}
const known = isHere ? (JSON.parse(readFileSync(new URL("models.json", folder), "utf8")) as Known[]) : [];
const bytesOf = ({ file }: Known): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));

/** A preparation as it is written down in words. */
function preparationOf(text: string): Preparation {
  const numbers = [...text.matchAll(/\[([\d.,\s]+)\]/g)].map(([, list]) => list!.split(",").map(Number));
  const channels = text.startsWith("BGR") ? "BGR" : "RGB";
  const plain = { channels, mean: [0, 0, 0], std: [1, 1, 1] } as const;
  if (text.includes("x/127.5-1")) return { ...plain, range: [-1, 1] };
  if (text.includes("raw 0-255")) return { ...plain, range: [0, 255] };
  const [mean, std = [1, 1, 1]] = numbers;
  return { channels, range: text.includes("x/255") ? [0, 1] : [0, 255], mean: mean!, std };
}

const classifiers = known.filter(({ file }) => !file.startsWith("deeplab"));

describe.skipIf(!isHere).each(classifiers)("$file", (of) => {
  const bytes = isHere ? bytesOf(of) : new Uint8Array();
  const graph = isHere ? readGraph(bytes) : null!;
  const network = isHere ? findNetwork(graph) : null!;
  const guesses = isHere ? guessInputs(network, graph, bytes, new Map()) : [];

  it("is read: its operators, opset, inputs and outputs", () => {
    expect([...graph.operators].sort()).toEqual([...of.ops].sort());
    expect(graph.opset).toBe(of.opset);
    const [input] = network.inputs;
    const said = of.inputs?.[0];
    if (said !== undefined) {
      expect(graph.inputs).toEqual([{ name: said.name, type: said.type, dims: said.shape }]);
      expect(graph.outputs).toEqual(of.outputs!.map(({ name, type, shape }) => ({ name, type, dims: shape })));
      const [batch, ...rest] = said.shape as [number | string, number, number, number];
      const [channels, height, width] = of.layout === "NCHW" ? rest : [rest[2], rest[0], rest[1]];
      expect(input).toEqual({
        name: said.name,
        type: said.type,
        layout: of.layout,
        channelCount: channels,
        width,
        height,
        batch: typeof batch === "number" ? batch : null,
      });
    }
    expect(network.rowsDependOnBatch).toBe(of.ops.includes("DynamicQuantizeLinear"));
    expect(network.externalFiles).toEqual([]);
  });

  it("has its scores before a Softmax, as many as there are classes", () => {
    const [output, ...others] = network.outputs;
    expect(others).toEqual([]);
    const count = Array.isArray(of.classes)
      ? of.classes.length
      : /1001/.test(of.file)
        ? 1001
        : /mnist/.test(of.file)
          ? 10
          : 1000;
    expect(output).toMatchObject({ name: graph.outputs[0]!.name, form: "logits", count, doubt: null });
    const ends = of.ops.includes("Softmax") && !of.file.includes("vit");
    expect(output!.scores === output!.name).toBe(!ends);
    if (ends) expect(graph.nodes.find(({ op }) => op === "Softmax")!.inputs).toEqual([output!.scores]);
  });

  it("is prepared like one of the guesses", ({ skip }) => {
    const text = of.preprocessing ?? of.input!;
    if (!/\[|127\.5|raw/.test(text)) return skip("how it is prepared is not known");
    const truth = preparationOf(text);
    const at = guesses.findIndex((guess) => areAlike(guess, truth));
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThan(5);
    expect(inputSpecOf(network.inputs[0]!, guesses[at]!)).toMatchObject({ name: graph.inputs[0]!.name });
    if (text.includes("squashed")) expect(guesses[at]!.resize).toBe("squash");
  });

  it("has names for its classes", async () => {
    const [best] = await guessClasses(network.outputs[0]!.count!, network, graph, new Map());
    if (of.file.startsWith("flowers")) {
      expect(best!.reason).toBe("numbers");
      const names = of.classes as readonly string[];
      const text = new Map([["labels.txt", new TextEncoder().encode(`${names.join("\r\n")}\r\n`)]]);
      expect((await guessClasses(5, network, graph, text))[0]).toEqual({ names, reason: "labels", from: "labels.txt" });
    } else if (Array.isArray(of.classes)) expect(best!.names).toEqual(of.classes);
    else if (of.file.startsWith("mnist")) expect(best!.names.join("")).toBe("0123456789");
    else {
      const { names } = JSON.parse(readFileSync(new URL("imagenet1000.json", folder), "utf8")) as { names: string[] };
      const found = best!.names.slice(-1000).map((name) => name.toLowerCase().replace(/ \(.*\)$/, ""));
      expect(best!.names[0]).toBe(of.file.includes("1001") ? "background" : names[0]);
      // Synsets have several names.
      expect(found.filter((name, i) => name !== names[i]!.toLowerCase().replace(/ \(.*\)$/, "")).length).toBeLessThan(
        30,
      );
    }
  });

  it("has about ten layers that are proposed, spread over its depth", () => {
    const proposed = network.layers.filter((layer) => layer.proposed);
    expect(proposed.length).toBeLessThanOrEqual(10);
    const plenty = graph.nodes.filter(({ op }) => /Conv|MatMul/.test(op)).length > 15;
    expect(proposed.length).toBeGreaterThanOrEqual(plenty ? 8 : 2);
    const depths = [0, ...proposed.map(({ depth }) => depth), 1];
    expect([...depths].sort((a, b) => a - b)).toEqual(depths);
    if (plenty) expect(Math.max(...depths.slice(1).map((depth, i) => depth - depths[i]!))).toBeLessThan(0.3);
    expect(new Set(network.layers.map(({ name }) => name)).size).toBe(network.layers.length);
  });
});

it.skipIf(!isHere)("the segmenter is refused as what it is", () => {
  const segmenter = known.find(({ file }) => file.startsWith("deeplab"))!;
  try {
    findNetwork(readGraph(bytesOf(segmenter)));
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ code: "no-class-scores", context: { seems: "segmenter" } });
  }
});
