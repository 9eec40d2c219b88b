import type { StrataState } from "./state.ts";
import { describe, expect, it } from "vitest";
import type { SessionEvent } from "./events.ts";
import { blankSession, finishing, jobs, loads, notice, openedOf, person, unplain } from "./events.fixture.ts";
import { reduce } from "./reduce.ts";

/** An event, and what is so after it; null: nothing changes at all. */
type Step = readonly [event: SessionEvent, after: object | null];

/** Plays events from a state on, looks at the session after each, and writes it down each time. */
function replay(from: StrataState, steps: readonly Step[]): StrataState {
  return steps.reduce((before, [event, after], at) => {
    const state = reduce(before, event);
    const where = `after event ${at}, ${event.type}`;
    if (after === null) expect(state, where).toBe(before);
    else expect(state, where).toMatchObject(after);
    expect(unplain(state), where).toBeNull();
    expect(structuredClone(state), where).toBeDefined();
    return state;
  }, from);
}

const play = (from: StrataState, events: readonly SessionEvent[]): StrataState => events.reduce(reduce, from);

const started = play(blankSession(), [person.address(""), loads.image(1, null)]);
const finished = play(started, finishing(2));
const dog = { title: { from: "sample", file: "dog.png" } };
const cat = { title: { from: "file", name: "cat.jpg" } };

