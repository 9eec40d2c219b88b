import greek from "@fontsource/inter/files/inter-greek-400-normal.woff2?url";
import regular from "@fontsource/inter/files/inter-latin-400-normal.woff2?url";
import semibold from "@fontsource/inter/files/inter-latin-600-normal.woff2?url";
import { fetchOwn } from "../../storage/fetching.ts";
import { dataUri } from "../../platform/base64.ts";
import { ExportError } from "./export-error.ts";
import type { Measure } from "./text-lines.ts";

const LATIN_RANGE =
  "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215";

/** The faces that figures are set in: Latin in two weights, and Greek for κ, τ and Σ, which are never bold. */
const FACES = [
  { address: regular, weight: "400", range: LATIN_RANGE },
  { address: semibold, weight: "600", range: LATIN_RANGE },
  { address: greek, weight: "400", range: "U+0370-03FF" },
] as const;

/** What the faces are called while the page measures with them: it must not find a differing Inter of the person's own. */
const MEASURED_AS = "Strata figures";

/** The typeface, ready: as a stylesheet that carries it, and as a ruler. */
export interface FigureFonts {
  readonly css: string;
  readonly measure: Measure;
}

/** A file of a typeface, whole; throws ExportError "font". */
export async function fontBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchOwn(address);
  if (!response.ok) throw new ExportError("font", `${address}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function rulerOf(): Measure {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new ExportError("canvas", "no context to measure text with");
  return (text, size, weight) => {
    context.font = `${weight} ${size}px "${MEASURED_AS}", sans-serif`;
    return context.measureText(text).width;
  };
}

async function load(): Promise<FigureFonts> {
  const faces = await Promise.all(FACES.map(async (face) => ({ ...face, bytes: await fontBytes(face.address) })));
  for (const { bytes, weight, range } of faces) {
    document.fonts.add(await new FontFace(MEASURED_AS, bytes, { weight, unicodeRange: range }).load());
  }
  const rules = faces.map(
    ({ bytes, weight, range }) =>
      `@font-face{font-family:Inter;font-weight:${weight};unicode-range:${range};src:url(${dataUri("font/woff2", bytes)}) format("woff2")}`,
  );
  return { css: rules.join("\n"), measure: rulerOf() };
}

let loaded: Promise<FigureFonts> | null = null;

/**
 * Fetches the typeface, once for the life of the page.
 *
 * @throws ExportError "font" when it cannot be had; the next call tries again.
 */
export function figureFonts(): Promise<FigureFonts> {
  loaded ??= load().catch((error: unknown) => {
    loaded = null;
    throw error instanceof ExportError ? error : new ExportError("font", String(error));
  });
  return loaded;
}
