import type { StrataState } from "../../session/state.ts";
import { describe, expect, it } from "vitest";
import { initialState } from "../../session/initial.ts";
import type { Result, ShownImage } from "../../session/shape.ts";
import { assuranceOf } from "./layout.ts";

const image = {} as ShownImage;
const done: StrataState = {
  ...initialState("en", "light"),
  image,
  result: { snapshot: {} } as Result,
  run: { phase: "opened", from: "link", total: 2 },
};
const running: StrataState = {
  ...done,
  result: { snapshot: null } as Result,
  run: { phase: "running", done: 1, total: 2, masksPerSecond: 1, secondsLeft: null },
};
const failed: StrataState = { ...running, run: { phase: "failed", code: "out-of-memory" } };

describe("assuranceOf", () => {
  it("says that what is on the page is unchanged where something is on it", () => {
    expect([done, running].map((state) => assuranceOf("empty", state))).toEqual(["unchanged", "unchanged"]);
    expect(
      [
        initialState("en", "light"),
        { ...initialState("en", "light"), run: { phase: "failed", code: "start" } as const },
      ].map((state) => assuranceOf("model-missing", state)),
    ).toEqual([null, null]);
  });
  it("says that earlier results are kept where there are some", () => {
    expect([done, running, failed].map((state) => assuranceOf("run-out-of-memory", state))).toEqual([
      "resultsKept",
      null,
      null,
    ]);
  });
  it("says neither of what changes the page, or is no failure of it", () => {
    for (const code of ["class-not-kept", "copy-refused", "storage-full", "link-damaged"] as const)
      expect(assuranceOf(code, done)).toBeNull();
  });
});
