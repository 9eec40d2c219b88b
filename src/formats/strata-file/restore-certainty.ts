import type { CertainConcept, Certainty } from "../../core/certainty.ts";
import { maskOfCode } from "../../core/masks.ts";
import { FATES, type Fate } from "../../core/tracks.ts";
import { pictureOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { contradictionOf } from "../certainty.ts";
import { badField } from "./file-error.ts";
import type { CheckedCertainty, CheckedConcept } from "./schema.ts";

/** A share in a file may have passed through single precision. */
const ROUNDING = 1e-6;

/** How sure a picture of these layers is, as a file tells it; throws FileError `damaged` where that cannot be so of this picture. */
export function restoreCertainty(
  { replicates, tracks }: CheckedCertainty,
  layers: readonly SolvedLayer[],
  path: string,
): Certainty {
  const concepts = tracks.map((track, i) => restoreConcept(track, replicates, layers.length, `${path}.tracks.${i}`));
  const certainty = { replicates, concepts };
  const wrong = contradictionOf(certainty, layers);
  if (wrong !== null) {
    const field = wrong.field === "fates" ? "fateProbabilities" : wrong.field;
    throw badField(`${path}.tracks.${wrong.concept}.${field}`, "contradicts the other fields");
  }
  const told = new Set(concepts.map(({ kind, mask }) => `${kind}${mask}`));
  if (pictureOf(layers).shown.some(({ kind, mask }) => !told.has(`${kind}${mask}`)))
    throw badField(`${path}.tracks`, "expected every row that the picture shows");
  return certainty;
}

function restoreConcept(track: CheckedConcept, replicates: number, layers: number, path: string): CertainConcept {
  const { kind, mask, effectSd, robust } = track;
  const sized = <T extends readonly number[]>(field: keyof CheckedConcept, numbers: T, length = layers): T => {
    if (numbers.length !== length) throw badField(`${path}.${field}`, `expected ${length} numbers`);
    return numbers;
  };
  const counts = (field: "alive" | "against" | "born" | "died", length = layers): Uint8Array => {
    const numbers = sized(field, track[field], length);
    if (numbers.some((count) => count > replicates))
      throw badField(`${path}.${field}`, `expected at most ${replicates}, the number of replicates`);
    return Uint8Array.from(numbers);
  };
  return {
    kind,
    mask: maskOfCode(mask)!,
    effectSd: Float64Array.from(sized("effectSd", effectSd)),
    alive: counts("alive"),
    against: counts("against"),
    born: counts("born"),
    died: counts("died", layers + 1),
    fates: restoreFates(track, replicates, path),
    robust: Uint8Array.from(sized("robust", robust)),
  };
}

function restoreFates(
  { fateProbabilities }: CheckedConcept,
  replicates: number,
  path: string,
): Readonly<Record<Fate, number>> {
  if ((fateProbabilities === null) !== (replicates === 0))
    throw badField(`${path}.fateProbabilities`, "expected null where there are no replicates, and only there");
  const count = (fate: Fate): number => {
    const exactly = (fateProbabilities?.[fate] ?? 0) * replicates;
    if (Math.abs(exactly - Math.round(exactly)) > ROUNDING * replicates)
      throw badField(`${path}.fateProbabilities`, "expected shares of the replicates");
    return Math.round(exactly);
  };
  const [kept, lost, transient] = FATES.map(count);
  return { kept: kept!, lost: lost!, transient: transient! };
}
