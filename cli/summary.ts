import type { i18n } from "i18next";
import { salientCounts } from "../src/core/metrics.ts";
import type { Exploration } from "../src/exploration/exploration.ts";
import { findingsOf, type Finding } from "./findings.ts";
import { meanOf, type Mean } from "./mean.ts";

/** One image's numbers at one layer; index order − 1 in the lists. */
export interface LayerNumbers {
  readonly completeness: Numbers<number | null>;
  readonly redundancy: Numbers<number | null>;
  /** Σ |effects| of the salient ones, in units of the layer's scale. */
  readonly strength: Numbers<number>;
  /** How many effects are salient. */
  readonly salient: Numbers<number>;
}

interface Numbers<T> {
  readonly all: T;
  readonly perOrder: readonly T[];
}

type Means = { readonly [Quantity in keyof LayerNumbers]: Mean };

/** What a folder's summary.json holds. */
export interface SummaryFile {
  readonly format: "strata-summary";
  readonly version: 1;
  readonly model: Exploration["model"];
  readonly grid: readonly [rows: number, cols: number];
  readonly baseline: Exploration["baseline"];
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: Exploration["kappaOf"];
  readonly images: readonly { readonly name: string; readonly target: string; readonly p: number }[];
  readonly layers: readonly { readonly name: string; readonly all: Means; readonly perOrder: readonly ({ readonly order: number } & Means)[] }[];
  readonly findings: readonly Finding[];
}

const QUANTITIES = ["completeness", "redundancy", "strength", "salient"] as const;

/** Gathers the explorations of a folder, made with the same model and settings, and keeps of each only what the summary needs. */
export function createSummary(strings: i18n): { add(name: string, exploration: Exploration): void; finish(): SummaryFile } {
  const images: { name: string; target: string; p: number }[] = [];
  const numbers: LayerNumbers[][] = [];
  let last: Exploration | null = null;
  return {
    add: (name, exploration) => {
      images.push({ name, target: exploration.target.label, p: exploration.target.p });
      numbers.push(numbersOf(exploration));
      last = exploration;
    },
    finish: () => {
      if (last === null) throw new RangeError("a summary needs at least one exploration");
      const { model, players, baseline, tauFraction, kappaFraction, kappaOf, layers } = last;
      return {
        format: "strata-summary", version: 1, model, grid: [players.rows, players.cols], baseline, tauFraction, kappaFraction, kappaOf, images,
        layers: layers.map(({ name }, l) => ({
          name,
          all: meansOf(numbers, (image, quantity) => image[l]![quantity].all),
          perOrder: Array.from({ length: players.n }, (_, m) => (
            { order: m + 1, ...meansOf(numbers, (image, quantity) => image[l]![quantity].perOrder[m]!) }
          )),
        })),
        findings: findingsOf(numbers, strings),
      };
    },
  };
}

function numbersOf({ layers, orders, completeness, redundancy, tauFraction, players }: Exploration): LayerNumbers[] {
  return layers.map(({ andOr }, l) => {
    const strength = new Array<number>(players.n).fill(0);
    for (const { layer, order, all } of orders) if (layer === l) strength[order - 1]! += all;
    return {
      completeness: completeness[l]!,
      redundancy: redundancy[l]!,
      strength: withSum(strength),
      salient: withSum(salientCounts(andOr, tauFraction)),
    };
  });
}

function withSum(perOrder: readonly number[]): Numbers<number> {
  return { all: perOrder.reduce((sum, value) => sum + value, 0), perOrder };
}

function meansOf(images: readonly LayerNumbers[][], pick: (image: LayerNumbers[], quantity: keyof LayerNumbers) => number | null): Means {
  return Object.fromEntries(QUANTITIES.map((quantity) => [quantity, meanOf(images.map((image) => pick(image, quantity)))])) as Means;
}
