import { describe, expect, it } from "vitest";
import { explored, photo } from "./page.fixture.ts";
import { testWorld } from "./world.fixture.ts";

describe("a layer in the concept's place", () => {
  it("comes with its head, and goes with that, a concept, Escape, or another picture", async () => {
    const { store, actions, until } = await explored(testWorld());
    const now = () => [store.getState().layerShown, store.getState().selection.layer];
    actions.showLayer(1);
    expect(now()).toEqual([true, 1]);
    // Other ways to pick a layer leave it there.
    actions.selectLayer(0);
    expect(now()).toEqual([true, 0]);
    actions.togglePatch(2, false);
    expect(now()).toEqual([true, 0]);
    actions.clearPatches();
    actions.showLayer(0);
    expect(now()).toEqual([false, 0]);
    actions.showLayer(null);
    actions.selectConcept({ kind: "and", mask: 1 }, 1);
    expect(now()).toEqual([false, 1]);
    actions.selectConcept(null);
    actions.showLayer(null);
    expect(now()).toEqual([true, null]);
    actions.escape();
    expect(now()).toEqual([false, null]);
    actions.showLayer(1);
    actions.leaveLayer();
    expect(now()).toEqual([false, 1]);
    actions.showLayer(0);
    actions.openFile(photo(9), "dog.jpg");
    await until(
      ({ image, run }) => image?.title.from === "file" && image.title.name === "dog.jpg" && run.phase === "done",
    );
    expect(now()).toEqual([false, null]);
  });
});
