import { scaleEnd, signedSwatch } from "./signed-scale.ts";

/** A cell's colour and the colour of a number written on it. */
export interface CellColour {
  readonly fill: string;
  readonly ink: string;
}

/** The signed colour scale of one picture: linear over ±`end` nats, so that nothing clamps. */
export interface EffectScale {
  readonly theme: "light" | "dark";
  /** Nats at full colour. */
  readonly end: number;
  colour(nats: number): CellColour;
}

/** The scale that holds effects up to `largest` nats: its end is the smallest of 1, 2, 5, 10, 20 … that does. */
export function effectScale(theme: "light" | "dark", largest: number): EffectScale {
  const end = scaleEnd(largest);
  return {
    theme,
    end,
    colour: (nats) => {
      const { fill, text } = signedSwatch(theme, nats / end);
      // Black itself, not the page's ink: only against black does the switch at luminance 0.179 keep 4.5 : 1 on every cell.
      return { fill, ink: text === "#FFFFFF" ? "#FFFFFF" : "#000000" };
    },
  };
}

/** Fills at `steps + 1` equal steps from −end to +end, for a legend's gradient. */
export function scaleStops(scale: EffectScale, steps: number): string[] {
  return Array.from({ length: steps + 1 }, (_, i) => scale.colour(scale.end * ((2 * i) / steps - 1)).fill);
}

/** The legend's ticks in nats: both ends, their halves and zero; halves carry no text, so that the ends have room for their unit. */
export function scaleTicks(end: number): { readonly nats: number; readonly text: string }[] {
  return [
    { nats: -end, text: `−${end}` }, { nats: -end / 2, text: "" }, { nats: 0, text: "0" }, { nats: end / 2, text: "" }, { nats: end, text: `+${end}` },
  ];
}
