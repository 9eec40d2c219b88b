/** A study as tidy tables: one row for each thing that was measured. */
import { cellFindings, noiseFindings, pairFindings, type Finding } from "./findings.ts";
import { quantities, type QuantityName } from "./numbers.ts";
import { estimatesOver, type Estimate } from "./statistics.ts";
import {
  BANDS,
  CELL_COLUMNS,
  NOISE_COLUMNS,
  numberAt,
  PAIR_COLUMNS,
  type Cell,
  type NoiseCell,
  type Pair,
  type Study,
  type StudyLayer,
} from "./study.ts";

/** A cell of a table: null where there is nothing. */
export type TableCell = string | number | null;

/** A table whose rows are made as they are needed. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: "text" | "number" }[];
  rows(): Iterable<readonly TableCell[]>;
}

const NAMES = Object.keys(quantities) as QuantityName[];

const text = (...names: readonly string[]) => names.map((name) => ({ name, type: "text" as const }));
const number = (...names: readonly string[]) => names.map((name) => ({ name, type: "number" as const }));

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Every order, and null for all of them together. */
const ordersOf = (n: number): (number | null)[] => [...Array.from({ length: n }, (_, m) => m + 1), null];

/** What estimates are told by. */
const ESTIMATE = number("mean", "standard_error", "low", "high", "count");
const estimateCells = ({ mean, standardError, interval, count }: Estimate): TableCell[] => [
  mean,
  standardError,
  interval?.[0] ?? null,
  interval?.[1] ?? null,
  count,
];

const WHERE = text("experiment", "network", "grid", "question");
const whereOf = ({ experiment, network, grid, question }: Cell | NoiseCell): TableCell[] => [
  experiment,
  network.name,
  grid,
  question,
];

/** All tables of a study. Costs O(images · layers · orders), and 2,000 times as much for the means. */
export function tablesOf(study: Study): Table[] {
  return [imagesTable(study), meansTable(study), agreementTable(study), stabilityTable(study), findingsTable(study)];
}

/** One row for each image, layer and order, all orders together with none: every quantity. */
function imagesTable({ cells, images }: Study): Table {
  return {
    name: "images",
    columns: [
      ...WHERE,
      ...text("set", "image", "label"),
      ...number("p", "right", "layer"),
      ...text("layer_name"),
      ...number("order", ...NAMES.map(snake)),
    ],
    rows: function* () {
      for (const cell of cells)
        for (const [i, place] of cell.images.entries()) {
          const { set, name, label } = images[place]!;
          const [p, right] = [numberAt(CELL_COLUMNS, cell, "p", i), numberAt(CELL_COLUMNS, cell, "right", i)];
          for (const [layer, { name: layerName }] of cell.layers.entries())
            for (const order of ordersOf(cell.n))
              yield [
                ...whereOf(cell),
                ...[set, name, label],
                ...[known(p), known(right), layer, layerName, order],
                ...NAMES.map((of) => {
                  const { perOrder, of: valueOf } = quantities[of];
                  return order !== null && !perOrder ? null : known(valueOf(cell, i, layer, order));
                }),
              ];
        }
    },
  };
}

/** One row for each quantity, layer and order: its mean over images. */
function meansTable({ cells }: Study): Table {
  return {
    name: "means",
    columns: [
      ...WHERE,
      ...number("layer"),
      ...text("layer_name"),
      ...number("order"),
      ...text("quantity", "unit"),
      ...ESTIMATE,
    ],
    rows: function* () {
      for (const cell of cells) {
        const estimate = estimatesOver(cell.images.length);
        for (const name of NAMES) {
          const { unit, perOrder, of } = quantities[name];
          for (const [layer, { name: layerName }] of cell.layers.entries())
            for (const order of perOrder ? ordersOf(cell.n) : [null]) {
              const found = estimate((image) => of(cell, image, layer, order));
              if (found.count > 0)
                yield [...whereOf(cell), layer, layerName, order, snake(name), unit, ...estimateCells(found)];
            }
        }
        for (const name of ["firm", "robust"] as const) {
          const found = estimate((image) => numberAt(CELL_COLUMNS, cell, name, image));
          if (found.count > 0) yield [...whereOf(cell), null, null, null, name, "share", ...estimateCells(found)];
        }
      }
    },
  };
}

