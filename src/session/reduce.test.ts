import type { StrataState } from "./state.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SessionEvent } from "./events.ts";
import { blankSession, jobs, loads, notice, person, unplain } from "./events.fixture.ts";
import { reduce } from "./reduce.ts";
import { isBusy } from "./run-phase.ts";
import { createSession } from "./session.ts";
import { explored, photo } from "./page.fixture.ts";
import { testWorld } from "./world.fixture.ts";

/** What a person may do at any time. */
const PERSON: readonly SessionEvent[] = [
  person.drop("cat.jpg"),
  person.model("glass-box"),
  person.model("imagenette-residual"),
  person.grid(2, 2),
  person.grid(3, 3),
  person.kappa(0.1),
  person.target(2),
  person.run,
  person.measure,
  person.retry,
  person.cancel,
  person.again,
  person.pick,
  person.bringNetwork,
  person.leaveNetwork,
  person.address("sample=box.png"),
  person.address("s=AAAA"),
  person.address("grid=9x9"),
  { type: "guide-begun" },
  { type: "guide-begun" },
  { type: "guide-went", step: 2 },
  { type: "guide-left" },
  { type: "picture-pinned" },
  { type: "inquiry-asked", kind: "kappas", asked: null },
  { type: "tray-brought", files: [{ name: "cat.jpg", file: new Blob(["cat"]) }] },
];

/** What a load may bring, by its id. */
const LOAD: readonly ((load: number) => SessionEvent)[] = [
  (load) => loads.image(load, null),
  (load) => loads.image(load, "cat.jpg", 2),
  (load) => loads.image(load, "cat.jpg", 3, "glass-box"),
  loads.picture,
  loads.refused,
  (load) => ({ type: "file-told", load, holds: "image" }),
  (load) => ({ type: "explorations-arrived", load }),
  (load) => ({ type: "load-refused", load, notice: notice("kept-gone"), fromAddress: true }),
];

/** What a job may bring before its masks are all answered, and after. */
const MEASURING: readonly ((job: number) => SessionEvent)[] = [
  (job) => ({ type: "masks-known", job, done: 8, total: 512 }),
  (job) => jobs.masks(job),
  (job) => jobs.scores(job),
  (job) => jobs.masksDone(job),
  (job) => ({ type: "class-missed", job }),
  jobs.failed,
];
const SOLVING: readonly ((job: number) => SessionEvent)[] = [jobs.layers, jobs.explained, jobs.failed];
const EXPLAINED: readonly ((job: number) => SessionEvent)[] = [jobs.done, jobs.done, jobs.failed];

/** What a job may bring next. */
function stageOf({ run, result }: StrataState) {
  if (run.phase !== "solving") return MEASURING;
  return result!.opened === null && result!.snapshot !== null ? EXPLAINED : SOLVING;
}

/** The next event: a person's, what the load or the job that the state names brings, or what one of long ago does. */
interface Move {
  readonly of: "person" | "load" | "job" | "through" | "late-load" | "late-job";
  readonly pick: number;
  readonly ago: number;
}
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    of: fc.constantFrom("person", "load", "load", "job", "through", "through", "through", "late-load", "late-job"),
    pick: fc.nat(),
    ago: fc.nat(9),
  }),
  { maxLength: 40 },
);

const one = <T>(of: readonly T[], pick: number): T => of[pick % of.length]!;

function eventOf(state: StrataState, { of, pick, ago }: Move): SessionEvent | null {
  const {
    load,
    jobs: [job],
    nextId,
  } = state;
  const old = nextId - 1 - ago;
  switch (of) {
    case "person":
      return one(PERSON, pick);
    case "load":
      return load === null ? null : one(LOAD, pick)(load.id);
    case "job":
      return job === undefined ? null : one(stageOf(state), pick)(job.id);
    // What brings a run nearer to its end.
    case "through": {
      if (job === undefined) return null;
      const stage = stageOf(state);
      return (stage === MEASURING ? jobs.masksDone : stage === SOLVING ? jobs.explained : jobs.done)(job.id);
    }
    case "late-load":
      return old === load?.id ? null : one(LOAD, pick)(old);
    case "late-job":
      return old === job?.id ? null : one([...MEASURING, ...SOLVING, ...EXPLAINED], pick)(old);
  }
}

/** What holds of every session, whatever has happened. */
function expectSound(state: StrataState, where: string): void {
  const [job, ...others] = state.jobs;
  expect(others, where).toEqual([]);
  if (job !== undefined) expect(state.run, where).toBe(job.progress);
  // Only a page with nothing on it is busy without a job: it waits for its first load.
  else if (isBusy(state.run)) expect([state.image, state.load !== null], where).toEqual([null, true]);
  if (state.run.phase === "opened" || state.run.phase === "done")
    expect(state.result?.layers.includes(null), where).toBe(false);
  if (job?.answers) expect(state.answers?.id, where).toBe(job.answers);
  if (state.image === null) expect([state.model, state.result, state.jobs], where).toEqual([null, null, []]);
  expect(unplain(state), where).toBeNull();
}

