/** What replicates of the probes say of a row's marks: of its fate, of each of its cells, of its birth and death. */
import type { RowFirmness, Span } from "../../exploration/firmness.ts";
import type { RowSort } from "../../session/shape.ts";
import { sortRows, type PictureRow } from "./rows.ts";

/** How far a row's fate is borne out; `signs`: its fate is, its sign is not. Likely where more than half of the replicates say it. */
export type Verdict = "firm" | "signs" | "likely" | "unclear";

/** What is said of a row's fate; null where there are no replicates. */
export function verdictOf(sure: RowFirmness | null): Verdict | null {
  if (sure === null || sure.isFirm === null) return null;
  if (sure.isFirm) return "firm";
  if (sure.fate === sure.replicates) return "signs";
  return 2 * sure.fate > sure.replicates ? "likely" : "unclear";
}

/** Whether a row is firm; a closed fold is where all of its members are. */
export function isFirmRow({ sure, fold }: Pick<PictureRow, "sure" | "fold">): boolean {
  return fold?.isOpen === false ? fold.members.every(isFirmRow) : sure?.isFirm === true;
}

/** The rows of a group as they stand: firm ones first, both kinds in the order that was chosen. Does not mutate. */
export function standingRows(rows: readonly PictureRow[], sort: RowSort): PictureRow[] {
  const sorted = sortRows(rows, sort);
  return [...sorted.filter(isFirmRow), ...sorted.filter((row) => !isFirmRow(row))];
}

/** How many replicates bear out a cell, having the concept alive there with the picture's sign; null where there are none. */
export function fitsAt(sure: RowFirmness | null, layer: number): number | null {
  if (sure === null || sure.replicates === 0) return null;
  // A fit without it there may have a trace of the other sign: it is one fit that disagrees, and not two.
  return Math.min(sure.concept.alive[layer]!, sure.replicates - sure.concept.against[layer]!);
}

/** Whether a cell that is salient by itself hangs on choices: see `robustAt`. */
export function isFragile({ sure, cells }: Pick<PictureRow, "sure" | "cells">, layer: number): boolean {
  return sure !== null && cells[layer] === "alive" && sure.concept.robust[layer] === 0;
}

/** The layers that the picture and its replicates name, from the earliest to the latest, and how many replicates say what the picture says. */
export interface Spread {
  readonly span: Span;
  readonly fits: number;
}

/** Where a row is born, and the last layer at which it lives; null where all replicates say the same, and where there are none. */
export interface Spreads {
  readonly birth: Spread | null;
  readonly death: Spread | null;
}

/**
 * How far replicates differ about a row's birth and death.
 *
 * @param readout whether the output reads the last layer directly: nothing is born or dies between the two.
 */
export function spreadsOf(
  { sure, died, cells }: Pick<PictureRow, "sure" | "died" | "cells">,
  readout: boolean,
): Spreads {
  if (sure === null || sure.replicates === 0) return { birth: null, death: null };
  const output = cells.length - 1;
  const { replicates, birth, bornWithin } = sure;
  const born: Span = readout ? [Math.min(bornWithin[0], output - 1), Math.min(bornWithin[1], output - 1)] : bornWithin;
  const isOnlyRead = readout && bornWithin[0] === output;
  const end = (layer: number): number => (readout && layer === output - 1 ? output : layer);
  const lived: Span = [end(sure.diedWithin[0] - 1), end(sure.diedWithin[1] - 1)];
  const readsOn = readout && (died === null || died === output);
  const ends = readsOn ? sure.concept.died[output]! + sure.concept.died[output + 1]! : sure.death;
  return {
    birth: birth === replicates || isOnlyRead ? null : { span: born, fits: birth },
    death: ends === replicates ? null : { span: lived, fits: ends },
  };
}

/** A mark of a life's beginning or end. `span`: from the earliest to the latest layer; of a point that is known, or of which nothing is known, both are the same. */
export interface LifeMark {
  readonly end: "birth" | "death";
  readonly how: "firm" | "within" | "unknown";
  readonly span: Span;
}

/** The marks of a row's lives: points where replicates agree, or where nobody asked them; else bars as wide as their opinions. */
export function lifeMarks(row: PictureRow, readout: boolean): LifeMark[] {
  const { sure, births, deaths, born, died } = row;
  const spreads = spreadsOf(row, readout);
  const isKnown = sure !== null && sure.replicates > 0;
  const all = (layer: number): boolean => sure?.concept.alive[layer] === sure?.replicates;
  const none = (layer: number): boolean => sure?.concept.alive[layer] === 0;
  const point = (end: LifeMark["end"], layer: number, isFirm: boolean): LifeMark => ({
    end,
    how: !isKnown ? "unknown" : isFirm ? "firm" : "within",
    span: [layer, layer],
  });
  const bar = (end: LifeMark["end"], spread: Spread | null): LifeMark[] =>
    spread === null ? [] : [{ end, how: "within", span: spread.span }];
  const [first, last] = [born, died === null ? null : died - 1];
  return [
    ...bar("birth", spreads.birth),
    ...births.flatMap((layer) =>
      layer === first && spreads.birth !== null
        ? []
        : [point("birth", layer, layer === first || (all(layer) && none(layer - 1)))],
    ),
    ...bar("death", spreads.death),
    ...deaths.flatMap((layer) =>
      layer === last && spreads.death !== null
        ? []
        : [point("death", layer, layer === last || (all(layer) && none(layer + 1)))],
    ),
  ];
}
