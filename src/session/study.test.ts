import { describe, expect, it } from "vitest";
import { madeUpStudy } from "../study/study.fixture.ts";
import { findingsOfStudy } from "../study/tables.ts";
import { writeStudyFile } from "../study/study-file.ts";
import { blankSession, finishing, loads, person, unplain } from "./events.fixture.ts";
import { explored } from "./page.fixture.ts";
import { reduce } from "./reduce.ts";
import type { SessionEvent } from "./events.ts";
import { FIRST_LOOK } from "./study.ts";
import { testWorld } from "./world.fixture.ts";

const study = madeUpStudy(3);
const bytes = new Blob([(await writeStudyFile(study)) as Uint8Array<ArrayBuffer>]);

describe("a study", () => {
  it("comes from a file with its findings, takes nothing from the page, and gives way to what comes after it", async () => {
    const world = testWorld();
    const { actions, until, store } = await explored(world);
    const { result, image, run } = store.getState();
    actions.openStudy({ name: "made up.study", file: bytes }, [
      { name: "out/explorations/ab.strata", file: new Blob(["x"]) },
      { name: "out/means.csv", file: new Blob(["y"]) },
    ]);
    const open = await until((state) => state.study !== null);
    expect(open.study).toMatchObject({ name: "made up.study", isShown: true, look: FIRST_LOOK });
    expect(open.study!.study).toEqual(study);
    expect(open.study!.findings).toEqual(findingsOfStudy(study));
    expect(Object.keys(open.study!.explorations!)).toEqual(["ab"]);
    expect([open.result, open.image, open.run, open.load]).toEqual([result, image, run, null]);
    expect(unplain(open)).toBeNull();
    structuredClone(open);

    // What cannot be read leaves it there.
    actions.openStudy({ name: "cut.study", file: bytes.slice(0, bytes.size / 2) }, []);
    const refused = await until((state) => state.notice !== null);
    expect(refused.notice).toMatchObject({ code: "file-damaged", values: { name: "cut.study" } });
    expect(refused.study).toBe(open.study);

    actions.chooseTopic("orders");
    expect(store.getState()).toMatchObject({ topic: "orders", study: { isShown: false } });
    actions.showStudy(true);
    actions.lookAtStudy({ figure: "shares" });
    actions.lookAtStudy({ at: { point: "a", isBeside: false } });
    expect(store.getState().study!.look).toMatchObject({ figure: "shares", at: { point: "a" } });
    // Escape lets go of the images, another figure has others.
    actions.dismissNotice();
    actions.escape();
    expect(store.getState().study!.look.at).toBeNull();
    actions.closeStudy();
    expect(store.getState().study).toBeNull();
  });

  it("stands aside for a picture, and is still there after the guide", () => {
    const arrived: SessionEvent = {
      type: "study-arrived",
      load: 3,
      name: "a.study",
      study,
      findings: [],
      explorations: null,
    };
    const start = [person.address(""), loads.image(1, null), ...finishing(2), person.drop("a.study"), arrived];
    const shown = start.reduce(reduce, blankSession());
    expect(shown.study?.isShown).toBe(true);
    const other = [person.drop("cat.jpg"), loads.image(4, "cat.jpg", 2)].reduce(reduce, shown);
    expect(other.study?.isShown).toBe(false);
    const guided = reduce(shown, { type: "guide-begun" });
    const back = [loads.image(guided.load!.id, null, 3), { type: "guide-left" } as const].reduce(reduce, guided);
    expect(back.study?.isShown).toBe(true);
  });
});
