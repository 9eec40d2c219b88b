import { beforeEach, describe, expect, it } from "vitest";
import { foundWith, selectBaselineCounts } from "./baselines.ts";
import { unplain } from "./events.fixture.ts";
import { canInquire } from "./inquiries.ts";
import { explored, page } from "./page.fixture.ts";
import { selectPicture } from "./selectors.ts";
import { gate, testWorld, type World } from "./world.fixture.ts";

describe("other ways to hide patches", () => {
  let world: World;
  let shown: Awaited<ReturnType<typeof explored>>;
  beforeEach(async () => {
    world = testWorld();
    shown = await explored(world);
  });

  it("are compared where somebody asks, with progress, and stay told as long as the picture stands", async () => {
    const { store, actions, until, phase } = shown;
    const before = store.getState();
    expect(canInquire(before, "baselines")).toBe(true);
    const told: string[] = [];
    store.subscribe(
      ({
        inquiries: {
          baselines: { work },
        },
      }) => {
        if (work?.progress) told.push(`${work.progress.baseline} ${work.progress.stage} ${work.progress.fraction}`);
      },
    );
    const evaluations = world.counts.evaluations;
    actions.askBaselines();
    const after = await until(({ inquiries }) => inquiries.baselines.work === null);
    // One run for each of the three others.
    expect(world.counts.evaluations - evaluations).toBe(3);
    expect(told.filter((text) => text.endsWith(" 1"))).toEqual(
      ["zero", "blur", "image-mean"].flatMap((baseline) => [`${baseline} masks 1`, `${baseline} solving 1`]),
    );
    // The network of this world sees no difference: all rows are found with all of them.
    const { shown: rows } = selectPicture(after)!;
    expect(rows.length).toBeGreaterThan(0);
    expect(selectBaselineCounts(after)).toEqual({
      rows: rows.length,
      withAll: rows.length,
      withNone: 0,
      others: ["zero", "blur", "image-mean"].map((baseline) => ({ baseline, rows: rows.length, agreement: 1 })),
    });
    expect(foundWith(after.inquiries.baselines.found, rows[0]!)!.anywhere).toEqual(["zero", "blur", "image-mean"]);
    expect(unplain(after)).toBeNull();
    expect([after.result, after.notice]).toEqual([before.result, null]);
    expect(canInquire(after, "baselines")).toBe(false);
    actions.setBaseline("blur");
    expect(store.getState().inquiries.baselines).toEqual({ work: null, found: null });
    expect((await phase("done")).notice).toBeNull();
  });

  it("can be left alone again, end with the next run, and fail without harm", async () => {
    const { store, actions, until, phase } = shown;
    const held = gate();
    world.beforeBatch = () => held.opened;
    actions.askBaselines();
    const { id } = store.getState().inquiries.baselines.work!;
    actions.askBaselines();
    expect(store.getState().inquiries.baselines.work!.id).toBe(id);
    actions.cancelInquiry("baselines");
    expect(store.getState().inquiries.baselines).toEqual({ work: null, found: null });
    expect(canInquire(store.getState(), "baselines")).toBe(true);
    actions.askBaselines();
    world.beforeBatch = async () => undefined;
    actions.runAgain();
    expect(store.getState().inquiries.baselines.work).toBeNull();
    held.open();
    await phase("done");
    world.beforeBatch = () => Promise.reject(new Error("no power"));
    const { result } = store.getState();
    actions.askBaselines();
    const failed = await until(({ notice }) => notice !== null);
    expect(failed.notice).toMatchObject({ code: "baselines-failed", values: { message: "no power" } });
    expect([failed.result, failed.inquiries.baselines]).toEqual([result, { work: null, found: null }]);
  });

  it("go with their picture, also where it and the next came without v", async () => {
    const { store, until, phase } = shown;
    const own = store.getState().result!.snapshot!;
    const named = { ...own, image: { ...own.image, name: "another" } };
    const bare = async (snapshot: typeof own): Promise<Blob> =>
      new Blob([
        Uint8Array.from(await world.services.files.write([{ snapshot, name: "", createdMs: 0 }], { values: false })),
      ]);
    await opens(bare(own));
    // Its network is at hand once a run has begun, and stays when that is stopped.
    world.beforeBatch = () => new Promise(() => undefined);
    shown.actions.runAgain();
    await until(({ run }) => run.phase === "running" || run.phase === "loading");
    await until(({ model }) => model !== null);
    shown.actions.cancel();
    await phase("opened");
    expect(store.getState().result!.snapshot!.values).toBeNull();
    world.beforeBatch = async () => undefined;
    shown.actions.askBaselines();
    await until(({ inquiries }) => inquiries.baselines.found !== null);
    await opens(bare(named));
    expect(store.getState().result!.snapshot!.values).toBeNull();
    expect(store.getState().inquiries.baselines).toEqual({ work: null, found: null });

    async function opens(file: Promise<Blob>): Promise<void> {
      const before = store.getState().result;
      shown.actions.openFile(await file, "one.strata");
      await until(({ result, load, run }) => load === null && result !== before && run.phase === "opened");
    }
  });

  it("cannot be asked about a picture whose network is not at hand", async () => {
    const [draft] = (await world.services.links.draft(shown.store.getState().result!.snapshot!)).drafts;
    world.bar.entries.splice(0, Infinity, `#s=${draft!.payload}`);
    world.bar.at = 0;
    const opened = await page(world);
    const state = opened.store.getState();
    expect(canInquire(state, "baselines")).toBe(false);
    opened.actions.askBaselines();
    expect(opened.store.getState()).toBe(state);
  });
});
