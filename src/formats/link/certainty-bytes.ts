/**
 * How sure the rows that a picture shows are, as bytes that deflate packs well: most of what replicates say is what the picture says, so that what differs
 * is written. The bytes are told in docs/format.md.
 */
import { fitOf, type Account, type CertainConcept, type Certainty } from "../../core/certainty.ts";
import { largestEffect, isSalient, tauOf } from "../../core/salience.ts";
import { joinedOf, pictureOf } from "../../exploration/derived.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { contradictionOf, MAX_REPLICATES } from "../certainty.ts";
import { createByteReader, varint, type ByteReader } from "./byte-reader.ts";
import { LinkError } from "./errors.ts";
import { packBits, readBits } from "./level-bytes.ts";

/** Steps of a layer's largest |effect| that a deviation is told in: half a step is a quarter of a percent. */
const DEVIATION_STEPS = 200;
/** A thousand times the largest effect; nobody would read more off it. */
const MOST_STEPS = 1000 * DEVIATION_STEPS;

type SolvedEffects = Pick<SolvedLayer, "interactions" | "joinsNext">;

/** A row that the picture shows, with what it says of it. */
interface Row {
  readonly kind: CertainConcept["kind"];
  readonly mask: number;
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

/** What is known of the shown rows of a picture of these layers, effects as they are in the link. */
export function packCertainty({ replicates, concepts }: Certainty, layers: readonly SolvedEffects[]): Uint8Array {
  const byName = new Map(concepts.map((concept) => [`${concept.kind}${concept.mask}`, concept]));
  const rows = rowsShown(layers).map((row) => ({ row, concept: byName.get(`${row.kind}${row.mask}`) }));
  const told = rows.flatMap(({ row, concept }) => (concept === undefined ? [] : [{ row, concept }]));
  const last = layers.length - 1;
  const largest = layers.map(({ interactions }) => largestEffect(interactions));
  const each = (numbersOf: (concept: CertainConcept, row: Row) => Iterable<number>): number[] =>
    told.flatMap(({ concept, row }) => [...numbersOf(concept, row)].flatMap(varint));
  return Uint8Array.from([
    ...varint(replicates),
    ...packBits(rows.map(({ concept }) => (concept === undefined ? 0 : 1))),
    ...each(({ alive }, { own }) => alive.map((count, l) => (own.alive[l] === 1 ? replicates - count : count))),
    ...each(({ alive, born }) => differences(born, expectedBorn(alive))),
    ...each(({ alive, died }) => differences(died.subarray(1, last + 1), expectedDied(alive))),
    ...each(({ alive, fates }) => [zigzag(fates.lost - expectedLost(alive))]),
    ...each(({ against }, { own }) => against.subarray(0, last).filter((_, l) => own.effects[l] !== 0)),
    ...packBits(
      told.flatMap(({ concept, row }) => [...concept.robust].filter((_, l) => row.salient[l]).map((one) => 1 - one)),
    ),
    ...each(({ effectSd }) =>
      [...effectSd.subarray(0, last)].map((deviation, l) =>
        largest[l] === 0 ? 0 : Math.min(MOST_STEPS, Math.round((DEVIATION_STEPS * deviation) / largest[l]!)),
      ),
    ),
  ]);
}

/** What bytes that may be hostile tell of the shown rows of a picture of these layers; LinkError `damaged` where they cannot be of it. */
export function unpackCertainty(bytes: Uint8Array, layers: readonly SolvedEffects[]): Certainty {
  const reader = createByteReader(bytes);
  const replicates = reader.varint(MAX_REPLICATES);
  const shown = rowsShown(layers);
  const isTold = readBits(reader, shown.length);
  const rows = shown.filter((_, i) => isTold[i]);
  const last = layers.length - 1;
  const count = (value: number): number => (value >= 0 && value <= replicates ? value : damaged());
  const each = <T>(read: (row: Row, i: number) => T): T[] => rows.map(read);
  const alive = each(({ own }) =>
    Uint8Array.from(own.alive, (lives) => {
      const differs = reader.varint(replicates);
      return lives === 1 ? replicates - differs : differs;
    }),
  );
  const differing = (expected: readonly number[]): number[] =>
    expected.map((one) => count(one + unzigzag(reader.varint(2 * MAX_REPLICATES + 1))));
  const born = each((_, i) => Uint8Array.from(differing(expectedBorn(alive[i]!))));
  const died = each((_, i) => Uint8Array.of(0, ...differing(expectedDied(alive[i]!)), alive[i]![last]!));
  const lost = each((_, i) => differing([expectedLost(alive[i]!)])[0]!);
  const against = each(({ own }) =>
    Uint8Array.from(own.effects, (effect, l) => (l < last && effect !== 0 ? reader.varint(replicates) : 0)),
  );
  const robust = readRobust(reader, rows);
  const effectSd = each(() =>
    Float64Array.from(layers, ({ interactions }, l) =>
      l === last ? 0 : (reader.varint(MOST_STEPS) / DEVIATION_STEPS) * largestEffect(interactions),
    ),
  );
  if (reader.rest().length > 0) damaged();
  const concepts = each(({ kind, mask }, i): CertainConcept => {
    const kept = alive[i]![last]!;
    const living = born[i]!.reduce((sum, one) => sum + one, 0);
    const fates = { kept, lost: lost[i]!, transient: count(living - kept - lost[i]!) };
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

function damaged(): never {
  throw new LinkError("damaged", { problem: "certainty" });
}

function readRobust(reader: ByteReader, rows: readonly Row[]): Uint8Array[] {
  const cells = rows.reduce((sum, { salient }) => sum + salient.filter(Boolean).length, 0);
  const isFragile = readBits(reader, cells);
  let cell = 0;
  return rows.map(({ salient }) => Uint8Array.from(salient, (is) => (is && !isFragile[cell++] ? 1 : 0)));
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

function differences(counts: Uint8Array, expected: readonly number[]): number[] {
  return expected.map((one, l) => zigzag(counts[l]! - one));
}

/** 0, −1, 1, −2, … as 0, 1, 2, 3, … */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (code: number): number => (code % 2 === 1 ? -(code + 1) / 2 : code / 2);
