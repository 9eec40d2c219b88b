import type { StrataState } from "./state.ts";
import { BASELINES, type BaselineKind } from "../core/baseline.ts";
import { KAPPA_RULES } from "../core/and-or.ts";
import { fewestMasks } from "../core/estimate/sample.ts";
import { KINDS, type Kind } from "../core/interactions.ts";
import { maskOfCode, MAX_PLAYERS, NOBODY, type Mask } from "../core/masks.ts";
import { cellNamed, MAX_GRID_SIDE, pickedCells, playerCount, type Grid, type Others } from "../core/patches.ts";
import { FATES } from "../core/tracks.ts";
import { PROBE_CHOICES, type ProbeChoice } from "../models/spec/probes.ts";
import { mendedPayload } from "../formats/link/mended.ts";
import { addressPairs, plainValue, seen } from "./address-text.ts";
import type { Address } from "./address.ts";
import { readNames } from "./address-names.ts";
import type { SampleBudget } from "../exploration/estimator.ts";
import { isBudget, mostMasks } from "../exploration/exploration.ts";
import { budgetFor, PAGE_SEED } from "./budget.ts";
import { UNNAMED, type ConceptNames } from "../exploration/concept-names.ts";
import { ALL_ROWS, CLOSED_OTHERS, DEFAULT_SETTINGS } from "./initial.ts";
import {
  ROW_SORTS,
  type AddressedBy,
  type Filters,
  type PictureView,
  type RowSort,
  type Selection,
  type Settings,
} from "./shape.ts";
import { NO_REGIONS, regionsIn, type Regions } from "./regions.ts";
import { TOPICS } from "./topics.ts";

/** More layers, or classes, than any network here has. */
const LARGEST_INDEX = 9999;
/** More nats than any effect has, and more scales of a layer. */
const LARGEST_SCALE = 1e20;

/** What it may say of probes: the page's own words, and the command line's for those that nearly all networks have first. Of the first ones the page says nothing. */
const PROBES_NAMED = [...PROBE_CHOICES, "network"] as const;

/** Everything that an address may say. */
const NAMES = [
  "model",
  "sample",
  "kept",
  "answer",
  "s",
  "grid",
  "cut",
  "pick",
  "masks",
  "hidden",
  "probes",
  "target",
  "rather",
  "kappa",
  "tau",
  "ask",
  "concept",
  "layer",
  "patches",
  "kind",
  "order",
  "only",
  "firm",
  "sort",
  "others",
  "units",
  "scale",
  "lock",
  "painted",
  "named",
] as const;
type Name = (typeof NAMES)[number];

/** Ids of the page's sections, which its links for keyboards and phones lead to: the page as it starts. */
const SECTIONS = ["image", "concepts", "concept", "checks"];

/** A fragment that this page did not write, and what of it cannot be read. */
export interface Unreadable {
  readonly unreadable: string;
  /** Set where that is a number of masks that so many patches do not take. */
  readonly masks?: MasksRefused;
}

/** A number of masks that is asked for, and between which ones it must lie. */
interface MasksRefused {
  readonly asked: number;
  readonly patches: number;
  readonly fewest: number;
  readonly most: number;
}

/** Characters of what cannot be read that a message quotes. */
const MAX_QUOTED = 40;

/** Thrown by the readers below and caught by `parseAddress`, never seen outside. */
class Unread extends Error {
  readonly masks: MasksRefused | undefined;

  constructor(masks?: MasksRefused) {
    super();
    this.masks = masks;
  }
}

function oneOf<T extends string>(text: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === text);
  if (found === undefined) throw new Unread();
  return found;
}

function whole(text: string, max: number, min = 0): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (value < min || value > max) throw new Unread();
  return value;
}

function matched(text: string, pattern: RegExp): readonly string[] {
  const parts = pattern.exec(text);
  if (parts === null) throw new Unread();
  return parts.slice(1);
}

type Sides = Pick<Settings, "rows" | "cols">;

function readSides(text: string): Sides {
  const [rows = 0, cols = 0] = matched(text, /^([1-9]\d?)x([1-9]\d?)$/).map(Number);
  if (rows > MAX_GRID_SIDE || cols > MAX_GRID_SIDE) throw new Unread();
  return { rows, cols };
}

