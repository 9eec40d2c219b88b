import { appendFileSync } from "node:fs";

/** A number that two checkouts are compared by. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** Whether a faster program has less of it (a time) or more (a rate). */
  readonly better: "less" | "more";
}

/** The file that `pairs` has a bench write its figures to; none otherwise. */
export const FIGURES_FILE = "STRATA_FIGURES_FILE";

/** Writes a figure down, one line of JSON, where this bench is one of a pair. */
export function figure(name: string, value: number, better: Figure["better"]): void {
  const file = process.env[FIGURES_FILE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, value, better } satisfies Figure)}\n`);
}
