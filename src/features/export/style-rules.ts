/** Properties that SVG also takes as attributes: all that a drawing without a stylesheet can keep. */
const DRAWN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

/** A property that is drawn, and its value. */
export type Declaration = readonly [property: string, value: string];

/** One selector of a stylesheet and what it draws. */
export interface StyleRule {
  readonly selector: string;
  readonly declarations: readonly Declaration[];
}

/** The drawn ones among the declarations of a rule's body or a style attribute. */
export function declarationsOf(text: string): Declaration[] {
  return text.split(";").flatMap((part): Declaration[] => {
    const colon = part.indexOf(":");
    const property = part.slice(0, colon).trim();
    return (DRAWN as readonly string[]).includes(property) ? [[property, part.slice(colon + 1).trim()]] : [];
  });
}

/** CSS specificity without ids, which the page's styles do not use: classes and attributes before elements. */
function specificity(selector: string): number {
  const classes = selector.match(/\.[\w-]+|\[[^\]]*\]/g)?.length ?? 0;
  const elements = selector.replace(/\.[\w-]+|\[[^\]]*\]/g, "").match(/[a-z]+/gi)?.length ?? 0;
  return 1000 * classes + elements;
}

/**
 * What a stylesheet draws whatever the screen and the pointer: rules in media queries and with pseudo-classes are left out.
 *
 * @returns weakest first, as the cascade would have them.
 */
export function styleRules(css: string): StyleRule[] {
  const flat = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");
  const rules = [...flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selectors = "", body = ""]) => {
    const declarations = declarationsOf(body);
    return declarations.length === 0
      ? []
      : selectors.split(",").map((selector) => ({ selector: selector.trim(), declarations }));
  });
  return rules
    .filter(({ selector }) => !selector.includes(":"))
    .sort((a, b) => specificity(a.selector) - specificity(b.selector));
}