describe("a session, event by event", () => {
  it("starts, runs and finishes", () => {
    const state = replay(blankSession(), [
      [person.address(""), { load: { id: 1, what: "model" }, run: { phase: "loading" }, address: { ahead: true } }],
      [
        loads.image(1, null),
        { load: null, image: dog, run: { phase: "loading" }, jobs: [{ id: 2 }], address: { ahead: false } },
      ],
      [jobs.masks(2), { run: { phase: "running", done: 8 }, jobs: [{ progress: { phase: "running" } }] }],
      [jobs.scores(2), { result: { partial: { done: 8 }, target: { label: "dog" } } }],
      [jobs.masksDone(2), { run: { phase: "solving" }, answers: { id: 2 }, result: { layers: [null, null, null] } }],
      [jobs.layers(2), { run: { phase: "solving", solved: 1 }, result: { layers: [null, null, { name: "output" }] } }],
      [jobs.explained(2), { run: { phase: "solving" }, result: { layers: [{}, {}, {}], opened: null } }],
      [jobs.done(2), { run: { phase: "done", measured: 512 }, jobs: [], finished: { answers: { id: 2 } } }],
    ]);
    expect(state.paces["imagenette-residual"]).toEqual({ masksPerSecond: 256, solved: { players: 9, seconds: 1 } });
  });

  it("layers that were estimated stand until they are solved, are no finished picture, and answer the question they were asked alone", () => {
    const { settings } = started;
    const estimated = { masks: 51, heldOutR2: [0.5, 0.7] };
    replay(started, [
      [jobs.masks(2, 64), { run: { phase: "running" }, result: { estimated: null } }],
      [jobs.estimated(2, { ...settings, kappaFraction: 0.08 }), null],
      [jobs.estimated(1, settings), null],
      [jobs.estimated(2, settings), { result: { layers: [{}, {}, {}], estimated, snapshot: null }, finished: null }],
      [jobs.masks(2, 128), { result: { estimated } }],
      [jobs.masksDone(2), { run: { phase: "solving" }, result: { estimated } }],
      [jobs.estimated(2, settings), null],
      [jobs.layers(2), { result: { layers: [{ interactions: { sampled: {} } }, {}, {}], estimated } }],
      [jobs.explained(2), { result: { estimated: null, layers: [{}, {}, {}] } }],
      [jobs.done(2), { run: { phase: "done" } }],
    ]);
    replay(started, [
      [jobs.masks(2, 64), {}],
      [jobs.estimated(2, settings), { result: { estimated } }],
      [person.cancel, { run: { phase: "cancelled" }, result: { estimated } }],
      [person.run, { result: { estimated: null, layers: [null, null, null] } }],
    ]);
  });

  it("a drop during a run: the run goes on until the image is there, and its late answers are nobody's", () => {
    replay(started, [
      [jobs.masks(2), { run: { phase: "running" } }],
      [person.drop("cat.jpg"), { load: { id: 3, what: "file" }, run: { phase: "running" }, image: dog }],
      [jobs.masks(2, 16), { run: { phase: "running", done: 16 } }],
      [{ type: "file-told", load: 3, holds: "image" }, { load: { what: "image", name: "cat.jpg" } }],
      [loads.image(3, "cat.jpg", 2), { load: null, image: cat, jobs: [{ id: 4 }], run: { phase: "loading" } }],
      [jobs.masks(2, 24), null],
      [jobs.scores(2), null],
      [jobs.masksDone(2), null],
      [jobs.failed(2), null],
      [jobs.masks(4), { run: { phase: "running", done: 8 }, image: cat }],
    ]);
  });

  it("a cancelled run: what was measured is said, nothing of it comes late, and it can be run again", () => {
    replay(started, [
      [jobs.masks(2, 24), { run: { done: 24 } }],
      [person.cancel, { run: { phase: "cancelled", during: "running", done: 24, total: 512 }, jobs: [] }],
      [jobs.masks(2, 32), null],
      [{ type: "masks-known", job: 2, done: 8, total: 512 }, null],
      [jobs.masksDone(2), null],
      [person.cancel, { run: { phase: "cancelled" }, load: null }],
      [person.run, { run: { phase: "loading" }, jobs: [{ id: 3, answers: null }] }],
      [jobs.failed(2), null],
      [jobs.masksDone(3), { run: { phase: "solving" }, answers: { id: 3 } }],
      [person.cancel, { run: { phase: "cancelled", during: "solving" }, answers: { id: 3 } }],
      [person.run, { run: { phase: "solving" }, jobs: [{ id: 4, answers: 3 }] }],
    ]);
  });

  it("a step back, and another drop before it is there: the last one wins", () => {
    const { result } = finished;
    replay(finished, [
      [person.address("sample=box.png"), { load: { id: 3, fromAddress: true }, address: { ahead: true }, result }],
      [person.drop("cat.jpg"), { load: { id: 4 }, result }],
      [loads.image(3, null, 5, "glass-box"), null],
      [loads.refused(3), null],
      [loads.image(4, "cat.jpg", 2), { image: cat, model: { name: "imagenette-residual" }, address: { ahead: false } }],
      [loads.picture(3), null],
      [loads.image(4, "dog.jpg", 3), null],
    ]);
  });

  it("a worker that died: the finished page is there again, and what broke can be tried again", () => {
    const { result } = finished;
    const state = replay(finished, [
      [person.pick, { selection: { concept: { mask: 3 } } }],
      [person.grid(2, 2), { settings: { rows: 2 }, run: { phase: "loading" }, selection: { concept: null } }],
      [jobs.masks(3), { run: { phase: "running" } }],
      [
        jobs.failed(3),
        {
          notice: { code: "run-worker-died" },
          settings: { rows: 3 },
          result,
          run: { phase: "done" },
          jobs: [],
          selection: { concept: { mask: 3 } },
          answers: { id: 2 },
        },
      ],
      [jobs.masks(3), null],
      [
        person.retry,
        { settings: { rows: 2 }, run: { phase: "loading" }, jobs: [{ id: 4, answers: null }], notice: null },
      ],
      [jobs.masks(3), null],
    ]);
    expect(play(state, finishing(4))).toMatchObject({ run: { phase: "done" }, settings: { rows: 2 } });
  });

  it("a load that fails leaves all as it was, even a run that goes on", () => {
    const { image, result } = started;
    replay(started, [
      [jobs.masks(2), { run: { phase: "running" } }],
      [person.drop("cat.jpg"), { load: { id: 3 } }],
      [
        loads.refused(3),
        { load: null, image, notice: { code: "unreadable" }, run: { phase: "running" }, jobs: [{ id: 2 }] },
      ],
      [loads.image(3, "cat.jpg"), null],
      [person.again, { load: { id: 4, name: "cat.jpg" }, result }],
      [person.cancel, { load: null, run: { phase: "cancelled" } }],
      [loads.image(4, "cat.jpg"), null],
    ]);
  });

  it("a comparison that ends after another picture was opened says nothing of it", () => {
    const opened = play(finished, [person.address("s=p"), loads.picture(3)]);
    expect(opened).toMatchObject({ run: { phase: "opened", from: "link" }, model: null, answers: null });
    replay(opened, [
      [person.run, { load: { id: 4, again: true, target: { kind: "again" } }, run: { phase: "opened" } }],
      [loads.image(4, null), { jobs: [{ id: 5 }], run: { phase: "loading" } }],
      [jobs.masksDone(5), { run: { phase: "solving" } }],
      [jobs.explained(5), { run: { phase: "solving" } }],
      [person.drop("b.strata"), { load: { id: 6 } }],
      [loads.picture(6), { run: { phase: "opened" }, verification: null, jobs: [], load: null }],
      [{ type: "job-done", job: 5, verification: { agrees: false } as never, solveSeconds: 1 }, null],
      [person.cancel, { run: { phase: "opened" }, verification: null }],
    ]);
  });

  it("an opened picture comes back when what was asked of it is stopped or fails", () => {
    const opened = play(finished, [person.drop("a.strata"), loads.picture(3)]);
    const { result, settings, selection } = opened;
    replay(opened, [
      [person.kappa(0.1), { settings: { kappaFraction: 0.1 }, load: { again: true }, run: { phase: "opened" } }],
      [person.cancel, { load: null, settings, result, selection, run: { phase: "opened" } }],
      [person.grid(2, 2), { settings: { rows: 2 }, load: { id: 5 } }],
      [loads.refused(5), { settings, result, run: { phase: "opened" }, notice: { code: "unreadable" } }],
    ]);
  });

  it("an address that cannot be had starts a page with nothing on it, which says why once it is there or has failed", () => {
    const refused: SessionEvent = { type: "load-refused", load: 1, notice: notice("link-damaged"), fromAddress: true };
    const state = replay(blankSession(), [
      [person.address("s=AAAA"), { load: { id: 1, what: "link" } }],
      [refused, { load: { id: 2, target: { kind: "sample", file: null } }, notice: null, run: { phase: "loading" } }],
    ]);
    for (const event of [loads.image(2, null), loads.refused(2), person.cancel, person.drop("cat.jpg")])
      expect(reduce(state, event).notice?.code, event.type).toBe("link-damaged");
  });

  it("what is learned late of a network is not said of another one", () => {
    const opened = play(finished, [person.drop("a.strata"), loads.picture(3)]);
    const { manifest: known } = finished.model!;
    const manifest = { ...known, network: { ...known.network, sha256: "9".repeat(64) } };
    replay(opened, [
      [{ type: "network-learned", manifest }, null],
      [{ type: "network-missed", snapshot: { ...openedOf().snapshot }, notice: notice("model-not-here") }, null],
      [{ type: "saved-told", snapshot: { ...openedOf().snapshot }, saved: true }, null],
    ]);
  });
});
