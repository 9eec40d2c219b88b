import { beforeEach, describe, expect, it } from "vitest";
import { ModelError } from "../models/errors.ts";
import { unplain } from "./events.fixture.ts";
import { canInquire } from "./inquiries.ts";
import { explored } from "./page.fixture.ts";
import { gate, testModel, testWorld, type World } from "./world.fixture.ts";

describe("what is asked beside a picture", () => {
  let world: World;
  let shown: Awaited<ReturnType<typeof explored>>;
  beforeEach(async () => {
    world = testWorld();
    shown = await explored(world);
  });

  it("is noise on the image: a run for each draw, told so far on the way, and kept when it is stopped", async () => {
    const { store, actions, until } = shown;
    const before = store.getState();
    const evaluations = world.counts.evaluations;
    const sofar: (number | undefined)[] = [];
    store.subscribe(({ inquiries: { stability } }) => {
      if (sofar.at(-1) !== stability.found?.done) sofar.push(stability.found?.done);
    });
    actions.askStability({ sigma: 0.02, draws: 4, seed: 1 });
    const after = await until(({ inquiries }) => inquiries.stability.work === null);
    expect(world.counts.evaluations - evaluations).toBe(4);
    expect(sofar).toEqual([2, 3, 4]);
    const { layers } = after.inquiries.stability.found!;
    expect(layers).toHaveLength(before.result!.layers.length);
    // The network of this world does not see the noise.
    expect(layers.flat().every(({ ratio }) => ratio === null)).toBe(true);
    expect(layers.at(-1)!.some(({ leftOut }) => leftOut > 0)).toBe(true);
    expect(unplain(after)).toBeNull();
    expect([after.result, after.notice]).toEqual([before.result, null]);

    let draws = 0;
    const held = gate();
    world.beforeBatch = async () => {
      if (world.counts.evaluations - evaluations - 4 > 3) await held.opened;
    };
    actions.askStability({ sigma: 0.05, draws: 9, seed: 1 });
    expect(store.getState().inquiries.stability.found).toBeNull();
    expect(canInquire(store.getState(), "stability")).toBe(false);
    await until(({ inquiries }) => (draws = inquiries.stability.found?.done ?? 0) === 3);
    actions.cancelInquiry("stability");
    held.open();
    expect(store.getState().inquiries.stability).toMatchObject({
      work: null,
      found: { done: draws, asked: { draws: 9 } },
    });
  });

  it("is another network, asked for the class of the same name, which leaves the page's network alone", async () => {
    const { store, actions, until } = shown;
    const before = store.getState();
    const [other] = before.models.filter(({ name }) => name !== before.model!.name);
    actions.askAcross(other!.name);
    const after = await until(({ inquiries }) => inquiries.across.work === null);
    const { found } = after.inquiries.across;
    expect(after.notice).toBeNull();
    expect(found).toMatchObject({
      model: { name: testModel(other!.name).manifest.name },
      target: { label: before.result!.target!.label },
      players: { rows: 3, cols: 3 },
      tauFraction: before.result!.snapshot!.tauFraction,
    });
    expect([after.model, after.result, after.image]).toEqual([before.model, before.result, before.image]);
    expect(unplain(after)).toBeNull();
    // It goes with the picture.
    actions.setGrid(2, 2);
    expect(store.getState().inquiries.across).toEqual({ work: null, found: null });
  });

  it("fails without harm where the other network cannot be had, or this one breaks", async () => {
    const { store, actions, until } = shown;
    const { result } = store.getState();
    actions.askAcross("nobody.json");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({ code: "model-unknown" });
    actions.dismissNotice();
    const [other] = store.getState().models.filter(({ name }) => name !== store.getState().model!.name);
    world.beforeLoad = () => Promise.reject(new ModelError("not-found", "offline", { file: "models/a.json" }));
    actions.askAcross(other!.name);
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "model-missing",
      values: { name: other!.name },
    });
    actions.dismissNotice();
    world.beforeBatch = () => Promise.reject(new Error("no power"));
    actions.askStability({ sigma: 0.02, draws: 2, seed: 1 });
    const failed = await until(({ notice }) => notice !== null);
    expect(failed.notice).toMatchObject({ code: "stability-failed", values: { message: "no power" } });
    expect(failed.result).toBe(result);
    expect(failed.inquiries.stability).toEqual({ work: null, found: null });
  });
});
