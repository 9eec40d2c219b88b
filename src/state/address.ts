import { BASELINES, type BaselineKind } from "../core/baseline.ts";
import type { KappaRule } from "../core/and-or.ts";
import { MAX_PLAYERS } from "../core/masks.ts";
import { KINDS, type Fate, type Kind } from "../core/tracks.ts";
import { ALL_ROWS, CLOSED_OTHERS, DEFAULT_SETTINGS, NO_SELECTION } from "./initial.ts";
import { ROW_SORTS, type Filters, type RowSort, type Selection, type Settings, type Source, type StrataState } from "./shape.ts";

/** How a picture is looked at. */
export type PictureView = Pick<StrataState, "selection" | "filters" | "openOthers">;

/** The page's place, as the fragment of its address says it; a fragment never leaves the browser. */
export interface Address {
  readonly source: Source;
  /** Of the start and of samples; what is kept and what is linked bring their own. */
  readonly settings: Settings;
  readonly view: PictureView;
}

/** Nothing selected, filtered or opened. */
export const PLAIN_VIEW: PictureView = { selection: NO_SELECTION, filters: ALL_ROWS, openOthers: CLOSED_OTHERS };

const FATES: readonly Fate[] = ["kept", "lost", "transient"];
const RULES: readonly KappaRule[] = ["range", "delta"];
const LARGEST_MASK = 2 ** MAX_PLAYERS - 1;
/** More layers, or classes, than any network here has. */
const LARGEST_INDEX = 9999;
const LARGEST_KAPPA = 1;

/** Thrown by the readers below and caught by `parseAddress`, never seen outside. */
class Unreadable extends Error {}

function oneOf<T extends string>(text: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === text);
  if (found === undefined) throw new Unreadable();
  return found;
}

function whole(text: string, max: number, min = 0): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (value < min || value > max) throw new Unreadable();
  return value;
}

function matched(text: string, pattern: RegExp): readonly string[] {
  const parts = pattern.exec(text);
  if (parts === null) throw new Unreadable();
  return parts.slice(1);
}

function readGrid(text: string): Pick<Settings, "rows" | "cols"> {
  const [rows = 0, cols = 0] = matched(text, /^([1-9]\d?)x([1-9]\d?)$/).map(Number);
  if (rows * cols > MAX_PLAYERS) throw new Unreadable();
  return { rows, cols };
}

function readKappa(text: string): Pick<Settings, "kappaFraction" | "kappaOf"> {
  const [fraction = "", rule = ""] = matched(text, /^(\d+(?:\.\d+)?)-([a-z]+)$/);
  const kappaFraction = Number(fraction);
  if (!(kappaFraction <= LARGEST_KAPPA)) throw new Unreadable();
  return { kappaFraction, kappaOf: oneOf(rule, RULES) };
}

function readConcept(text: string): Selection["concept"] {
  const [kind = "", mask = ""] = matched(text, /^([a-z]+)(\d+)$/);
  return { kind: oneOf<Kind>(kind, KINDS), mask: whole(mask, LARGEST_MASK, 1) };
}

function readOrders(text: string): Filters["orders"] {
  const [min = "", max = ""] = matched(text, /^(\d+)-(\d+)$/);
  return [whole(min, MAX_PLAYERS, 1), whole(max, MAX_PLAYERS, 1)];
}

function readOthers(text: string): StrataState["openOthers"] {
  const open = text.split(".").map((fate) => oneOf(fate, FATES));
  return { kept: open.includes("kept"), lost: open.includes("lost"), transient: open.includes("transient") };
}

function readSource(params: URLSearchParams): Source {
  const [sample, key, payload] = [params.get("sample"), params.get("kept"), params.get("s")];
  if (payload !== null) return { from: "link", payload };
  if (key !== null) return { from: "kept", key: matched(key, /^([\w.-]{1,120})$/)[0]! };
  if (sample !== null) return { from: "sample", file: matched(sample, /^([\w-]{1,80}\.png)$/)[0]! };
  return { from: "start" };
}

