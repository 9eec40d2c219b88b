/** The guide: what each of its steps is about on the glass box, in numbers of the picture on the page beside what is truly there. */
import { effectAt } from "../core/interactions.ts";
import { orderOf } from "../core/masks.ts";
import { sameConcept, type PictureTrack } from "../core/tracks.ts";
import { compareWithTruth, farthestFromTruth, type TruthComparison, type TrueConcept } from "../core/truth.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import { remembered } from "../platform/remembered.ts";
import { selectAllRows, selectSolvedLayers } from "./selectors.ts";
import type { StrataState } from "./state.ts";
import { selectTruth } from "./truth.ts";

/** Its steps, in their order. */
export const GUIDE_STEPS = ["patch", "and", "or", "probe", "birth", "doubt", "truth", "end"] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

/** The constructed network and the image that it is about. */
export const GLASS_BOX = { model: "glass-box", file: "glass-box.png" } as const;

/** A number as the picture has it, and as it was planted. */
export interface Both<T> {
  readonly found: T;
  readonly planted: T;
}

/** What the steps say; effects and scores in nats, layers by index. */
export interface GuideFacts {
  readonly players: number;
  readonly planted: number;
  /** The strongest AND and the strongest OR of several patches at the output, with their effects there. */
  readonly and: GuideConcept;
  readonly or: GuideConcept;
  /** By how much showing everything moves the score: at the layer that speaks most against what the output says, and at the output. */
  readonly probe: { readonly layer: number; readonly there: Both<number>; readonly output: Both<number> };
  /** The latest birth among what is alive at the output; null where it was not found. */
  readonly birth: { readonly concept: TrueConcept; readonly layer: Both<number | null> };
  /** By how much an effect is off at most, where, and twice κ there. */
  readonly off: { readonly layer: number; readonly error: number; readonly slack: number };
  readonly comparison: TruthComparison;
}

/** A concept with its effect at the output. */
export interface GuideConcept {
  readonly concept: TrueConcept;
  readonly effect: Both<number>;
}

const largestBy = <T>(things: readonly T[], size: (thing: T) => number): T =>
  things.reduce((best, one) => (size(one) > size(best) ? one : best));

/** The facts of a picture whose truth is known; null where nothing of a step's kind is planted. Costs O(rows · concepts · layers). */
export function guideFactsOf(
  rows: readonly PictureTrack[],
  layers: readonly SolvedLayer[],
  concepts: readonly TrueConcept[],
): GuideFacts | null {
  const output = layers.length - 1;
  const strength = ({ effects }: TrueConcept): number => Math.abs(effects[output]!);
  const joined = concepts.filter((one) => orderOf(one.mask) > 1 && one.effects[output] !== 0);
  const [ands, ors] = [joined.filter(({ kind }) => kind === "and"), joined.filter(({ kind }) => kind === "or")];
  if (ands.length === 0 || ors.length === 0) return null;
  const withEffect = (concept: TrueConcept): GuideConcept => ({
    concept,
    effect: {
      found: effectAt(layers[output]!.interactions, concept.kind, concept.mask),
      planted: concept.effects[output]!,
    },
  });
  const moves = layers.map(({ vFull, vEmpty }, layer): Both<number> => ({
    found: vFull - vEmpty,
    planted: concepts.reduce((sum, { effects }) => sum + effects[layer]!, 0),
  }));
  const against = (layer: number): number => -Math.sign(moves[output]!.planted) * moves[layer]!.planted;
  const probed = layers.map((_, layer) => layer).slice(0, -1);
  const bornAt = ({ effects }: TrueConcept): number => effects.findIndex((effect) => effect !== 0);
  const latest = largestBy(joined, bornAt);
  const row = rows.find((one) => sameConcept(one, latest));
  const off = farthestFromTruth(
    layers.map(({ interactions }) => interactions),
    concepts,
  );
  const layer = largestBy(probed.length === 0 ? [output] : probed, against);
  return {
    players: layers[output]!.interactions.n,
    planted: concepts.length,
    and: withEffect(largestBy(ands, strength)),
    or: withEffect(largestBy(ors, strength)),
    probe: { layer, there: moves[layer]!, output: moves[output]! },
    birth: { concept: latest, layer: { found: row?.born ?? null, planted: bornAt(latest) } },
    off: { ...off, slack: 2 * layers[off.layer]!.interactions.exactness.kappa },
    comparison: compareWithTruth(rows, concepts),
  };
}

const rememberedFacts = remembered(guideFactsOf);

/** What the guide's steps say of the picture on the page; null until it is that of the glass box, whole. */
export const selectGuideFacts = (state: StrataState): GuideFacts | null => {
  const [rows, layers, truth] = [selectAllRows(state), selectSolvedLayers(state), selectTruth(state)];
  return rows === null || layers === null || truth?.of !== "image"
    ? null
    : rememberedFacts(rows, layers, truth.concepts);
};

/** What is selected while a step is shown: the concept and the layer that it points at. */
export function lookAtStep(
  step: GuideStep,
  { and, or, probe, birth }: GuideFacts,
): {
  readonly concept: Pick<TrueConcept, "kind" | "mask"> | null;
  readonly layer: number | null;
} {
  switch (step) {
    case "and":
    case "or":
      return { concept: { and, or }[step].concept, layer: null };
    case "probe":
      return { concept: null, layer: probe.layer };
    case "birth":
      return { concept: birth.concept, layer: birth.layer.found ?? birth.layer.planted };
    default:
      return { concept: null, layer: null };
  }
}

/** How many ways there are to show some of so many patches and hide the others. */
export const waysOf = (players: number): number => 2 ** players;