/** What two networks have in common: one row for each depth and order, or several orders together. */
function agreementTable({ pairs }: Study): Table {
  return {
    name: "agreement",
    columns: [
      ...text("experiment", "network", "other_network", "grid", "question"),
      ...number("layer", "other_layer"),
      ...text("orders", "quantity", "unit"),
      ...ESTIMATE,
    ],
    rows: function* () {
      for (const pair of pairs) {
        const { experiment, networks, grid, question, n } = pair;
        const estimate = estimatesOver(pair.images.length);
        for (const [depth, layers] of pair.depths.entries()) {
          const where = [experiment, networks[0].name, networks[1].name, grid, question, ...layers];
          for (const [orders, measures] of [
            ...Array.from({ length: n }, (_, m) => [String(m + 1), orderMeasures(pair, depth, m)] as const),
            ...BANDS.map((band, b) => [band, bandMeasures(pair, depth, b)] as const),
          ])
            for (const [name, of] of Object.entries(measures)) {
              const found = estimate(of);
              if (found.count > 0) yield [...where, orders, name, "share", ...estimateCells(found)];
            }
        }
      }
    },
  };
}

type Measures = Readonly<Record<"iou" | "chance" | "beyond_chance", (image: number) => number>>;

function orderMeasures(pair: Pair, depth: number, m: number): Measures {
  const at = (name: "a" | "b" | "both" | "chance", image: number): number =>
    numberAt(PAIR_COLUMNS, pair, name, image, depth, m);
  const iou = (image: number): number => {
    const both = at("both", image);
    return both / (at("a", image) + at("b", image) - both);
  };
  return { iou, chance: (image) => at("chance", image), beyond_chance: (image) => iou(image) - at("chance", image) };
}

function bandMeasures(pair: Pair, depth: number, band: number): Measures {
  const at = (name: "bandIou" | "bandChance", image: number): number =>
    numberAt(PAIR_COLUMNS, pair, name, image, depth, band);
  return {
    iou: (image) => at("bandIou", image),
    chance: (image) => at("bandChance", image),
    beyond_chance: (image) => at("bandIou", image) - at("bandChance", image),
  };
}

/** Steadiness under noise: one row for each layer and order. */
function stabilityTable({ noise }: Study): Table {
  return {
    name: "stability",
    columns: [
      ...WHERE,
      ...number("sigma", "draws", "layer"),
      ...text("layer_name"),
      ...number("order"),
      ...text("quantity", "unit"),
      ...ESTIMATE,
    ],
    rows: function* () {
      for (const cell of noise) {
        const estimate = estimatesOver(cell.images.length);
        for (const [layer, { name: layerName }] of cell.layers.entries())
          for (let m = 0; m < cell.n; m++)
            for (const [name, unit] of [
              ["ratio", "ratio"],
              ["concepts", "concepts"],
              ["leftOut", "concepts"],
            ] as const) {
              const found = estimate((image) => numberAt(NOISE_COLUMNS, cell, name, image, layer, m));
              if (found.count > 0)
                yield [
                  ...whereOf(cell),
                  ...[cell.sigma, cell.draws, layer, layerName, m + 1, snake(name), unit],
                  ...estimateCells(found),
                ];
            }
      }
    },
  };
}

/** A record's findings, with where it is from. */
export interface PlacedFindings {
  readonly experiment: string;
  readonly networks: readonly string[];
  readonly grid: string;
  readonly question: string;
  readonly images: number;
  readonly missing: number;
  /** Those that evidence may speak of: none of pairs. */
  readonly layers: readonly StudyLayer[];
  readonly findings: readonly Finding[];
}

/** A study, and what follows from it. */
export interface ReadStudy {
  readonly study: Study;
  /** Of the cells, the pairs and the noise, in this order. */
  readonly findings: readonly PlacedFindings[];
}

/** The findings of all records of a study: of cells, of pairs, of images under noise. */
export function findingsOfStudy({ plan, cells, pairs, noise }: Study): PlacedFindings[] {
  const placed = (
    { experiment, grid, question, images, missing }: Cell | Pair | NoiseCell,
    networks: readonly { readonly name: string }[],
    layers: readonly StudyLayer[],
    findings: readonly Finding[],
  ): PlacedFindings => ({
    experiment,
    networks: networks.map(({ name }) => name),
    grid,
    question,
    images: images.length,
    missing,
    layers,
    findings,
  });
  return [
    ...cells.map((cell) => placed(cell, [cell.network], cell.layers, cellFindings(cell, plan))),
    ...pairs.map((pair) => placed(pair, pair.networks, [], pairFindings(pair))),
    ...noise.map((cell) => placed(cell, [cell.network], cell.layers, noiseFindings(cell))),
  ];
}

function findingsTable(study: Study): Table {
  return {
    name: "findings",
    columns: [
      ...text("experiment", "networks", "grid", "question", "finding", "verdict", "evidence", "unit"),
      ...ESTIMATE,
    ],
    rows: function* () {
      for (const { experiment, networks, grid, question, findings } of findingsOfStudy(study))
        for (const { id, verdict, evidence } of findings)
          for (const of of evidence)
            yield [experiment, networks.join(" / "), grid, question, id, verdict, of.id, of.unit, ...estimateCells(of)];
    },
  };
}

/** As columns are called in tables. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