function expectKept(before: StrataState, state: StrataState, { of }: Move, event: SessionEvent, where: string): void {
  // What comes late changes nothing.
  if (of.startsWith("late")) {
    expect(state, where).toBe(before);
    return;
  }
  // What is pending may fail: what was on the page is there still, or the last finished page is again.
  if (event.type === "load-refused") {
    // Without the glass box there is no guide.
    const was = before.guide?.before ?? before;
    expect(state.guide, where).toBeNull();
    expect(state.image, where).toBe(was.image);
    // A run that the guide came between begins anew.
    if (before.guide === null || !isBusy(was.run))
      expect([was.result, was.finished?.page.result], where).toContain(state.result);
  }
  // Whatever was done meanwhile, the page is as it was before the guide.
  if (before.guide !== null && state.guide === null) {
    const { before: was } = before.guide;
    if (event.type === "guide-left")
      expect(
        [state.image, state.model, state.settings, state.answers, state.finished, state.pinned, state.names],
        where,
      ).toEqual([was.image, was.model, was.settings, was.answers, was.finished, was.pinned, was.names]);
    if (event.type === "guide-left" && !isBusy(was.run)) expect(state.result, where).toBe(was.result);
  }
  if (event.type === "job-failed") {
    const stays = before.result!.opened !== null ? before.result : before.finished?.page.result;
    if (stays) expect(state.result, where).toBe(stays);
    expect(state.broken?.page.settings, where).toBe(before.settings);
  }
  // Whatever is stopped, the page can go on.
  if (event.type === "cancelled") {
    expect([state.load, state.jobs, isBusy(state.run)], where).toEqual([null, [], false]);
    const next = reduce(state, state.image === null ? person.again : person.run);
    if (state.image !== null || state.lastLoad !== null)
      expect(next.load !== null || next.jobs.length > 0, where).toBe(true);
  }
}

describe("any sequence of events", () => {
  it("leaves a session that is sound, that late answers do not change, that loses nothing finished, and that goes on", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(moves, (sequence) => {
        let state = reduce(blankSession(), person.address(""));
        for (const [at, move] of sequence.entries()) {
          const event = eventOf(state, move);
          if (event === null) continue;
          const before = state;
          state = reduce(before, event);
          const where = `event ${at}: ${event.type}`;
          expectSound(state, where);
          expectKept(before, state, move, event, where);
          seen.add(`${move.of.startsWith("late")} ${event.type} ${before.run.phase}`);
        }
        expect(structuredClone(state).nextId).toBe(state.nextId);
      }),
      { seed: 13, numRuns: 1000 },
    );
    // They went through all there is.
    for (const phase of ["idle", "loading", "running", "solving", "done", "cancelled", "failed", "opened"])
      expect(
        [...seen].some((of) => of.endsWith(` ${phase}`)),
        phase,
      ).toBe(true);
    for (const type of [
      "job-done",
      "job-failed",
      "load-refused",
      "image-arrived",
      "cancelled",
      "guide-begun",
      "guide-left",
      "inquiry-asked",
    ])
      expect(
        [...seen].some((of) => of.startsWith(`false ${type}`)),
        type,
      ).toBe(true);
  });
});

describe("a session", () => {
  it("hears of events one after the other, also of those that its listeners dispatch", () => {
    const { store, dispatch } = createSession(blankSession());
    const heard: (readonly [number | null, number | null])[] = [];
    store.subscribe(({ scaleLock }) => {
      if (scaleLock === 1) dispatch({ type: "scale-locked", end: 2 });
    });
    store.subscribe(({ scaleLock }, before) => void heard.push([before.scaleLock, scaleLock]));
    dispatch({ type: "scale-locked", end: 1 });
    expect(heard).toEqual([
      [null, 1],
      [1, 2],
    ]);
  });

  it("can be written down at any moment of a visit", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    const unfit: (string | null)[] = [];
    store.subscribe((state) => {
      unfit.push(unplain(state));
      structuredClone(state);
    });
    actions.openLibrary();
    await until(({ libraryList }) => libraryList !== null);
    actions.setGrid(2, 2);
    await until(({ run, settings }) => settings.rows === 2 && run.phase === "done");
    actions.openFile(photo(5), "dog.jpg");
    await until(({ image, run }) => image?.sha256 !== undefined && run.phase === "running");
    actions.cancel();
    actions.openShare();
    actions.chooseModel("glass-box");
    await until(({ model, run }) => model?.name === "glass-box" && run.phase === "done");
    expect(unfit.length).toBeGreaterThan(20);
    expect(new Set(unfit)).toEqual(new Set([null]));
  });
});
