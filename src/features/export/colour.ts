/** A colour as SVG 1.1 programs read it: `#rrggbb` or "none", with its opacity apart, 0..1. */
export interface Paint {
  readonly colour: string;
  readonly opacity: number;
}

const NONE: Paint = { colour: "none", opacity: 1 };

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

function channelsOf(text: string): Paint {
  const [red = "0", green = "0", blue = "0", alpha = "1"] = text.match(/[\d.]+%?/g) ?? [];
  return {
    colour: `#${[red, green, blue].map((value) => hex(Math.round(Number(value)))).join("")}`,
    opacity: alpha.endsWith("%") ? Number(alpha.slice(0, -1)) / 100 : Number(alpha),
  };
}

/**
 * What a CSS colour paints: `#rgb`, `#rrggbb`, `rgb()`, a mix with transparency in sRGB, "none" and "transparent".
 * A reference such as `url(#hatch)` stays as it is.
 *
 * @throws RangeError on any other colour.
 */
export function paintOf(value: string): Paint {
  const text = value.trim().toLowerCase();
  if (text === "none" || text === "transparent") return NONE;
  if (text.startsWith("url(")) return { colour: value.trim(), opacity: 1 };
  if (/^#[0-9a-f]{3}$/.test(text)) return { colour: text.replace(/[0-9a-f]/g, "$&$&"), opacity: 1 };
  if (/^#[0-9a-f]{6}$/.test(text)) return { colour: text, opacity: 1 };
  if (/^rgba?\([\d.\s,/%]+\)$/.test(text)) return channelsOf(text);
  const mix = /^color-mix\(in srgb, (.+) ([\d.]+)%, transparent\)$/.exec(text);
  if (mix === null) throw new RangeError(`cannot paint with ${value}`);
  const { colour, opacity } = paintOf(mix[1]!);
  return { colour, opacity: (opacity * Number(mix[2])) / 100 };
}
