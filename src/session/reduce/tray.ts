/** The tray of images that were brought at once. */
import type { SessionEvent, TrayEvent } from "../events.ts";
import type { StrataState } from "../state.ts";
import { TRAY_MOST, type TrayItem } from "../tray.ts";

export function reduceTray(state: StrataState, event: TrayEvent): StrataState {
  switch (event.type) {
    case "tray-brought": {
      const taken = event.files.slice(0, TRAY_MOST);
      const items = taken.map(({ name, file }, i): TrayItem => ({ id: state.nextId + i, name, file, thumbnail: null }));
      return {
        ...state,
        tray: { items, left: event.files.length - taken.length },
        nextId: state.nextId + items.length,
      };
    }
    case "tray-read":
      return changed(state, ({ id }) => id === event.item, {
        ...(event.thumbnail === null ? { isBroken: true } : { thumbnail: event.thumbnail }),
      });
    case "tray-removed": {
      const items = state.tray?.items.filter(({ id }) => id !== event.item) ?? [];
      return { ...state, tray: items.length === 0 ? null : { left: 0, items } };
    }
    case "tray-closed":
      return { ...state, tray: null };
  }
}

/** What the tray learns of what comes to the page: which part of an image was looked at, and what cannot be read. */
export function withTrayNoted(before: StrataState, event: SessionEvent, next: StrataState): StrataState {
  if (event.type === "image-arrived" && event.image !== null && event.image.file !== null) {
    const { file, crop } = event.image;
    const isNews = (item: TrayItem): boolean => item.crop !== crop || item.isBroken === true;
    return changed(next, (item) => item.file === file && isNews(item), { crop, isBroken: undefined });
  }
  const { target } = before.load ?? {};
  // Another file is asked for where it is this one that is at fault, not the network or the way to it.
  return event.type === "load-refused" && target?.kind === "file" && event.notice.action === "choose-file"
    ? changed(next, ({ file }) => file === target.file, { isBroken: true })
    : next;
}

function changed(
  state: StrataState,
  isMeant: (item: TrayItem) => boolean,
  change: { readonly [Field in keyof TrayItem]?: TrayItem[Field] | undefined },
): StrataState {
  const { tray } = state;
  if (tray === null || !tray.items.some(isMeant)) return state;
  const items = tray.items.map((item) => (isMeant(item) ? ({ ...item, ...change } as TrayItem) : item));
  return { ...state, tray: { ...tray, items } };
}
