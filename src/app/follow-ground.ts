import type { StoreApi } from "zustand/vanilla";
import type { StrataState } from "../session/state.ts";

/** A question to the browser about its medium, as far as it is followed. */
type Medium = Pick<MediaQueryList, "matches" | "addEventListener">;

/**
 * Where the system forces its colours the ground is its own, and the colours of data are those for that ground; the page's theme comes back with
 * its colours. `forced` and `dark`: whether colours are forced, and whether the system is dark.
 */
export function followGround(
  store: Pick<StoreApi<Pick<StrataState, "theme">>, "getState" | "setState" | "subscribe">,
  forced: Medium,
  dark: Medium,
): void {
  let own = store.getState().theme;
  // The medium may have changed already when something else of the page does: only a change of the theme itself is a choice.
  store.subscribe(({ theme }, before) => {
    if (theme !== before.theme && !forced.matches) own = theme;
  });
  const follow = (): void => store.setState({ theme: !forced.matches ? own : dark.matches ? "dark" : "light" });
  for (const medium of [forced, dark]) medium.addEventListener("change", follow);
}
