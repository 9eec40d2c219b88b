import { useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import type { Kind } from "../../core/interactions.ts";
import { useActions } from "../../session/react.ts";
import type { ConceptId } from "../../session/shape.ts";
import { fateOfStop } from "./entries.ts";
import { movedBy } from "./grid-moves.ts";

/** A cell as written in `data-cell`: the stop it belongs to and its layer. */
export interface Stop {
  readonly key: string;
  readonly column: number;
}

function stopUnder({ target }: { readonly target: EventTarget }): Stop | null {
  const cell = (target as Element).closest<SVGElement>("[data-cell]")?.dataset["cell"];
  if (cell === undefined) return null;
  const [key = "", column = "0"] = cell.split("/");
  return { key, column: Number(column) };
}

function rowUnder({ target }: { readonly target: EventTarget }): string | null {
  return (target as Element).closest<SVGElement>("[data-row]")?.dataset["row"] ?? null;
}

/** The concept that a row's key names, null for rows that are none. */
function conceptOf(key: string | null): ConceptId | null {
  const parts = /^(and|or)(\d+)$/.exec(key ?? "");
  return parts === null ? null : { kind: parts[1] as Kind, mask: Number(parts[2]) };
}

interface GridOptions {
  /** Stops from top to bottom. */
  readonly stops: readonly string[];
  readonly layers: number;
  /** Where the tab stop is as long as the person has not moved it. */
  readonly start: Stop;
  readonly onOthers: (stop: string) => void;
  /** Keys of the rows that open to others of nearly the same patches, or close again. */
  readonly folds: ReadonlySet<string>;
  readonly onFold: (key: string) => void;
}

/**
 * One tab stop for the whole grid, arrows from cell to cell, Enter or a click to select, hover and focus to light patches. A fold opens and closes at its
 * row's head, and at its cell that is selected already.
 */
export function useGrid({ stops, layers, start, onOthers, folds, onFold }: GridOptions) {
  const actions = useActions();
  const [moved, setMoved] = useState<Stop | null>(null);
  const wanted = moved ?? start;
  const tabStop: Stop = stops.includes(wanted.key) ? wanted : { key: stops[1] ?? "heads", column: wanted.column };

  const select = (key: string, column: number | null): void => {
    // The output is where a selection without a layer looks.
    const layer = column === layers - 1 ? null : column;
    const concept = conceptOf(key);
    if (key === "heads") actions.showLayer(layer);
    else if (fateOfStop(key) !== null) onOthers(key);
    else if (concept !== null) {
      if (folds.has(key) && (column === null || (start.key === key && start.column === column))) onFold(key);
      actions.selectConcept(concept, layer);
    }
  };
  const onClick = (event: MouseEvent): void => {
    const stop = stopUnder(event);
    const key = stop?.key ?? rowUnder(event);
    if (key !== null) select(key, stop?.column ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = stopUnder(event);
    if (at === null || event.altKey || event.metaKey) return;
    const to = movedBy(
      event.key,
      event.ctrlKey,
      { row: stops.indexOf(at.key), column: tabStop.column },
      stops.length,
      layers,
    );
    const activates = event.key === "Enter" || event.key === " ";
    if (to === null && !activates) return;
    event.preventDefault();
    if (to === null) return select(at.key, at.column);
    const key = stops[to.row] ?? "heads";
    const column = fateOfStop(key) === null ? to.column : 0;
    event.currentTarget.querySelector<SVGElement>(`[data-cell="${key}/${column}"]`)?.focus();
    setMoved({ key, column: to.column });
  };
  const onFocus = (event: FocusEvent): void => {
    const stop = stopUnder(event);
    if (stop === null) return;
    // A row that opens others spans all layers: passing it keeps the column.
    if (fateOfStop(stop.key) === null) setMoved(stop);
    actions.hoverConcept(conceptOf(stop.key));
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setMoved(null);
    actions.hoverConcept(null);
  };
  const onPointerOver = (event: PointerEvent): void => actions.hoverConcept(conceptOf(rowUnder(event)));
  const onPointerLeave = (): void => actions.hoverConcept(null);
  return { tabStop, handlers: { onClick, onKeyDown, onFocus, onBlur, onPointerOver, onPointerLeave } };
}
