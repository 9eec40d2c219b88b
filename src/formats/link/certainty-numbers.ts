/**
 * How sure the rows that a picture shows are, as small numbers: most of what replicates say is what the picture says, so that what differs is written. The
 * numbers are told in docs/format.md.
 */
import type { Mask } from "../../core/masks.ts";
import { fitOf, type Account, type CertainConcept, type Certainty } from "../../core/certainty.ts";
import { largestEffect, isSalient, tauOf } from "../../core/salience.ts";
import { joinedOf, pictureOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { contradictionOf, MAX_REPLICATES } from "../certainty.ts";
import { createByteReader } from "./byte-reader.ts";
import { LinkError } from "./errors.ts";
import { readBits } from "./level-bytes.ts";

/** Steps of a layer's largest |effect| that a deviation is told in: half a step is a quarter of a percent. */
const DEVIATION_STEPS = 200;
/** A thousand times the largest effect; nobody would read more off it. */
const MOST_STEPS = 1000 * DEVIATION_STEPS;

type SolvedEffects = Pick<SolvedLayer, "interactions" | "joinsNext">;

/** A row that the picture shows, with what it says of it. */
interface Row {
  readonly kind: CertainConcept["kind"];
  readonly mask: Mask;
  readonly own: Account;
  /** `[layers]`: whether it is salient there. */
  readonly salient: readonly boolean[];
}

function rowsShown(layers: readonly SolvedEffects[]): Row[] {
  const effects = layers.map(({ interactions }) => interactions);
  const taus = effects.map((layer) => tauOf(layer));
  const fit = fitOf(effects, joinedOf(layers));
  return pictureOf(layers).shown.map(({ kind, mask }) => {
    const own = fit({ kind, mask });
    return { kind, mask, own, salient: taus.map((tau, l) => isSalient(own.effects[l]!, tau)) };
  });
}

/** How one number after the other goes into a link or comes out of one: a writer gives it back, a reader what was written. */
export interface CertaintyCode {
  /** A whole number from 0 to `most` of a field; LinkError `damaged` where it is none. */
  whole(field: CertaintyField, most: number, value: number): number;
  /** As many bits; a reader is given null. */
  bits(length: number, given: readonly boolean[] | null): readonly boolean[];
}

export type CertaintyField = "replicates" | "alive" | "born" | "died" | "fates" | "against" | "effectSd";

/**
 * Codes what is known of the shown rows of a picture of these layers, effects as they are in the link. A writer is given it, a reader null; LinkError
 * `damaged` where what is read cannot be of that picture.
 */
export function codeCertainty(
  code: CertaintyCode,
  layers: readonly SolvedEffects[],
  given: Certainty | null,
): Certainty {
  const replicates = code.whole("replicates", MAX_REPLICATES, given?.replicates ?? 0);
  const byName = new Map(given?.concepts.map((concept) => [`${concept.kind}${concept.mask}`, concept]));
  const shown = rowsShown(layers).map((row) => ({ row, concept: byName.get(`${row.kind}${row.mask}`) ?? null }));
  const isTold = code.bits(shown.length, given && shown.map(({ concept }) => concept !== null));
  const rows = shown.filter((_, i) => isTold[i]);
  const last = layers.length - 1;
  const largest = layers.map(({ interactions }) => largestEffect(interactions));
  const inRange = (value: number): number => (value >= 0 && value <= replicates ? value : damaged());
  const each = <T>(codeRow: (row: Row, concept: CertainConcept | null, i: number) => T): T[] =>
    rows.map(({ row, concept }, i) => codeRow(row, concept, i));
  const alive = each(({ own }, concept) =>
    Uint8Array.from(own.alive, (lives, l) => {
      const count = concept?.alive[l] ?? 0;
      const differs = code.whole("alive", replicates, lives === 1 ? replicates - count : count);
      return lives === 1 ? replicates - differs : differs;
    }),
  );
  const differing = (field: CertaintyField, expected: readonly number[], counts?: ArrayLike<number>): number[] =>
    expected.map((one, l) =>
      inRange(one + unzigzag(code.whole(field, 2 * MAX_REPLICATES + 1, zigzag((counts?.[l] ?? one) - one)))),
    );
  const born = each((_, concept, i) => Uint8Array.from(differing("born", expectedBorn(alive[i]!), concept?.born)));
  const died = each((_, concept, i) =>
    Uint8Array.of(0, ...differing("died", expectedDied(alive[i]!), concept?.died.subarray(1)), alive[i]![last]!),
  );
  const lost = each(
    (_, concept, i) => differing("fates", [expectedLost(alive[i]!)], concept ? [concept.fates.lost] : undefined)[0]!,
  );
  const against = each(({ own }, concept) =>
    Uint8Array.from(own.effects, (effect, l) =>
      l < last && effect !== 0 ? code.whole("against", replicates, concept?.against[l] ?? 0) : 0,
    ),
  );
  const robust = codeRobust(code, rows, given !== null);
  const effectSd = each((_, concept) =>
    Float64Array.from(layers, (_layer, l) => {
      if (l === last) return 0;
      const steps = concept === null || largest[l] === 0 ? 0 : (DEVIATION_STEPS * concept.effectSd[l]!) / largest[l]!;
      return (
        (code.whole("effectSd", MOST_STEPS, Math.min(MOST_STEPS, Math.round(steps))) / DEVIATION_STEPS) * largest[l]!
      );
    }),
  );
  const concepts = each(({ kind, mask }, _, i): CertainConcept => {
    const kept = alive[i]![last]!;
    const living = born[i]!.reduce((sum, one) => sum + one, 0);
    const fates = { kept, lost: lost[i]!, transient: inRange(living - kept - lost[i]!) };
    return {
      kind,
      mask,
      effectSd: effectSd[i]!,
      alive: alive[i]!,
      against: against[i]!,
      born: born[i]!,
      died: died[i]!,
      fates,
      robust: robust[i]!,
    };
  });
  const certainty = { replicates, concepts };
  if (contradictionOf(certainty, layers) !== null) damaged();
  return certainty;
}

/** What bytes of versions before 6, which may be hostile, tell of the shown rows of a picture of these layers; LinkError `damaged` where they cannot be of it. */
export function unpackCertainty(bytes: Uint8Array, layers: readonly SolvedEffects[]): Certainty {
  const reader = createByteReader(bytes);
  const certainty = codeCertainty(
    { whole: (_, most) => reader.varint(most), bits: (length) => readBits(reader, length) },
    layers,
    null,
  );
  if (reader.rest().length > 0) damaged();
  return certainty;
}

function damaged(): never {
  throw new LinkError("damaged", { problem: "certainty" });
}

/** `[layers]` of each row: 1 where it is salient and robust. */
function codeRobust(
  code: CertaintyCode,
  rows: readonly { readonly row: Row; readonly concept: CertainConcept | null }[],
  isGiven: boolean,
): Uint8Array[] {
  const cells = rows.flatMap(({ row, concept }) =>
    row.salient.flatMap((is, l) => (is ? [concept?.robust[l] !== 1] : [])),
  );
  const isFragile = code.bits(cells.length, isGiven ? cells : null);
  let cell = 0;
  return rows.map(({ row }) => Uint8Array.from(row.salient, (is) => (is && !isFragile[cell++] ? 1 : 0)));
}

/** Where it begins if it lives in no replicate that does not have it at the layer where the most do. */
function expectedBorn(alive: Uint8Array): number[] {
  let most = 0;
  return Array.from(alive, (count) => {
    const more = Math.max(0, count - most);
    most += more;
    return more;
  });
}

/** The same from the output's side, of all layers but the first and what lies behind the output. */
function expectedDied(alive: Uint8Array): number[] {
  return expectedBorn(alive.toReversed()).toReversed().slice(0, -1);
}

function expectedLost(alive: Uint8Array): number {
  return Math.max(0, alive[0]! - alive.at(-1)!);
}

/** 0, −1, 1, −2, … as 0, 1, 2, 3, … */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (code: number): number => (code % 2 === 1 ? -(code + 1) / 2 : code / 2);
