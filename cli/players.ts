import { MAX_ENUMERABLE } from "../src/core/masks.ts";
import {
  cellNamed,
  MAX_GRID_SIDE,
  MIN_PICKED,
  OTHERS,
  patchName,
  pickedCells,
  playerCount,
  type Grid,
} from "../src/core/patches.ts";
import { defaultFrom, mostPicked, PICKS, problemOfRule, type PickRule } from "../src/core/picking.ts";
import { choice } from "./choice.ts";
import { InputError } from "./failure.ts";

/** The players of `explain`: a grid, or a rule that gives one for each image. */
export type AskedPlayers = Grid | PickRule;

/** The options that say them. */
export const PLAYER_OPTIONS = {
  grid: "string",
  pick: "string",
  from: "string",
  count: "string",
  seed: "string",
  others: "string",
  superpixels: "boolean",
} as const;

type Texts = ReadonlyMap<string, string>;
type Sides = Pick<Grid, "rows" | "cols">;

/** What only goes with which --pick. */
const GOES_WITH = { from: ["centre"], seed: ["centre"], count: PICKS } as const;

const DEFAULT_GRID: Sides = { rows: 3, cols: 3 };
const DEFAULT_COUNT = 12;
/** The largest seed that can be asked for. */
export const MAX_SEED = 2 ** 32 - 1;

/** The players that the options say; null where they say none, so that the network's own are asked about. Throws InputError. */
export function readPlayers(texts: Texts, flags: ReadonlySet<string> = new Set()): AskedPlayers | null {
  const pick = texts.get("pick");
  for (const option of ["others", "count", "from", "seed"] as const) {
    if (!texts.has(option)) continue;
    // Masks are drawn by a seed, too.
    if (option === "seed" && texts.has("masks")) continue;
    if (pick === undefined) throw new InputError("needs-pick", { option: `--${option}` });
    const kinds: readonly string[] | null = option === "others" ? null : GOES_WITH[option];
    if (kinds !== null && !kinds.includes(pick))
      throw new InputError("needs-rule", {
        option: `--${option}`,
        rules: kinds.map((kind) => `--pick ${kind}`).join(", "),
      });
  }
  const players = askedPlayers(texts, flags);
  const count = players === null ? 0 : "pick" in players ? players.count : playerCount(players);
  if (count > MAX_ENUMERABLE && !texts.has("masks"))
    throw new InputError("needs-masks", { count, players: MAX_ENUMERABLE });
  return players;
}

function askedPlayers(texts: Texts, flags: ReadonlySet<string>): AskedPlayers | null {
  const [text, pick] = [texts.get("grid"), texts.get("pick")];
  const isCut = flags.has("superpixels");
  if (text === undefined && pick === undefined && !isCut) return null;
  const sides = {
    ...(text === undefined ? DEFAULT_GRID : sidesOf(text)),
    ...(isCut && { cut: "superpixels" as const }),
  };
  if (pick === undefined) return { ...sides, picked: null };
  const others = choice("--others", texts.get("others"), OTHERS, "hidden");
  const rule = PICKS.find((known) => known === pick);
  return rule === undefined
    ? { ...sides, picked: pickedCells(sides.rows, sides.cols, cellsOf(pick, sides), others) }
    : ruleOf({ ...sides, pick: rule, others }, texts);
}

/** The players of `explain` where nobody says others. */
export const DEFAULT_PLAYERS: AskedPlayers = { ...DEFAULT_GRID, picked: null };

/** Two numbers with an x between; null where a text is none. */
function pairOf(text: string): readonly [number, number] | null {
  const [, a, b] = /^(\d{1,2})[xX×](\d{1,2})$/.exec(text)?.map(Number) ?? [];
  return a === undefined || b === undefined ? null : [a, b];
}

function sidesOf(text: string): Sides {
  const [rows, cols] = pairOf(text) ?? [0, 0];
  if (Math.min(rows, cols) < 1 || Math.max(rows, cols) > MAX_GRID_SIDE)
    throw new InputError("bad-fine-grid", { value: text, side: MAX_GRID_SIDE });
  return { rows, cols };
}

/** Cells by their names, with commas or blanks between. */
function cellsOf(text: string, { rows, cols }: Sides): number[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  const cells = names.map((name) => {
    const cell = cellNamed(name.toLowerCase(), { rows, cols });
    if (cell === null)
      throw new InputError("bad-cell", { value: name, rows, cols, last: patchName(rows * cols - 1, cols) });
    return cell;
  });
  const twice = names.find((_, i) => cells.indexOf(cells[i]!) !== i);
  if (twice !== undefined) throw new InputError("cell-twice", { value: twice });
  if (cells.length < MIN_PICKED) throw new InputError("bad-cells", { count: cells.length, least: MIN_PICKED });
  return cells;
}

function ruleOf(asked: Pick<PickRule, "rows" | "cols" | "cut" | "pick" | "others">, texts: Texts): PickRule {
  const { rows, cols, pick } = asked;
  const [from, count, seed] = [texts.get("from"), texts.get("count"), texts.get("seed")];
  const middle = from === undefined ? undefined : (pairOf(from) ?? [0, 0]);
  const most = mostPicked({ ...asked, from: middle });
  const rule: PickRule = {
    ...asked,
    ...(middle !== undefined && { from: middle }),
    count: count === undefined ? Math.min(DEFAULT_COUNT, most) : wholeOf(count),
    ...(seed !== undefined && { seed: wholeOf(seed) }),
  };
  if (seed !== undefined && !(rule.seed! <= MAX_SEED))
    throw new InputError("bad-seed", { value: seed, most: MAX_SEED });
  switch (problemOfRule(rule)) {
    case "count":
      throw new InputError(most < MIN_PICKED ? "too-few-cells" : "bad-pick-count", {
        value: count ?? rule.count,
        least: MIN_PICKED,
        most,
        from: (middle ?? (pick === "centre" ? defaultFrom(asked) : [rows, cols])).join("x"),
      });
    case null:
      return rule;
    default:
      throw new InputError("bad-from", { value: from ?? "", rows, cols });
  }
}

/** NaN where a text is no whole number. */
const wholeOf = (text: string): number => (/^\d{1,12}$/.test(text) ? Number(text) : Number.NaN);
