/** The two nine-stop ramps of the signed scale, from full against (-1) to full for (+1). */
const STOP_POSITIONS = [-1, -0.62, -0.28, -0.05, 0, 0.05, 0.28, 0.62, 1] as const;
const RAMPS = {
  light: ["#08415A", "#23728F", "#86B7CB", "#D6E5EA", "#EFEDE8", "#F4E2D0", "#E9AE79", "#C4682A", "#833A0A"],
  dark: ["#A6DCF2", "#4C9DBF", "#2A5F78", "#25333A", "#26292D", "#372D25", "#704522", "#C67C38", "#FFC590"],
} as const;

/** Above this relative luminance black text contrasts more than white text does (WCAG contrast ratio). */
const DARK_TEXT_LUMINANCE = 0.179;

type Triple = readonly [number, number, number];

function linearFromHex(hex: string): Triple {
  const channel = (from: number): number => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Björn Ottosson's OKLab (2020), from linear sRGB. */
function oklabFromLinear([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linearFromOklab([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** One step of the scale: its fill and the text colour that reads on it. */
export interface Swatch {
  readonly fill: string;
  readonly text: "#141618" | "#FFFFFF";
}

function swatch(linear: Triple): Swatch {
  const byte = (value: number): number => {
    const clamped = Math.min(1, Math.max(0, value));
    return Math.round(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055));
  };
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return {
    fill: `rgb(${byte(linear[0])} ${byte(linear[1])} ${byte(linear[2])})`,
    text: luminance > DARK_TEXT_LUMINANCE ? "#141618" : "#FFFFFF",
  };
}

function rampOf(stops: readonly string[]): (position: number) => Swatch {
  const labs = stops.map((stop) => oklabFromLinear(linearFromHex(stop)));
  return (position) => {
    const x = Math.min(1, Math.max(-1, Number.isFinite(position) ? position : 0));
    const right = Math.max(
      1,
      STOP_POSITIONS.findIndex((stop) => stop >= x),
    );
    const [from, to] = [STOP_POSITIONS[right - 1]!, STOP_POSITIONS[right]!];
    const t = (x - from) / (to - from);
    const [a, b] = [labs[right - 1]!, labs[right]!];
    return swatch(linearFromOklab([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])]));
  };
}

const scales = { light: rampOf(RAMPS.light), dark: rampOf(RAMPS.dark) };

/** The colour of a signed share of the scale: -1 is full against, +1 full for; beyond that it clamps. Interpolated in OKLab. */
export function signedSwatch(theme: "light" | "dark", position: number): Swatch {
  return scales[theme](position);
}

const ENDS = [1, 1.5, 2, 3, 5, 7, 10] as const;

/**
 * The end of the colour scale: the smallest of 1, 1.5, 2, 3, 5, 7 and their multiples by powers of ten, up and down, that holds `largest`
 * (nats, at least 0); 1 where there is nothing to hold.
 */
export function scaleEnd(largest: number): number {
  if (!(largest > 0 && Number.isFinite(largest))) return 1;
  const decade = Math.floor(Math.log10(largest));
  // Read as a decimal: a product such as 7 · 10⁻² would not be 0.07. The logarithm may be off by a rounding, hence the decade below.
  const ends = [decade - 1, decade].flatMap((power) => ENDS.map((step) => Number(`${step}e${power}`)));
  return ends.find((end) => end >= largest) ?? Number(`1e${decade + 1}`);
}
