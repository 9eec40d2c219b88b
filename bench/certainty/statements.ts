import { borneOut, certaintyOf, fitOf, type Account, type ConceptCertainty } from "../../src/core/certainty.ts";
import type { Judged } from "../../src/core/calibration.ts";
import type { Effects } from "../../src/core/interactions.ts";
import type { Joined } from "../../src/core/lives.ts";
import { salientJaccard } from "../../src/core/salient-jaccard.ts";
import { pictureTracks } from "../../src/core/tracks.ts";
import type { ExplainedPhotograph } from "./explained.ts";

/** What is stated of a concept; "sign": that where it lives its effect has not the other sign. */
export const KINDS = ["alive", "sign", "fate", "birth", "birth ± 1", "death"] as const;
export type StatementKind = (typeof KINDS)[number];

/** A statement of a picture: how many replicates bear it out, and whether the fit on other photographs does. */
export interface Statement extends Judged {
  readonly kind: StatementKind;
}

/** A row of a picture: what all replicates say. */
export interface RowFirmness {
  readonly fate: boolean;
  readonly birth: boolean;
  /** As `borneOut` has it. */
  readonly isFirm: boolean;
}

/** What one photograph's picture states. */
export interface Stated {
  readonly statements: readonly Statement[];
  readonly rows: readonly RowFirmness[];
  /** `[layers]` Jaccard index of the salient concepts of the picture and of the fit on other photographs; null where neither has any. */
  readonly agreements: readonly (number | null)[];
}

/**
 * The statements of a picture about its rows, lives steadied across `joined` layers in every fit. What is said of the output, that a concept lives there,
 * no probe can change: of concepts that are kept no fate and no death is stated here.
 */
export function statementsOf(
  { picture, replicates, other }: Pick<ExplainedPhotograph, "picture" | "replicates" | "other">,
  joined: Joined,
): Stated {
  const { shown } = pictureTracks(picture, { joined });
  const [own, others] = [fitOf(picture, joined), fitOf(other, joined)];
  const certainties = certaintyOf(shown, picture, replicates, joined);
  const rows: RowFirmness[] = [];
  const statements = shown.flatMap((row, i) => {
    const [account, certainty] = [own(row), certainties[i]!];
    const borne = borneOut(account, certainty, replicates.length);
    rows.push({
      fate: borne.fate === replicates.length,
      birth: borne.birth === replicates.length,
      isFirm: borne.isFirm,
    });
    return statementsOfRow(account, certainty, others(row), replicates.length);
  });
  return { statements, rows, agreements: picture.map((layer: Effects, l) => salientJaccard(layer, other[l]!)) };
}

function statementsOfRow(own: Account, certainty: ConceptCertainty, other: Account, replicates: number): Statement[] {
  const { alive, effects, fate, born, died } = own;
  const probed = alive.length - 1;
  const statements: Statement[] = [];
  const state = (kind: StatementKind, said: number, isTrue: boolean): unknown =>
    statements.push({ kind, said, isTrue });
  for (let l = 0; l < probed; l++) {
    const lives = certainty.alive[l]!;
    state("alive", alive[l] === 1 ? lives : replicates - lives, other.alive[l] === alive[l]);
    if (alive[l] === 1) state("sign", replicates - certainty.against[l]!, other.effects[l]! * effects[l]! >= 0);
  }
  const near = (layer: number): boolean => Math.abs(layer - born!) <= 1;
  state("birth", certainty.born[born!]!, other.born === born);
  state(
    "birth ± 1",
    certainty.born.reduce((sum, count, l) => (near(l) ? sum + count : sum), 0),
    other.born !== null && near(other.born),
  );
  if (fate !== "kept") {
    state("fate", certainty.fates[fate!], other.fate === fate);
    state("death", certainty.died[died!]!, other.died === died);
  }
  return statements;
}
