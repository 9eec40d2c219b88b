/** Parts of the image that a person paints, to ask how much a network makes of each. */
import { codeOf, hasPlayer, intersection, maskOfCode, NOBODY, union, without, type Mask } from "../core/masks.ts";

/** What a part is, by the person's word; patches of none are the rest. */
export const REGIONS = ["object", "background", "forbidden"] as const;
export type Region = (typeof REGIONS)[number];

/** The patches of each; none is in two. */
export type Regions = Readonly<Record<Region, Mask>>;

/** Nothing is painted. */
export const NO_REGIONS: Regions = { object: NOBODY, background: NOBODY, forbidden: NOBODY };

/** The regions once these patches are of that one, or of none. */
export function withPainted(regions: Regions, patches: Mask, region: Region | null): Regions {
  const painted = (of: Region): Mask => (of === region ? union(regions[of], patches) : without(regions[of], patches));
  return { object: painted("object"), background: painted("background"), forbidden: painted("forbidden") };
}

/** What a patch is painted as; null where it is not. */
export function regionOf(regions: Regions, patch: number): Region | null {
  return REGIONS.find((region) => hasPlayer(regions[region], patch)) ?? null;
}

/** All that is painted. */
export function allPainted({ object, background, forbidden }: Regions): Mask {
  return union(union(object, background), forbidden);
}

/** Those that are painted. */
export const paintedOf = (regions: Regions): Region[] => REGIONS.filter((region) => regions[region] !== NOBODY);

/** As an address says them: "object5.forbidden192", a number, or one in hexadecimal digits, being a mask. */
export const regionsText = (regions: Regions): string =>
  paintedOf(regions)
    .map((region) => `${region}${codeOf(regions[region])}`)
    .join(".");

/** The regions of such a text, at least one; null where it says none, one twice, or a patch in two. */
export function regionsIn(text: string): Regions | null {
  const regions: Record<Region, Mask> = { ...NO_REGIONS };
  for (const part of text.split(".")) {
    const [, name, code = ""] = /^([a-z]+)([1-9]\d{0,9}|0x[\da-f]+)$/.exec(part) ?? [];
    const region = REGIONS.find((known) => known === name);
    const mask = maskOfCode(code.startsWith("0x") ? code : Number(code));
    if (region === undefined || regions[region] !== NOBODY || mask === null || mask === NOBODY) return null;
    regions[region] = mask;
  }
  return areApart(regions) ? regions : null;
}

/** Whether no patch is in two. */
export function areApart({ object, background, forbidden }: Regions): boolean {
  return intersection(object, background) === NOBODY && intersection(union(object, background), forbidden) === NOBODY;
}
