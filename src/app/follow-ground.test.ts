import { createStore } from "zustand/vanilla";
import { describe, expect, it } from "vitest";
import type { Theme } from "../session/shape.ts";
import { followGround } from "./follow-ground.ts";

/** A medium whose answer changes before it tells, as a browser's does. */
function medium(matches = false) {
  const events = new EventTarget();
  return {
    matches,
    addEventListener: events.addEventListener.bind(events),
    tell: () => void events.dispatchEvent(new Event("change")),
  };
}

function page(theme: Theme) {
  const store = createStore<{ theme: Theme; other: number }>(() => ({ theme, other: 0 }));
  const [forced, dark] = [medium(), medium()];
  followGround(store as never, forced, dark);
  const themeNow = (): Theme => store.getState().theme;
  return { store, forced, dark, themeNow };
}

describe("the ground of forced colours", () => {
  it("gives the theme, and the page's own comes back", () => {
    const { store, forced, themeNow } = page("light");
    store.setState({ theme: "dark" });
    forced.matches = true;
    forced.tell();
    expect(themeNow()).toBe("light");
    forced.matches = false;
    forced.tell();
    expect(themeNow()).toBe("dark");
  });

  it("is not taken for a choice by what changes before the browser tells that it is gone", () => {
    const { store, forced, themeNow } = page("dark");
    forced.matches = true;
    forced.tell();
    expect(themeNow()).toBe("light");
    forced.matches = false;
    store.setState({ other: 1 });
    forced.tell();
    expect(themeNow()).toBe("dark");
  });
});
