import type { Players } from "../../core/patches.ts";
import { FATES, PICTURE_ROWS, type Fate } from "../../core/tracks.ts";
import { bodyPlaces, type BodyEntry, type BodyPlace } from "./layout.ts";
import type { GroupName, PictureGroup } from "./picture-model.ts";

function isFate(name: GroupName): name is Fate {
  return name !== "alone" && name !== "soFar";
}

/** The body's entries from top to bottom; opened "others" stand below the row that opens them. */
export function entriesOf(groups: readonly PictureGroup[], open: Readonly<Record<Fate, boolean>>): BodyEntry[] {
  return groups.flatMap(({ name, rows, others }) => {
    const entries: BodyEntry[] = [
      { type: "heading", key: name },
      ...rows.map(({ key }) => ({ type: "row", key }) as const),
    ];
    if (others.length > 0) entries.push({ type: "others", key: name });
    if (isFate(name) && open[name]) entries.push(...others.map(({ key }) => ({ type: "row", key }) as const));
    return entries;
  });
}

/** The height that the finished picture will need at most with "others" closed, kept free while the run goes on so that nothing below it moves. */
export function reservedHeight(players: Pick<Players, "n">, rowHeight: number, tap: number): number {
  const concepts = 2 ** (players.n + 1) - 2 - players.n;
  const rows = Array.from({ length: Math.min(PICTURE_ROWS, concepts) }, (_, i): BodyEntry => ({
    type: "row",
    key: String(i),
  }));
  const fates = FATES.flatMap((key): BodyEntry[] => [
    { type: "heading", key },
    { type: "others", key },
  ]);
  return bodyPlaces([...fates, ...rows], rowHeight, tap).height;
}

/** What the keyboard stops at, from top to bottom: the heads, every row, every row that opens others. */
export function stopsOf(places: readonly BodyPlace[]): string[] {
  return [
    "heads",
    ...places.flatMap(({ type, key }) => (type === "row" ? [key] : type === "others" ? [othersStop(key)] : [])),
  ];
}

/** The stop of the row that opens a fate's others. */
export function othersStop(fate: string): string {
  return `others-${fate}`;
}

/** The fate whose others a stop opens, null for any other stop. */
export function fateOfStop(stop: string): Fate | null {
  return FATES.find((fate) => othersStop(fate) === stop) ?? null;
}
