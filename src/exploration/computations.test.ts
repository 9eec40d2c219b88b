import { placeOf } from "../core/all-masks.ts";
import { describe, expect, it } from "vitest";
import { createEngineCache } from "../jobs/engine-cache.ts";
import { createJobs } from "../jobs/jobs.ts";
import type { TaskPriority } from "../platform/priority.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { analyse } from "./analyse.ts";
import { measureMasks, solveLayers, verifyPicture, type MeasureNews, type SolveNews } from "./computations.ts";
import type { Engine } from "./events.ts";
import { fakeEvaluator, fakeSolver, request, threeClasses } from "./fake-engine.fixture.ts";
import { verify } from "./verify.ts";
import { snapshotModel, snapshotOf } from "./snapshot.ts";

const model: LoadedModel = { manifest: threeClasses, bytes: new Uint8Array() };
const asked = request;
const question = {
  target: request.target,
  rather: null,
  kappaFraction: 0,
  kappaOf: "range",
  tauFraction: 0.05,
} as const;

function world({ evaluator = fakeEvaluator(), solver = fakeSolver }: Partial<Engine> = {}) {
  let disposed = 0;
  const engines = createEngineCache({
    limit: 1,
    keyOf: ({ manifest }: LoadedModel) => manifest.network.sha256,
    isOutOfMemory: () => false,
    open: async () => ({ evaluator, solver, ready: async () => undefined, dispose: () => void (disposed += 1) }),
  });
  return { jobs: createJobs(), measure: measureMasks(engines), solve: solveLayers(engines), disposed: () => disposed };
}

describe("measuring and solving as jobs", () => {
  it("give what analyse gives, and tell of masks, answers, scores and layers on the way", async () => {
    const { jobs, measure, solve } = world();
    const [masks, layers]: [MeasureNews[], SolveNews[]] = [[], []];
    const { evaluation } = await jobs.start(measure, { ...asked, model }, { onProgress: (news) => masks.push(news) })
      .done;
    const exploration = await jobs.start(
      solve,
      { model, evaluation, question },
      { onProgress: (news) => layers.push(news) },
    ).done;
    expect(exploration).toEqual(await analyse(request, { evaluator: fakeEvaluator(), solver: fakeSolver }));
    expect(new Set(masks.map(({ kind }) => kind))).toEqual(new Set(["running", "masks", "logits", "values"]));
    const answered = masks.flatMap((news) => (news.kind === "logits" ? Array.from(news.masks, placeOf) : []));
    expect(answered.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, mask) => mask));
    expect(layers.filter(({ kind }) => kind === "layer")).toHaveLength(3);
  });

  it("ask with the priority that the job has at the time", async () => {
    const seen: TaskPriority[] = [];
    const evaluator = fakeEvaluator();
    const { evaluate } = evaluator;
    const { jobs, measure, solve } = world({
      evaluator: {
        ...evaluator,
        evaluate: async (input, masks, options) => {
          seen.push(options.priority!());
          job.setPriority("foreground");
          seen.push(options.priority!());
          await evaluate(input, masks, options);
        },
      },
      solver: {
        ...fakeSolver,
        solve: (v, options, watch) => {
          seen.push(watch!.priority!());
          return fakeSolver.solve(v, options, watch);
        },
      },
    });
    const job = jobs.start(measure, { ...asked, model }, { priority: "background" });
    const { evaluation } = await job.done;
    await jobs.start(solve, { model, evaluation, question }, { priority: "background" }).done;
    expect(seen).toEqual(["background", "foreground", "background", "background", "background"]);
  });

  it("cancel one question without disturbing another on the same engine", async () => {
    const { jobs, measure, disposed } = world();
    const [one, other] = [jobs.start(measure, { ...asked, model }), jobs.start(measure, { ...asked, model })];
    one.cancel(new Error("enough"));
    await expect(one.done).rejects.toThrow("enough");
    expect((await other.done).evaluation.logits).toHaveLength(16 * 9);
    expect(disposed()).toBe(0);
  });

  it("have the same key for the same question of the same picture only", () => {
    const { measure } = world();
    const key = measure.key({ ...asked, model });
    expect(measure.key({ ...asked, model: { ...model } })).toBe(key);
    expect(measure.key({ ...asked, model, rows: 1 })).not.toBe(key);
    expect(measure.key({ ...asked, model, imageSha256: "other" })).not.toBe(key);
  });
});

describe("verifying as a job", () => {
  it("agrees with what was computed from the same scores, says null of another question, and is cancelled", async () => {
    const jobs = createJobs();
    const compare = verifyPicture({ verify: async (there, here) => verify(there, here) });
    const exploration = await analyse(request, { evaluator: fakeEvaluator(), solver: fakeSolver });
    const here = snapshotOf(exploration, snapshotModel({ manifest: threeClasses }), {
      name: "grey",
      pixels: request.image,
    });
    const job = jobs.start(compare, { reference: { ...here }, here });
    expect(await job.done).toMatchObject({ agrees: true, scoreDifference: 0 });
    expect(await jobs.start(compare, { reference: { ...here, tauFraction: 0.1 }, here }).done).toBeNull();
    const cancelled = jobs.start(compare, { reference: here, here });
    cancelled.cancel();
    await expect(cancelled.done).rejects.toMatchObject({ name: "AbortError" });
  });
});
