import { existsSync, readFileSync } from "node:fs";
import type { CertaintyResult, Judged, Papers, TradeOff, TrainingResult } from "./card.ts";

function read<T>(file: string): T | null {
  const path = new URL(`results/${file}.json`, import.meta.url);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : null;
}

/** What is written down of a network's training and trials; null where it was not trained. */
export function readPapers(name: string): Papers | null {
  const result = read<TrainingResult>(name);
  if (result === null) return null;
  return {
    result,
    judged: read<Judged>(`${name}.judged`),
    tradeOff: read<TradeOff>(`${name}.trade-off`),
    certainty: read<CertaintyResult>(`${name}.certainty`),
  };
}