/** How many masks of a grid are looked at, the seed where it is not the page's own, and half-samples. */
function readSample(text: string, grid: Grid): SampleBudget {
  const [masks, seed = PAGE_SEED, halves] = matched(text, /^(\d{1,9})(?:-(\d{1,10})(?:-(\d{1,3}))?)?$/);
  const sample = { masks: Number(masks), seed: Number(seed), ...(halves !== undefined && { halves: Number(halves) }) };
  const patches = playerCount(grid);
  const [fewest, most] = [fewestMasks(patches), mostMasks(patches)];
  if (sample.masks < fewest || sample.masks > most) throw new Unread({ asked: sample.masks, patches, fewest, most });
  if (!isBudget(patches, sample)) throw new Unread();
  return sample;
}

/** A set of patches, at least one. */
function readMask(text: string): Mask {
  const mask = maskOfCode(/^[1-9]\d{0,9}$/.test(text) ? Number(text) : text);
  if (mask === null || mask === NOBODY) throw new Unread();
  return mask;
}

function readProbes(text: string): ProbeChoice {
  const named = oneOf(text, PROBES_NAMED);
  return named === "network" ? "first" : named;
}

/** Names of cells, and what the others are where they are not hidden. */
function readPicked(text: string, { rows, cols }: Sides): Settings["picked"] {
  const [names = "", others = "hidden"] = matched(text, /^([a-p\d.]+)(?:-(shown))?$/);
  const cells = names.split(".").map((name) => cellNamed(name, { rows, cols }) ?? -1);
  try {
    return pickedCells(rows, cols, cells, others as Others);
  } catch (error) {
    if (error instanceof RangeError) throw new Unread();
    throw error;
  }
}

/** A share, 0 to 1, as the page writes numbers; very small ones come with an exponent. */
function readShare(text: string): number {
  const share = Number(matched(text, /^(\d+(?:\.\d+)?(?:e-\d+)?)$/)[0]);
  if (!(share <= 1)) throw new Unread();
  return share;
}

/** Another class than the target, which must be told. */
const readRather =
  (target: string | undefined) =>
  (text: string): number => {
    const index = whole(text, LARGEST_INDEX);
    if (target === undefined || index === whole(plainValue(target), LARGEST_INDEX)) throw new Unread();
    return index;
  };

function readKappa(text: string): Pick<Settings, "kappaFraction" | "kappaOf"> {
  const [share = "", rule = ""] = matched(text, /^(.+)-([a-z]+)$/);
  return { kappaFraction: readShare(share), kappaOf: oneOf(rule, KAPPA_RULES) };
}

function readConcept(text: string): Selection["concept"] {
  const [kind = "", mask = ""] = matched(text, /^([a-z]+)(\d.*)$/);
  return { kind: oneOf<Kind>(kind, KINDS), mask: readMask(mask) };
}

function readNamed(text: string): ConceptNames {
  const names = readNames(text);
  if (names === null) throw new Unread();
  return names;
}

function readOrders(text: string): Filters["orders"] {
  const [min = "", max = ""] = matched(text, /^(\d+)-(\d+)$/);
  return [whole(min, MAX_PLAYERS, 1), whole(max, MAX_PLAYERS, 1)];
}

function readPainted(text: string): Regions {
  const regions = regionsIn(text);
  if (regions === null) throw new Unread();
  return regions;
}

function readOthers(text: string): StrataState["openOthers"] {
  const open = text.split(".").map((fate) => oneOf(fate, FATES));
  return { kept: open.includes("kept"), lost: open.includes("lost"), transient: open.includes("transient") };
}

function readScale(text: string): number {
  const end = Number(matched(text, /^(\d{1,21}(?:\.\d{1,20})?(?:e-\d{1,3})?)$/)[0]);
  if (!(end > 0 && end <= LARGEST_SCALE)) throw new Unread();
  return end;
}

/** Where a picture comes from, first the one that is looked for first. */
const SOURCES: readonly (readonly [Name, (text: string) => AddressedBy])[] = [
  ["s", (text) => ({ from: "link", payload: mendedPayload(text) })],
  ["kept", (text) => ({ from: "kept", key: matched(text, /^([\w.-]{1,1500})$/)[0]! })],
  ["sample", (text) => ({ from: "sample", file: matched(text, /^([\w-]{1,80}\.png)$/)[0]! })],
];

/**
 * The page's place out of a fragment, with or without its "#", that may have been through mail and chat; or the part of it that this page
 * does not write. Of a link the payload's checksum says whether it is whole: what else cannot be read there is left out.
 */
