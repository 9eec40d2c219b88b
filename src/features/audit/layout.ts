import { KINDS, type Kind } from "../../core/interactions.ts";
import type { Mask } from "../../core/masks.ts";
import { SIDES, sideOf, sideStrengths, type Side, type SideStrengths } from "../../core/regions.ts";
import { strongest, sumOf, type ConceptEffect } from "../../core/strongest.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";

/** How a layer's strength lies against a region. */
export interface LayerSides {
  /** The salient concepts, the strongest first, effects in nats; of the kinds that count. */
  readonly concepts: readonly ConceptEffect[];
  readonly strengths: SideStrengths;
  /** Of both kinds together, and each side's part of it, 0..1; null where nothing is salient. */
  readonly strength: number;
  readonly shares: Readonly<Record<Side, number>> | null;
}

/** What a layer holds inside, across and outside a region, of one kind or both. Costs O(effects · log effects). */
export function layerSides(
  { interactions, tau }: Pick<SolvedLayer, "interactions" | "tau">,
  region: Mask,
  kind: "all" | Kind,
): LayerSides {
  const concepts = strongest(interactions, tau).filter((concept) => kind === "all" || concept.kind === kind);
  const strengths = sideStrengths(concepts, region);
  const strength = sumOf(concepts);
  const share = (side: Side): number => KINDS.reduce((sum, of) => sum + strengths[of][side], 0) / strength;
  return {
    concepts,
    strengths,
    strength,
    shares: strength === 0 ? null : { inside: share("inside"), across: share("across"), outside: share("outside") },
  };
}

/** The concepts of one side, in their order. */
export const onSide = ({ concepts }: LayerSides, region: Mask, side: Side): ConceptEffect[] =>
  concepts.filter(({ mask }) => sideOf(mask, region) === side);

const MARGIN = { top: 8, right: 4, bottom: 22, left: 40 } as const;
const HEIGHT = 200;
/** The widest bar, pixels. */
const WIDEST = 56;

/** A part of a layer's bar, pixels. */
interface SideBox {
  readonly side: Side;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bars and their axis, pixels. */
export interface AuditLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  /** Room for a layer's name, pixels. */
  readonly step: number;
  readonly columns: readonly { readonly x: number; readonly left: number; readonly boxes: readonly SideBox[] }[];
  readonly ticks: readonly { readonly share: number; readonly y: number }[];
}

/** A bar for each layer, from inside at the bottom to outside at the top: all together are 100 %. */
export function auditLayout(shares: readonly LayerSides["shares"][], width: number): AuditLayout {
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, HEIGHT - MARGIN.bottom];
  const step = (right - left) / Math.max(1, shares.length);
  const wide = Math.min(WIDEST, 0.72 * step);
  const y = (share: number): number => bottom - share * (bottom - top);
  return {
    width,
    height: HEIGHT,
    left,
    right,
    bottom,
    step,
    columns: shares.map((of, layer) => {
      const x = left + (layer + 0.5) * step;
      let base = 0;
      const boxes = SIDES.flatMap((side): SideBox[] => {
        const share = of?.[side] ?? 0;
        const from = base;
        base += share;
        return share === 0 ? [] : [{ side, x: x - wide / 2, y: y(base), width: wide, height: y(from) - y(base) }];
      });
      return { x, left: x - step / 2, boxes };
    }),
    ticks: [0, 0.5, 1].map((share) => ({ share, y: y(share) })),
  };
}
