import { beforeEach, describe, expect, it } from "vitest";
import { effectRangeHere } from "../backends/drain-steps.ts";
import { valuesOfAll } from "../core/games.ts";
import type { CertaintyAnswer } from "../exploration/computations.ts";
import { unplain } from "./events.fixture.ts";
import { explored, page } from "./page.fixture.ts";
import { reduce } from "./reduce.ts";
import { selectFocus } from "./selectors.ts";
import { uniquenessOf, uniquenessOffer } from "./uniqueness.ts";
import { gate, testWorld, type World } from "./world.fixture.ts";

describe("whether a concept could be said otherwise", () => {
  let world: World;
  let shown: Awaited<ReturnType<typeof explored>>;
  beforeEach(async () => {
    world = testWorld();
    shown = await explored(world);
  });

  it("is looked for where somebody asks, with progress, and stays told as long as the picture stands", async () => {
    const { store, actions, until, phase } = shown;
    const before = store.getState();
    const concept = selectFocus(before)!;
    const { snapshot } = before.result!;
    expect(uniquenessOffer(before.result!, 1)).toBe("offered");
    const fractions: (number | null)[] = [];
    store.subscribe(({ uniqueness: { work } }) => work !== null && fractions.push(work.fraction));
    actions.askUniqueness(concept, 1);
    expect(uniquenessOf(store.getState(), { concept, layer: 1 })).toMatchObject({ fraction: null });
    const after = await until(({ uniqueness }) => uniqueness.work === null);
    const v = valuesOfAll(snapshot!.values!, snapshot!.players.n)![1]!;
    const { kappa } = snapshot!.layers[1]!.interactions.exactness;
    const range = await effectRangeHere(v, { concept, kappa });
    expect(after.uniqueness.told).toEqual([{ concept, layer: 1, range }]);
    expect(range!.most.effect).toBeGreaterThan(0);
    expect(fractions).toContain(0.5);
    expect(unplain(after)).toBeNull();
    // Of another layer nothing is known yet, and the picture is what it was.
    expect(uniquenessOf(after, { concept, layer: 0 })).toBeNull();
    expect(after.result).toBe(before.result);
    // Asked again it is told once; asked of another layer both are.
    actions.askUniqueness(concept, 1);
    await until(({ uniqueness }) => uniqueness.work === null);
    actions.askUniqueness(concept, 2);
    const both = await until(({ uniqueness }) => uniqueness.work === null);
    expect(both.uniqueness.told.map(({ layer }) => layer)).toEqual([1, 2]);
    // What is told of how sure the picture is comes to another snapshot of the same picture.
    const certainty = { id: 99, byItself: false, progress: null };
    const answer = { shares: null, certainty: {} } as unknown as CertaintyAnswer;
    const sure = reduce({ ...both, certainty }, { type: "certainty-told", certainty: certainty.id, answer });
    expect(sure.result!.snapshot).not.toBe(both.result!.snapshot);
    expect(sure.uniqueness).toBe(both.uniqueness);
    actions.setBaseline("blur");
    expect(store.getState().uniqueness).toEqual({ work: null, told: [] });
    await phase("done");
    expect(store.getState().notice).toBeNull();
  });

  it("is asked of one concept at a time, can be cancelled, and its failure is said and fails nothing", async () => {
    const { store, actions, until } = shown;
    const { result, run } = store.getState();
    const concept = selectFocus(store.getState())!;
    const held = gate();
    world.beforeSolve = () => held.opened;
    actions.askUniqueness(concept, 0);
    const first = store.getState().uniqueness.work!.id;
    actions.askUniqueness(concept, 0);
    expect(store.getState().uniqueness.work!.id).toBe(first);
    actions.askUniqueness(concept, 1);
    expect(store.getState().uniqueness.work).toMatchObject({ layer: 1 });
    actions.cancelUniqueness();
    held.open();
    await new Promise((done) => setTimeout(done, 20));
    expect(store.getState().uniqueness).toEqual({ work: null, told: [] });
    world.services.rangeSolver = () => Promise.reject(new Error("no way"));
    actions.askUniqueness(concept, 1);
    const failed = await until(({ notice }) => notice !== null);
    expect(failed.uniqueness).toEqual({ work: null, told: [] });
    expect(failed.notice).toMatchObject({ code: "uniqueness-failed", values: { message: "no way" } });
    expect([failed.result, failed.run]).toEqual([result, run]);
  });

  it("cannot be asked of a picture that came without v, nor of a layer that was only solved nearly", async () => {
    const { store } = shown;
    const { result } = store.getState();
    const [draft] = (await world.services.links.draft(result!.snapshot!)).drafts;
    world.bar.entries.splice(0, Infinity, `#s=${draft!.payload}`);
    world.bar.at = 0;
    const opened = await page(world);
    const state = opened.store.getState();
    expect(uniquenessOffer(state.result!, 1)).toBe("without-values");
    opened.actions.askUniqueness(selectFocus(state)!, 1);
    expect(opened.store.getState()).toBe(state);
    const approximate = result!.layers.map((layer) => {
      const { interactions } = layer!;
      return { ...layer!, interactions: { ...interactions, exactness: { ...interactions.exactness, method: "B" } } };
    });
    expect(uniquenessOffer({ ...result!, layers: approximate as NonNullable<typeof result>["layers"] }, 1)).toBe(
      "approximate",
    );
    expect(uniquenessOffer({ ...result!, snapshot: null }, 1)).toBeNull();
  });
});
