import { codeOf, everybody, isWithin, NOBODY } from "../core/masks.ts";
import { patchName, sameGrid } from "../core/patches.ts";
import { FATES } from "../core/tracks.ts";
import type { SampleBudget } from "../exploration/estimator.ts";
import { namesFit, UNNAMED } from "../exploration/concept-names.ts";
import { writtenNames } from "./address-names.ts";
import { PAGE_SEED } from "./budget.ts";
import { ALL_ROWS, CLOSED_OTHERS, DEFAULT_SETTINGS, NO_SELECTION } from "./initial.ts";
import { allPainted, NO_REGIONS, regionsText } from "./regions.ts";
import type { AddressedBy, PictureView, Settings } from "./shape.ts";

/** The page's place, as the fragment of its address says it; a fragment never leaves the browser. */
export interface Address {
  readonly source: AddressedBy;
  /** Of the start and of samples; what is kept and what is linked bring their own. */
  readonly settings: Settings;
  /** Whether the grid is the network's own, and left out; where it is left open, 3x3 is. */
  readonly ownGrid?: boolean;
  readonly view: PictureView;
}

/** Nothing selected, filtered, opened or locked. */
export const PLAIN_VIEW: PictureView = {
  selection: NO_SELECTION,
  filters: ALL_ROWS,
  openOthers: CLOSED_OTHERS,
  units: "scale",
  scaleLock: null,
  topic: null,
  names: UNNAMED,
  regions: NO_REGIONS,
};

/** Whether a view speaks only of patches and layers that a picture of n players and so many layers has. */
export function viewFits({ selection, names, regions }: PictureView, n: number, layers: number): boolean {
  const { concept, layer, patches } = selection;
  const all = everybody(n);
  return (
    isWithin(concept?.mask ?? NOBODY, all) &&
    isWithin(patches, all) &&
    (layer ?? 0) < layers &&
    namesFit(names, n) &&
    isWithin(allPainted(regions), all)
  );
}

function sourceParams(source: AddressedBy): [string, string][] {
  switch (source.from) {
    case "start":
      return modelParam(source);
    case "sample":
      return [...modelParam(source), ["sample", source.file]];
    case "kept":
      return [
        ["kept", source.key],
        ...(source.answer === undefined ? [] : [["answer", source.answer] as [string, string]]),
      ];
    case "link":
      return [["s", source.payload]];
  }
}

const modelParam = ({ model }: { readonly model?: string }): [string, string][] =>
  model === undefined ? [] : [["model", model]];

function gridParams({ rows, cols, picked, cut }: Settings): [string, string][] {
  const params: [string, string][] = [["grid", `${rows}x${cols}`]];
  if (cut !== undefined) params.push(["cut", cut]);
  if (picked !== null) {
    const names = picked.cells.map((cell) => patchName(cell, cols)).join(".");
    params.push(["pick", picked.others === "hidden" ? names : `${names}-${picked.others}`]);
  }
  return params;
}

/** How many masks, the seed where it is not the page's own, and behind both how many half-samples. */
const sampleText = ({ masks, seed, halves }: SampleBudget): string =>
  halves !== undefined ? `${masks}-${seed}-${halves}` : seed === PAGE_SEED ? `${masks}` : `${masks}-${seed}`;

function settingParams({ settings, ownGrid }: Pick<Address, "settings" | "ownGrid">): [string, string][] {
  const { sample, baseline, probes, target, rather, kappaFraction, kappaOf, tauFraction } = settings;
  const params = (ownGrid ?? sameGrid(settings, DEFAULT_SETTINGS)) ? [] : gridParams(settings);
  if (sample !== null) params.push(["masks", sampleText(sample)]);
  if (baseline !== DEFAULT_SETTINGS.baseline) params.push(["hidden", baseline]);
  if (probes !== DEFAULT_SETTINGS.probes) params.push(["probes", probes]);
  if (target !== DEFAULT_SETTINGS.target) params.push(["target", String(target)]);
  if (rather !== null) params.push(["rather", String(rather)]);
  if (kappaFraction !== DEFAULT_SETTINGS.kappaFraction || kappaOf !== DEFAULT_SETTINGS.kappaOf)
    params.push(["kappa", `${kappaFraction}-${kappaOf}`]);
  if (tauFraction !== DEFAULT_SETTINGS.tauFraction) params.push(["tau", String(tauFraction)]);
  return params;
}

function viewParams({
  selection,
  filters,
  openOthers,
  units,
  scaleLock,
  topic,
  names,
  regions,
}: PictureView): [string, string][] {
  const { concept, layer, patches } = selection;
  const {
    kind,
    orders: [min, max],
    onlyPatches,
    onlyFirm,
    sort,
  } = filters;
  const params: [string, string][] = topic === null ? [] : [["ask", topic]];
  if (concept !== null) params.push(["concept", `${concept.kind}${codeOf(concept.mask)}`]);
  if (layer !== null) params.push(["layer", String(layer)]);
  if (patches !== NOBODY) params.push(["patches", String(codeOf(patches))]);
  if (kind !== ALL_ROWS.kind) params.push(["kind", kind]);
  if (min !== ALL_ROWS.orders[0] || max !== ALL_ROWS.orders[1]) params.push(["order", `${min}-${max}`]);
  if (onlyPatches) params.push(["only", "1"]);
  if (onlyFirm) params.push(["firm", "1"]);
  if (sort !== ALL_ROWS.sort) params.push(["sort", sort]);
  const open = FATES.filter((fate) => openOthers[fate]);
  if (open.length > 0) params.push(["others", open.join(".")]);
  // A locked end says by its name what it is in: "scale" were nats before there was a choice.
  if (scaleLock !== null) params.push([units === "nats" ? "scale" : "lock", String(scaleLock)]);
  else if (units === "nats") params.push(["units", units]);
  if (allPainted(regions) !== NOBODY) params.push(["painted", regionsText(regions)]);
  if (names.length > 0) params.push(["named", writtenNames(names)]);
  return params;
}

/** The fragment of an address, without its "#"; defaults are left out. */
export function formatAddress({ source, view, ...asked }: Address): string {
  const params = [
    ...sourceParams(source),
    ...(source.from === "start" || source.from === "sample" ? settingParams(asked) : []),
    ...viewParams(view),
  ];
  return params.map(([name, value]) => `${name}=${value}`).join("&");
}
