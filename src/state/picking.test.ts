import { describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { initialState } from "./initial.ts";
import { createPicking, escapeStep } from "./picking.ts";
import type { StrataState } from "./shape.ts";

function setUp(change: Partial<StrataState> = {}) {
  const store = createStore<StrataState>(() => ({ ...initialState("en", "light"), ...change }));
  const stopWork = vi.fn();
  return { store, stopWork, picking: createPicking(store, { stopWork }) };
}

const concept = { kind: "and", mask: 0b110 } as const;

describe("togglePatch", () => {
  it("selects one patch, replaces it by another, and lets go of it when picked again", () => {
    const { store, picking } = setUp();
    picking.togglePatch(2, false);
    expect(store.getState().selection.patches).toBe(0b100);
    picking.togglePatch(0, false);
    expect(store.getState().selection.patches).toBe(0b001);
    picking.togglePatch(0, false);
    expect(store.getState().selection.patches).toBe(0);
  });
  it("adds and takes away with shift, and reaches the sixteenth patch", () => {
    const { store, picking } = setUp();
    picking.togglePatch(15, false);
    picking.togglePatch(1, true);
    expect(store.getState().selection.patches).toBe(2 ** 15 + 2);
    picking.togglePatch(15, true);
    expect(store.getState().selection.patches).toBe(2);
  });
  it("narrows the picture with the first patch, widens it with the last, and leaves it wide when so asked", () => {
    const { store, picking } = setUp();
    const only = (): boolean => store.getState().filters.onlyPatches;
    picking.togglePatch(1, false);
    expect(only()).toBe(true);
    picking.togglePatch(1, true);
    expect(only()).toBe(false);
    picking.togglePatch(1, false);
    picking.setFilters({ onlyPatches: false });
    picking.togglePatch(2, true);
    expect(only()).toBe(false);
  });
});

describe("selectConcept", () => {
  it("takes a cell's layer along, and forgets it with the concept", () => {
    const { store, picking } = setUp();
    picking.selectConcept(concept, 3);
    expect(store.getState().selection).toMatchObject({ concept, layer: 3 });
    picking.selectConcept(null, 3);
    expect(store.getState().selection).toMatchObject({ concept: null, layer: null });
  });
});

describe("hoverConcept", () => {
  it("writes nothing while the pointer stays on the same concept", () => {
    const { store, picking } = setUp();
    const heard = vi.fn();
    store.subscribe(heard);
    picking.hoverConcept(concept);
    picking.hoverConcept({ ...concept });
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe("escape", () => {
  it("clears one step at a time, innermost first", () => {
    const { store, picking } = setUp({
      notice: { code: "empty", values: {}, action: "choose-file" },
      selection: { patches: 0b10, concept, layer: 1 },
      filters: { ...initialState("en", "light").filters, onlyPatches: true },
    });
    const steps = [];
    while (escapeStep(store.getState()) !== "nothing") {
      steps.push(escapeStep(store.getState()));
      picking.escape();
    }
    expect(steps).toEqual(["notice", "layer", "concept", "patches"]);
    expect(store.getState().selection).toEqual({ patches: 0, concept: null, layer: null });
  });
  it("stops work before it touches a selection", () => {
    const busy: Partial<StrataState>[] = [
      { run: { phase: "loading" } },
      { run: { phase: "running", done: 1, total: 2, masksPerSecond: 0, secondsLeft: null } },
      { run: { phase: "solving", total: 2, solved: 0, layers: 2, fraction: 0, secondsLeft: null } },
      { opening: { what: "image", name: "a.png" } },
    ];
    for (const state of busy) {
      const { store, picking, stopWork } = setUp({ ...state, selection: { patches: 1, concept: null, layer: null } });
      picking.escape();
      expect(stopWork).toHaveBeenCalledOnce();
      expect(store.getState().selection.patches).toBe(1);
    }
  });
});
