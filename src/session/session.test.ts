import { describe, expect, it } from "vitest";
import { createSession, followWork } from "./session.ts";
import { initialState } from "./initial.ts";

describe("work that follows the state", () => {
  it("is done once, though it ends within the event that began it", () => {
    const session = createSession(initialState("en", "light"));
    let begun = 0;
    followWork(
      session,
      ({ load }) => (load === null ? [] : [load]),
      async ({ id }, { finish }) => {
        begun += 1;
        // Another change comes before the end is heard of.
        session.dispatch({ type: "told", news: { notice: null } });
        session.dispatch({ type: "told", news: { filing: true } });
        finish({ type: "explorations-arrived", load: id });
      },
    );
    session.dispatch({ type: "load-asked", target: { kind: "entry", id: "one" } });
    expect(begun).toBe(1);
    expect(session.store.getState().load).toBeNull();
  });
});
