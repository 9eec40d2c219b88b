import { describe, expect, it } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
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

describe("work whose end the state cannot take", () => {
  it("may still say that it failed", async () => {
    const session = createSession(initialState("en", "light"));
    const caught: unknown[] = [];
    followWork(
      session,
      ({ load }) => (load === null ? [] : [load]),
      async ({ id }, { finish }) => {
        await Promise.resolve();
        try {
          finish({ type: "image-arrived", load: id, model: null as never, image: null });
        } catch (error) {
          caught.push(error);
          finish({ type: "explorations-arrived", load: id });
        }
      },
    );
    session.dispatch({ type: "load-asked", target: { kind: "entry", id: "one" } });
    await eventually(() => expect(caught).toHaveLength(1));
    expect(session.store.getState().load).toBeNull();
  });
});

describe("dispatch", () => {
  it("brings every event, though a listener throws over one before", () => {
    const session = createSession(initialState("en", "light"));
    session.store.subscribe(({ filing, theme }) => {
      if (!filing || theme === "dark") return;
      session.dispatch({ type: "told", news: { theme: "dark" } });
      throw new Error("a view is broken");
    });
    expect(() => session.dispatch({ type: "told", news: { filing: true } })).toThrow("a view is broken");
    expect(session.store.getState().theme).toBe("dark");
    session.dispatch({ type: "told", news: { filing: false } });
    expect(session.store.getState().filing).toBe(false);
  });
});
