import type { StrataState } from "./state.ts";
import { describe, expect, it, vi } from "vitest";
import { initialState } from "./initial.ts";
import { createPicking } from "./picking.ts";
import { createSession } from "./session.ts";

function setUp(change: Partial<StrataState> = {}) {
  const session = createSession({ ...initialState("en", "light"), ...change });
  const stopWork = vi.fn();
  return { store: session.store, stopWork, picking: createPicking(session, { stopWork }) };
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
  const press = ({ store, picking }: ReturnType<typeof setUp>): unknown[] => {
    const seen = [];
    while (
      store.getState().selection.patches !== 0 ||
      store.getState().selection.concept !== null ||
      store.getState().selection.layer !== null
    ) {
      picking.escape();
      if (seen.length === 5) return seen;
      const {
        selection: { patches, concept: left, layer },
        filters,
      } = store.getState();
      seen.push({ patches, concept: left, layer, only: filters.onlyPatches });
    }
    return seen;
  };
  const nothing = { patches: 0, concept: null, layer: null, only: false };

  it("takes the message away first, then what was picked last", () => {
    const page = setUp({ notice: { code: "empty", values: {}, action: "choose-file" } });
    page.picking.togglePatch(1, false);
    page.picking.selectConcept(concept);
    page.picking.escape();
    expect(page.store.getState()).toMatchObject({ notice: null, selection: { patches: 0b10, concept } });
    expect(press(page)).toEqual([{ patches: 0b10, concept: null, layer: null, only: true }, nothing]);
  });
  it("undoes two clicks in two presses, whichever came first, and the filter goes with its patches", () => {
    const cellFirst = setUp();
    cellFirst.picking.selectConcept(concept, 1);
    cellFirst.picking.togglePatch(1, false);
    expect(press(cellFirst)).toEqual([{ patches: 0, concept, layer: 1, only: false }, nothing]);
    const patchFirst = setUp();
    patchFirst.picking.togglePatch(1, false);
    patchFirst.picking.selectConcept(concept, 1);
    expect(press(patchFirst)).toEqual([{ patches: 0b10, concept: null, layer: null, only: true }, nothing]);
  });
  it("undoes a layer that was picked by itself by itself", () => {
    const page = setUp();
    page.picking.selectConcept(concept);
    page.picking.selectLayer(2);
    expect(press(page)).toEqual([{ ...nothing, concept }, nothing]);
  });
  it("clears what an address selected, the cell before the patches", () => {
    const page = setUp({
      selection: { patches: 0b10, concept, layer: 1 },
      filters: { ...initialState("en", "light").filters, onlyPatches: true },
    });
    expect(press(page)).toEqual([{ patches: 0b10, concept: null, layer: null, only: true }, nothing]);
  });
  it("stops work before it touches a selection", () => {
    const busy: Partial<StrataState>[] = [
      { run: { phase: "loading" } },
      { run: { phase: "running", done: 1, total: 2, masksPerSecond: 0, secondsLeft: null } },
      { run: { phase: "solving", total: 2, solved: 0, layers: 2, fraction: 0, secondsLeft: null } },
      { load: { id: 1, what: "image", name: "a.png", target: { kind: "model", name: "a" }, dialog: null } },
    ];
    for (const state of busy) {
      const { store, picking, stopWork } = setUp({ ...state, selection: { patches: 1, concept: null, layer: null } });
      picking.escape();
      expect(stopWork).toHaveBeenCalledOnce();
      expect(store.getState().selection.patches).toBe(1);
    }
  });
});