export function parseAddress(fragment: string): Address | Unreadable {
  const pairs = addressPairs(fragment, NAMES);
  const texts = new Map<Name, string>();
  let unread: { readonly part: string; readonly masks?: MasksRefused | undefined } | null = null;
  for (const [name, text] of pairs) {
    if (name === "") unread ??= { part: text };
    else if (!texts.has(name as Name)) texts.set(name as Name, text);
  }
  if (pairs.length === 1 && SECTIONS.includes(pairs[0]![1] || pairs[0]![0])) return parseAddress("");
  const read = <T>(name: Name, reader: (text: string) => T, otherwise: T): T => {
    const text = texts.get(name);
    if (text === undefined) return otherwise;
    try {
      return reader(name === "s" ? text : plainValue(text));
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      unread ??= { part: `${name}=${seen(text)}`, masks: error.masks };
      return otherwise;
    }
  };
  const { rows, cols } = DEFAULT_SETTINGS;
  const sides = read("grid", readSides, { rows, cols });
  const picked = read("pick", (text) => readPicked(text, sides), null);
  const cut = read<Grid["cut"]>("cut", (text) => oneOf(text, ["superpixels"] as const), undefined);
  const grid: Grid = { ...sides, picked, ...(cut !== undefined && { cut }) };
  const sample = read("masks", (text) => readSample(text, grid), budgetFor(grid, null));
  const kappa = read("kappa", readKappa, {
    kappaFraction: DEFAULT_SETTINGS.kappaFraction,
    kappaOf: DEFAULT_SETTINGS.kappaOf,
  });
  const [name, reader] = SOURCES.find(([name]) => texts.has(name)) ?? [];
  const start: AddressedBy = { from: "start" };
  const source = name === undefined ? start : read(name, reader!, start);
  const model = read<string | null>("model", (text) => matched(text, /^([A-Za-z0-9][\w.-]{0,99})$/)[0]!, null);
  const answer = read<string | null>("answer", (text) => matched(text, /^([0-9a-f]{16})$/)[0]!, null);
  const lockInNats = read<number | null>("scale", readScale, null);
  const lock = read<number | null>("lock", readScale, null);
  const inNats = read("units", (text) => oneOf(text, ["nats"]) === "nats", lockInNats !== null);
  const address: Address = {
    source:
      source.from === "kept" && answer !== null
        ? { ...source, answer }
        : (source.from === "start" || source.from === "sample") && model !== null
          ? { ...source, model }
          : source,
    settings:
      source.from === "link" || source.from === "kept"
        ? DEFAULT_SETTINGS
        : {
            ...grid,
            sample,
            ...kappa,
            baseline: read<BaselineKind>("hidden", (text) => oneOf(text, BASELINES), DEFAULT_SETTINGS.baseline),
            probes: read("probes", readProbes, DEFAULT_SETTINGS.probes),
            target: read<Settings["target"]>("target", (text) => whole(text, LARGEST_INDEX), DEFAULT_SETTINGS.target),
            rather: read("rather", readRather(texts.get("target")), null),
            tauFraction: read("tau", readShare, DEFAULT_SETTINGS.tauFraction),
          },
    ...((source.from === "start" || source.from === "sample") && {
      ownGrid: !texts.has("grid") && !texts.has("pick") && !texts.has("cut"),
    }),
    view: {
      selection: {
        concept: read("concept", readConcept, null),
        layer: read<number | null>("layer", (text) => whole(text, LARGEST_INDEX), null),
        patches: read("patches", readMask, NOBODY),
      },
      filters: {
        kind: read<Filters["kind"]>("kind", (text) => oneOf(text, KINDS), ALL_ROWS.kind),
        orders: read("order", readOrders, ALL_ROWS.orders),
        onlyPatches: read("only", (text) => oneOf(text, ["1"]) === "1", false),
        onlyFirm: read("firm", (text) => oneOf(text, ["1"]) === "1", false),
        sort: read<RowSort>("sort", (text) => oneOf(text, ROW_SORTS), ALL_ROWS.sort),
      },
      openOthers: read("others", readOthers, CLOSED_OTHERS),
      units: inNats ? "nats" : "scale",
      scaleLock: inNats ? lockInNats : lock,
      topic: read<PictureView["topic"]>("ask", (text) => oneOf(text, TOPICS), null),
      regions: read("painted", readPainted, NO_REGIONS),
      names: read("named", readNamed, UNNAMED),
    },
  };
  if (unread === null || address.source.from === "link") return address;
  const { part, masks } = unread;
  return {
    unreadable: part.length > MAX_QUOTED ? `${part.slice(0, MAX_QUOTED)}…` : part,
    ...(masks !== undefined && { masks }),
  };
}
