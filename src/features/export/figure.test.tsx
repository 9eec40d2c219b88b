import { readFileSync } from "node:fs";
import { DOMParser } from "linkedom";
import { renderToStaticMarkup } from "react-dom/server";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Interactions } from "../../core/interactions.ts";
import { createAllStrings } from "../../strings/catalogue.ts";
import type { Language } from "../../strings/index.ts";
import { StringsProvider } from "../../ui/language/strings.tsx";
import { Figure } from "./Figure.tsx";
import { putOnPaper } from "./paper.ts";
import { drawnRows } from "../concepts/drawn-rows.ts";
import { crowdedSource, plantedSource } from "./source.fixture.ts";
import type { PictureSource } from "./source.ts";
import { styleRules } from "./style-rules.ts";
import type { Measure } from "./text-lines.ts";

const css = readFileSync(new URL("../concepts/concepts.css", import.meta.url), "utf8");
/** Latin at half its size, Chinese at all of it: near enough to lay out by. */
const roughly: Measure = (text, size) =>
  [...text].reduce((sum, character) => sum + (character > "\u2e80" ? size : size / 2), 0);

function pagesOf(
  source: PictureSource,
  on: "one-page" | "pages",
  language: Language = "en",
  imageUri: string | null = null,
): string[] {
  const drawn = renderToStaticMarkup(
    <StringsProvider strings={createAllStrings(language)} language={language}>
      <Figure source={source} measure={roughly} imageUri={imageUri} language={language} on={on} />
    </StringsProvider>,
  );
  return drawn.split(/(?=<svg width="\d+" height="\d+" viewBox)/).map((page) => {
    const { documentElement } = new DOMParser().parseFromString(
      page.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'),
      "image/svg+xml",
    );
    putOnPaper(documentElement as unknown as Element, styleRules(css));
    return documentElement.toString();
  });
}

const markupOf = (source: PictureSource, language: Language = "en", imageUri: string | null = null): string =>
  pagesOf(source, "one-page", language, imageUri)[0]!;
const rowsIn = (markup: string): (string | undefined)[] =>
  [...markup.matchAll(/data-row="((?:and|or)\d+)"/g)].map(([, key]) => key);
const heightOf = (markup: string): number => Number(/viewBox="0 0 \d+ (\d+)"/.exec(markup)![1]);

/** Drawn by another program, which also refuses XML that is not well-formed: [H·W·3]. */
async function drawnElsewhere(markup: string) {
  const { data, info } = await sharp(Buffer.from(markup))
    .flatten({ background: "#ff00ff" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x: number, y: number) => [...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3)],
  };
}

const view = {
  selection: { patches: 2, concept: { kind: "and", mask: 1 }, layer: null },
  openOthers: { kept: true, lost: true, transient: true },
  scaleLock: null,
} as const;

