/**
 * How far other fits of the same probes bear out what a picture says: every statement is looked up in replicates, each explained by itself, and those
 * that agree are counted (stability selection: Meinshausen & Bühlmann, "Stability selection", 2010). Apart from that, whether a cell hangs on
 * choices that might have been made otherwise: of κ and of one among equal answers, or of the masks that an estimate is made from.
 */
import { effectAt, type Effects, type Kind } from "./interactions.ts";
import { livesWithin, type Alive, type Joined } from "./lives.ts";
import type { Mask } from "./masks.ts";
import { isSalient, tauOf } from "./salience.ts";
import { fateOf, type Fate } from "./tracks.ts";

/** What names a concept. */
type Named = Readonly<{ kind: Kind; mask: Mask }>;

/** What one fit says of one concept. */
export interface Account extends Alive {
  /** `[layers]`, nats. */
  readonly effects: Float64Array;
  /** Null where it lives nowhere. */
  readonly fate: Fate | null;
  /** First layer of the first life; null where it lives nowhere. */
  readonly born: number | null;
  /** Layer after the last life; the number of layers where it lives at the last, null where it lives nowhere. */
  readonly died: number | null;
}

/** What one fit, an explanation of every layer, says of any concept. */
export type Fit = (concept: Named) => Account;

/** The account of every concept by one explanation of the layers, their lives steadied across `joined` layers. */
export function fitOf(layers: readonly Effects[], joined: Joined): Fit {
  const livesOf = livesWithin(layers, joined);
  return ({ kind, mask }) => {
    const effects = Float64Array.from(layers, (layer) => effectAt(layer, kind, mask));
    const lives = livesOf(effects);
    const born = lives.alive.indexOf(1);
    return born < 0
      ? { ...lives, effects, fate: null, born: null, died: null }
      : { ...lives, effects, fate: fateOf(lives.alive), born, died: lives.alive.lastIndexOf(1) + 1 };
  };
}

/** What a number of replicates say of one concept of a picture; a count is the number of replicates that say so. */
export interface ConceptCertainty extends Named {
  /** `[layers]`, nats: standard deviation of the replicates' effects around their mean; 0 at a layer without a probe. */
  readonly effectSd: Float64Array;
  /** `[layers]`: that it lives there. */
  readonly alive: Uint8Array;
  /** `[layers]`: that its effect there has the other sign than in the picture. */
  readonly against: Uint8Array;
  /** `[layers]`: that its first life begins there. */
  readonly born: Uint8Array;
  /** `[layers + 1]`: that its last life has ended before this layer; the last one, that it lives at the output. */
  readonly died: Uint8Array;
  /** Their sum is below the number of replicates where it lives nowhere in some of them. */
  readonly fates: Readonly<Record<Fate, number>>;
}

/** What is known of one concept of a picture. */
export interface CertainConcept extends ConceptCertainty {
  /** `[layers]`, 1 where it stays salient, with its sign, by the other choices: see `robustAt`. */
  readonly robust: Uint8Array;
}

/** Of fewer replicates nothing is told: three that agree by chance would make a row firm. */
export const FEWEST_REPLICATES = 4;

/** How sure a picture is, concept by concept. */
export interface Certainty {
  /** How many replicates of each probe were looked at; 0 where there are none: then only `robust` says something. */
  readonly replicates: number;
  /** Every row of the picture, shown or not. */
  readonly concepts: readonly CertainConcept[];
}

/** What the replicates say of one concept that the picture's own fit knows as `own`. */
function countsOf(concept: Named, own: Account, accounts: readonly Account[]): ConceptCertainty {
  const { kind, mask } = concept;
  const layers = own.effects.length;
  const count = (says: (account: Account) => boolean): number => accounts.filter(says).length;
  const byLayer = (length: number, says: (account: Account, layer: number) => boolean): Uint8Array =>
    Uint8Array.from({ length }, (_, layer) => count((account) => says(account, layer)));
  return {
    kind,
    mask,
    effectSd: Float64Array.from({ length: layers }, (_, l) => deviationOf(accounts.map(({ effects }) => effects[l]!))),
    alive: byLayer(layers, ({ alive }, l) => alive[l] === 1),
    against: byLayer(layers, ({ effects }, l) => effects[l]! * own.effects[l]! < 0),
    born: byLayer(layers, ({ born }, l) => born === l),
    died: byLayer(layers + 1, ({ died }, l) => died === l),
    fates: {
      kept: count(({ fate }) => fate === "kept"),
      lost: count(({ fate }) => fate === "lost"),
      transient: count(({ fate }) => fate === "transient"),
    },
  };
}

/** Standard deviation around the mean, over all but one of them; 0 for fewer than two and for equal ones. */
function deviationOf(values: readonly number[]): number {
  // Of equal values the mean may be off by a digit.
  if (values.every((value) => value === values[0])) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * What replicates say of concepts of a picture.
 *
 * @param layers the picture's effects, from the input side to the output.
 * @param replicates each one's effects at the same layers, explained like the picture; at a layer without a probe they are the picture's own.
 * @param joined across which layers lives are steadied, in the picture and in all replicates.
 * Costs O(concepts · replicates · layers · log effects).
 */
export function certaintyOf(
  concepts: readonly Named[],
  layers: readonly Effects[],
  replicates: readonly (readonly Effects[])[],
  joined: Joined,
): ConceptCertainty[] {
  const own = fitOf(layers, joined);
  const fits = replicates.map((effects) => fitOf(effects, joined));
  return concepts.map((concept) =>
    countsOf(
      concept,
      own(concept),
      fits.map((fit) => fit(concept)),
    ),
  );
}

/** How many of the replicates bear out each statement of a picture about one concept, and whether it is firm: whether all do. */
export interface Borne {
  readonly fate: number;
  readonly birth: number;
  readonly death: number;
  /** Whether all say its fate, and none another sign where it lives; at which layers it lives is a statement of each layer. */
  readonly isFirm: boolean;
}

/** Against what the picture says: its account of the concept, which lives somewhere. RangeError where it does not. */
export function borneOut({ alive, fate, born, died }: Account, certainty: ConceptCertainty, replicates: number): Borne {
  if (fate === null || born === null || died === null) throw new RangeError("the concept must live somewhere");
  const isSigned = certainty.against.every((says, l) => alive[l] === 0 || says === 0);
  const ofFate = certainty.fates[fate];
  return {
    fate: ofFate,
    birth: certainty.born[born]!,
    death: certainty.died[died]!,
    isFirm: ofFate === replicates && isSigned,
  };
}

/**
 * At which layers each concept is robust, `[layers]` of 1 or 0: salient with the same sign in the picture and in each of the other explanations: of the
 * same scores by another κ or another choice among equal answers, or of an estimate of either half of its scores. Costs O(concepts · others · layers · log effects).
 */
export function robustAt(
  concepts: readonly Named[],
  layers: readonly Effects[],
  others: readonly (readonly Effects[])[],
): Uint8Array[] {
  const explanations = [layers, ...others].map((effects) => effects.map((layer) => ({ layer, tau: tauOf(layer) })));
  return concepts.map(({ kind, mask }) =>
    Uint8Array.from(layers, (_, l) => {
      const signs = explanations.map((explanation) => {
        const { layer, tau } = explanation[l]!;
        const effect = effectAt(layer, kind, mask);
        return isSalient(effect, tau) ? Math.sign(effect) : 0;
      });
      return signs[0] !== 0 && signs.every((sign) => sign === signs[0]) ? 1 : 0;
    }),
  );
}