/** The page's place out of a fragment, with or without its "#"; null when something in it is not what this page writes. */
export function parseAddress(fragment: string): Address | null {
  const params = new URLSearchParams(fragment.replace(/^#/, ""));
  const read = <T>(name: string, reader: (text: string) => T, otherwise: T): T => {
    const text = params.get(name);
    return text === null ? otherwise : reader(text);
  };
  try {
    const grid = read("grid", readGrid, { rows: DEFAULT_SETTINGS.rows, cols: DEFAULT_SETTINGS.cols });
    const kappa = read("kappa", readKappa, { kappaFraction: DEFAULT_SETTINGS.kappaFraction, kappaOf: DEFAULT_SETTINGS.kappaOf });
    return {
      source: readSource(params),
      settings: {
        ...grid, ...kappa,
        baseline: read<BaselineKind>("hidden", (text) => oneOf(text, BASELINES), DEFAULT_SETTINGS.baseline),
        target: read<Settings["target"]>("target", (text) => whole(text, LARGEST_INDEX), DEFAULT_SETTINGS.target),
      },
      view: {
        selection: {
          concept: read("concept", readConcept, null),
          layer: read<number | null>("layer", (text) => whole(text, LARGEST_INDEX), null),
          patches: read("patches", (text) => whole(text, LARGEST_MASK, 1), 0),
        },
        filters: {
          kind: read<Filters["kind"]>("kind", (text) => oneOf(text, KINDS), ALL_ROWS.kind),
          orders: read("order", readOrders, ALL_ROWS.orders),
          onlyPatches: read("only", (text) => oneOf(text, ["1"]) === "1", false),
          sort: read<RowSort>("sort", (text) => oneOf(text, ROW_SORTS), ALL_ROWS.sort),
        },
        openOthers: read("others", readOthers, CLOSED_OTHERS),
      },
    };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** Whether a view speaks only of patches and layers that a picture of n players and so many layers has. */
export function viewFits({ selection }: PictureView, n: number, layers: number): boolean {
  const { concept, layer, patches } = selection;
  return (concept?.mask ?? 0) < 2 ** n && patches < 2 ** n && (layer ?? 0) < layers;
}

function sourceParams(source: Source): [string, string][] {
  switch (source.from) {
    case "start": return [];
    case "sample": return [["sample", source.file]];
    case "kept": return [["kept", source.key]];
    case "link": return [["s", source.payload]];
  }
}

function settingParams({ rows, cols, baseline, target, kappaFraction, kappaOf }: Settings): [string, string][] {
  const params: [string, string][] = [];
  if (rows !== DEFAULT_SETTINGS.rows || cols !== DEFAULT_SETTINGS.cols) params.push(["grid", `${rows}x${cols}`]);
  if (baseline !== DEFAULT_SETTINGS.baseline) params.push(["hidden", baseline]);
  if (target !== DEFAULT_SETTINGS.target) params.push(["target", String(target)]);
  if (kappaFraction !== DEFAULT_SETTINGS.kappaFraction || kappaOf !== DEFAULT_SETTINGS.kappaOf) params.push(["kappa", `${kappaFraction}-${kappaOf}`]);
  return params;
}

function viewParams({ selection, filters, openOthers }: PictureView): [string, string][] {
  const { concept, layer, patches } = selection;
  const { kind, orders: [min, max], onlyPatches, sort } = filters;
  const params: [string, string][] = [];
  if (concept !== null) params.push(["concept", `${concept.kind}${concept.mask}`]);
  if (layer !== null) params.push(["layer", String(layer)]);
  if (patches !== 0) params.push(["patches", String(patches)]);
  if (kind !== ALL_ROWS.kind) params.push(["kind", kind]);
  if (min !== ALL_ROWS.orders[0] || max !== ALL_ROWS.orders[1]) params.push(["order", `${min}-${max}`]);
  if (onlyPatches) params.push(["only", "1"]);
  if (sort !== ALL_ROWS.sort) params.push(["sort", sort]);
  const open = FATES.filter((fate) => openOthers[fate]);
  if (open.length > 0) params.push(["others", open.join(".")]);
  return params;
}

/** The fragment of an address, without its "#"; defaults are left out. */
export function formatAddress({ source, settings, view }: Address): string {
  const params = [...sourceParams(source), ...(source.from === "start" || source.from === "sample" ? settingParams(settings) : []), ...viewParams(view)];
  return params.map(([name, value]) => `${name}=${value}`).join("&");
}
