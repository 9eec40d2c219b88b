import { scaleEnd, signedSwatch } from "./signed-scale.ts";

/** A cell's colour and the colour of a number written on it. */
export interface CellColour {
  readonly fill: string;
  readonly ink: string;
}

/** The signed colour scale of one picture: even steps of colour over ±`end` nats. */
export interface EffectScale {
  readonly theme: "light" | "dark";
  /** Nats at full colour. */
  readonly end: number;
  /** The largest |effect| of the picture where the scale, being locked, does not reach it, nats; null where nothing clamps. */
  readonly beyond: number | null;
  colour(nats: number): CellColour;
}

/** Where on the ramp the smallest effect stands: a step off nothing that the eye sees on paper, so that no concept that is alive fades into it. */
const FIRST_STEP = 0.05;

/**
 * The scale that holds effects up to `largest` nats: its end is the smallest round number that does (`scaleEnd`). A `locked` end (nats) stays as it is
 * whatever the picture, and effects beyond it get its last colour. The same nats have the same colour wherever the end is the same.
 */
export function effectScale(theme: "light" | "dark", largest: number, locked: number | null = null): EffectScale {
  const end = locked ?? scaleEnd(largest);
  return {
    theme,
    end,
    beyond: largest > end ? largest : null,
    colour: (nats) => {
      const strength = FIRST_STEP + (1 - FIRST_STEP) * Math.min(1, Math.abs(nats) / end);
      const { fill, text } = signedSwatch(theme, Math.sign(nats) * strength);
      // Black itself, not the page's ink: only against black does the switch at luminance 0.179 keep 4.5 : 1 on every cell.
      return { fill, ink: text === "#FFFFFF" ? "#FFFFFF" : "#000000" };
    },
  };
}

/** A colour of a legend's gradient and where it stands, 0..1. */
export interface ScaleStop {
  readonly offset: number;
  readonly fill: string;
}

/** Stops of a legend's gradient, `steps` on either side of zero; at zero itself the smallest effects of both signs meet. */
export function scaleStops(scale: EffectScale, steps: number): ScaleStop[] {
  const side = (sign: number): ScaleStop[] =>
    Array.from({ length: steps + 1 }, (_, i) => {
      const share = i / steps;
      return {
        offset: 0.5 + (sign * share) / 2,
        fill: scale.colour(sign * Math.max(share * scale.end, Number.MIN_VALUE)).fill,
      };
    });
  return [...side(-1).reverse(), ...side(1)];
}

/** The legend's ticks in nats: both ends, their halves and zero; halves carry no text, so that the ends have room for their unit. Ends that clamp say so. */
export function scaleTicks({
  end,
  beyond,
}: Pick<EffectScale, "end" | "beyond">): { readonly nats: number; readonly text: string }[] {
  const [least, most] = beyond === null ? ["", ""] : ["≤ ", "≥ "];
  return [
    { nats: -end, text: `${least}−${end}` },
    { nats: -end / 2, text: "" },
    { nats: 0, text: "0" },
    { nats: end / 2, text: "" },
    { nats: end, text: `${most}+${end}` },
  ];
}
