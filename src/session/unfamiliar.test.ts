import { expect, it } from "vitest";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import { explored, page } from "./page.fixture.ts";
import { selectUnfamiliar } from "./selectors.ts";
import type { StrataState } from "./state.ts";
import { testWorld } from "./world.fixture.ts";

/** The page as it is with a network that says from which energy on an image is familiar. */
function withThreshold(state: StrataState, energy: number): StrataState {
  const { manifest } = state.model!;
  const output = { ...manifest.output, familiar: { energy, share: 0.05 } };
  return { ...state, model: { ...state.model!, manifest: { ...manifest, output } } };
}

/** Of the test network with all nine patches shown: the logarithm of e^17.2 + e^−8.1 + e^−6.1. */
const ENERGY = 17.2;

it("is an image of less energy than the network's threshold, of a run and of the same picture from a file", async () => {
  const { store } = await explored(testWorld());
  const own = store.getState();
  expect(own.result!.energy).toBeCloseTo(ENERGY, 5);
  const { snapshot } = own.result!;
  const file = await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: snapshot! }], { values: true });
  const { actions, until } = await page(testWorld());
  actions.openFile(new Blob([file as Uint8Array<ArrayBuffer>]), "cat.strata");
  const opened = await until(({ run, saved }) => run.phase === "opened" && saved);
  for (const state of [own, { ...opened, model: own.model }]) {
    expect(selectUnfamiliar(withThreshold(state, ENERGY + 0.1))).toBe(true);
    expect(selectUnfamiliar(withThreshold(state, ENERGY - 0.1))).toBe(false);
    expect(selectUnfamiliar(state)).toBe(false);
  }
});

it("is nothing that is said of a picture without its energy, or before the network has answered", async () => {
  const { store } = await explored(testWorld());
  const state = withThreshold(store.getState(), 1000);
  expect(selectUnfamiliar(state)).toBe(true);
  expect(selectUnfamiliar({ ...state, result: { ...state.result!, energy: null } })).toBe(false);
  expect(selectUnfamiliar({ ...state, result: null })).toBe(false);
});
