import { describe, expect, it } from "vitest";
import { createLocalEvaluator, createLocalSolver } from "../../backends/local-engine.ts";
import { openRunner } from "../../backends/fitting/graph-runner.ts";
import { smallNetwork } from "../../backends/fitting/small-network.fixture.ts";
import { mulberry32 } from "../../core/random.ts";
import { logOdds } from "../../core/value.ts";
import { analyse } from "../../exploration/analyse.ts";
import type { AnalyseRequest } from "../../exploration/events.ts";
import { assembleModel } from "../../models/assemble.ts";
import { joinModel } from "../../models/load-model.ts";
import { parseManifest } from "../../models/manifest.ts";
import { withReplicates } from "../../models/probe-choice.ts";
import { inputSize } from "../../models/spec/input.ts";
import { fit, givenFit, runtimeHere } from "./fit-here.fixture.ts";

const CLASSES = 30;
const given = await givenFit(CLASSES, 40);
const { prepared, news } = await fit(null, given);
const { manifest, files } = prepared;
const covers = manifest.probes!.covers!;
const network = smallNetwork(CLASSES);
const tail = files.get("small.tail.onnx")!;
const replicates = files.get("small.replicates.onnx")!;
const uncovered = Array.from({ length: CLASSES }, (_, c) => c).find((c) => !covers.includes(c))!;

describe("probes of a network with many classes", () => {
  it("know the classes that the images show, and say so", () => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    expect(manifest.classes).toHaveLength(CLASSES);
    expect(covers.length).toBeGreaterThan(0);
    expect(covers.length).toBeLessThan(8);
    expect(news.find(({ stage }) => stage === "planned")).toMatchObject({ covers });
  });

  it("keep the log-odds of a known class, and share the rest evenly among the others", async () => {
    const all = [tail, replicates].reduce(assembleModel, network);
    const runner = await openRunner(await runtimeHere(), all, manifest.input, {});
    const random = mulberry32(4);
    const image = Float32Array.from({ length: inputSize(manifest.input) }, () => random() - 0.5);
    const names = ["first_probe", "first_probe_wide", "first_replicates", "first_replicates_wide"];
    const [folded, wide, several, severalWide] = (await runner.run(image, 1, names)).map(({ values }) => values);
    await runner.close();
    const width = covers.length + 1;
    expect([folded!.length, wide!.length]).toEqual([width, CLASSES]);
    expect([several!.length, severalWide!.length]).toEqual([8 * width, 8 * CLASSES]);
    covers.forEach((index, place) => {
      expect(logOdds(wide!, 0, CLASSES, index)).toBeCloseTo(logOdds(folded!, 0, width, place), 4);
      for (let r = 0; r < 8; r++)
        expect(logOdds(severalWide!, r * CLASSES, CLASSES, index)).toBeCloseTo(
          logOdds(several!, r * width, width, place),
          4,
        );
    });
    expect(wide![uncovered]).toBeCloseTo(folded![covers.length]! - Math.log(CLASSES - covers.length), 4);
  });

  it("are looked through for those classes, and not for others", async () => {
    const { bytes } = joinModel(withReplicates(manifest), { backbone: network, tail, replicates });
    const ort = await runtimeHere();
    const session = await ort.InferenceSession.create(bytes);
    const evaluator = createLocalEvaluator(ort as never, session, withReplicates(manifest), 16);
    const { width, height } = manifest.input;
    const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i % 3 === 0 ? 200 : 40));
    const request = (target: number): AnalyseRequest => ({
      model: withReplicates(manifest),
      image: { width, height, rgb },
      imageSha256: "0".repeat(64),
      rows: 2,
      cols: 2,
      baseline: "mean",
      target,
      rather: null,
      kappaFraction: 0.04,
      kappaOf: "range",
      tauFraction: 0.05,
    });
    const engine = { evaluator, solver: createLocalSolver() };
    const seen: number[] = [];
    const known = await analyse(request(covers[0]!), engine);
    expect(known.layers.map(({ name }) => name)).toEqual(["first", "flat", "output"]);
    const other = await analyse(request(uncovered), engine, {
      onValues: ({ values }) =>
        seen.push(
          ...values.layers
            .slice(0, -1)
            .flatMap((v) => [...v])
            .filter((v) => !Number.isNaN(v)),
        ),
    });
    expect(other.layers.map(({ name }) => name)).toEqual(["output"]);
    expect(other.values.layers[0]!.every(Number.isFinite)).toBe(true);
    expect(seen).toEqual([]);
  });
});