describe("a figure on paper", () => {
  it.each(["en", "zh"] as const)("needs no stylesheet, no page and no network, in %s", (language) => {
    const markup = markupOf(plantedSource({ view }), language, "data:image/png;base64,AAAA");
    expect(markup).not.toMatch(/var\(--|class=|style=|tabindex|role=|aria-|color-mix|rgb\(|transparent/);
    // Names of the format, and the address that the figure is said to come from, are only text.
    expect(
      markup.replace('xmlns="http://www.w3.org/2000/svg"', "").replaceAll("https://strata.example/", ""),
    ).not.toMatch(/https?:|@import|url\((?!#)|href="(?!data:)/);
    expect(markup.match(/<svg/g)).toHaveLength(1);
  });

  it.each(["en", "zh"] as const)("has no marks of the page's terms in its words, in %s", (language) => {
    const { layers, settings } = plantedSource().result;
    const withInteractions = (change: (of: Interactions) => Partial<Interactions>) =>
      layers.map(
        (layer) => layer && { ...layer, interactions: { ...layer.interactions, ...change(layer.interactions) } },
      );
    const errors = { and: new Float64Array(0), or: new Float64Array(0) };
    const quality = { masks: 2000, heldOut: 200, seed: 1, heldOutR2: 0.998, heldOutR2Whole: 0.998, unseenShare: 0 };
    const sources = [
      plantedSource({ view }),
      plantedSource({ units: "scale" }),
      plantedSource({
        result: {
          layers: withInteractions(({ exactness }) => ({ exactness: { ...exactness, method: "B" } })),
        },
      }),
      plantedSource({
        result: {
          layers: withInteractions(() => ({ sampled: { ...quality, errors } })),
          settings: { ...settings, sample: { masks: 2000, seed: 1 } },
        },
      }),
      { ...plantedSource(), counts: { rows: 3, firm: 2, robust: 1 }, isTold: true },
      crowdedSource(),
    ];
    for (const source of sources)
      for (const page of pagesOf(source, "pages", language)) expect(page).not.toMatch(/&lt;\/?\w+&gt;/);
  });

  it("is drawn alike by another program: white around, ink, a cell in the colour of its effect", async () => {
    const source = plantedSource();
    const { width, height, at } = await drawnElsewhere(markupOf(source));
    expect(width).toBe(680);
    expect([at(0, 0), at(width - 1, height - 1)]).toEqual([
      [255, 255, 255],
      [255, 255, 255],
    ]);
    const inks = new Set(Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)).join()));
    // The largest effect is 3, the scale's end 5: 3/5 of it is nearly the stop at 0.62.
    expect([...inks].some((ink) => /^(19[0-9]|20[0-9]),1[01]\d,(4|5)\d$/.test(ink))).toBe(true);
    expect(inks).toContain("27,29,32");
  });

  it("has every row that the page draws, once each", () => {
    expect(rowsIn(markupOf(plantedSource()))).toEqual(["and1", "or6"]);
    expect(rowsIn(markupOf(plantedSource({ view })))).toEqual(["and1", "or6", "and12"]);
  });

  it("marks only what the person selected", () => {
    const accent = /#5640c9/g;
    expect(markupOf(plantedSource())).not.toMatch(accent);
    const marked = markupOf(plantedSource({ view }));
    expect(marked).toMatch(accent);
    expect(marked).toContain(">+2.50<");
  });

  it("is the same to the byte for the same state", () =>
    expect(markupOf(plantedSource({ view }))).toBe(markupOf(plantedSource({ view }))));

  it("takes names from files as text only, and what XML cannot hold as a mark", async () => {
    const title = { from: "file", name: '</text><script>alert(1)</script>"&\u0001\ud800.png' } as const;
    const source = plantedSource();
    const markup = markupOf({
      ...source,
      result: {
        ...source.result,
        image: { ...source.result.image, title },
        target: { index: 0, label: "<b>x</b>", p: 1 },
      },
    });
    expect(markup).not.toMatch(/<script|<b>/);
    expect(markup).toContain("&lt;/text>&lt;script>".replaceAll(">", "&gt;"));
    expect(markup).toContain("\ufffd\ufffd");
    await expect(drawnElsewhere(markup)).resolves.toMatchObject({ width: 680 });
  });
});

describe("a figure of more rows than A4 holds", () => {
  // 247 concepts on eight patches, two dozen of them shown, the others open.
  const source = crowdedSource();
  const all = drawnRows(source.picture.groups, source.view.openOthers).map(({ key }) => key);
  const A4_PIXELS = (297 - 2 * 15) / (180 / 680);

  it("goes on, in a PDF, on pages that fit: every row once, in order, heads on each page, the caption on the last", () => {
    const pages = pagesOf(source, "pages");
    expect(all.length).toBeGreaterThan(200);
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.flatMap(rowsIn)).toEqual(all);
    for (const page of pages) {
      expect(heightOf(page)).toBeLessThanOrEqual(A4_PIXELS);
      expect(page.includes(">block<")).toBe(rowsIn(page).length > 0);
    }
    expect(pages.map((page) => /<tspan[^>]*>Strata \d/.test(page))).toEqual(
      pages.map((_, i) => i === pages.length - 1),
    );
    expect(pages[1]).toContain("page 2<");
  });

  it("names the group again that goes on on the next page, and leaves no heading alone at a page's end", () => {
    for (const page of pagesOf(source, "pages").slice(0, -1)) {
      const marks = [...page.matchAll(/data-row="(?:and|or)|>(?:Kept|Lost|Transient)</g)].map(([mark]) =>
        mark.startsWith(">"),
      );
      expect([marks[0], marks.at(-1)]).toEqual([true, false]);
    }
  });

  it("folds the others in a figure of one page, the last fates first, and says so", () => {
    const markup = markupOf(source);
    expect(heightOf(markup)).toBeLessThanOrEqual(A4_PIXELS);
    expect(rowsIn(markup).length).toBeLessThan(all.length);
    expect(markup.replaceAll(/<[^>]+>/g, " ")).toMatch(/others folded\s+to fit A4/);
    expect(markupOf(plantedSource({ view }))).not.toContain("folded");
  });

  it("needs only one page, in a PDF too, where all fits", () =>
    expect(pagesOf(plantedSource({ view }), "pages")).toEqual([markupOf(plantedSource({ view }))]));
});
