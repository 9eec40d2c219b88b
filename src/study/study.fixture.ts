import { madeUpSnapshot } from "../exploration/snapshot.fixture.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { cellRow, depthsOf, pairRow, stacked, tausOf } from "./numbers.ts";
import { readPlan, type StudyPlan } from "./plan.ts";
import {
  CELL_COLUMNS,
  columnNames,
  NOISE_COLUMNS,
  PAIR_COLUMNS,
  type Cell,
  type NoiseCell,
  type Pair,
  type Study,
} from "./study.ts";

/** A plan of one experiment on 2 x 2 patches. */
export function madeUpPlan(): StudyPlan {
  return readPlan({
    format: "strata-study-plan",
    version: 1,
    name: "made up",
    experiments: [
      {
        name: "all",
        images: "photos",
        networks: ["one", "two"],
        grids: ["2x2"],
        questions: [{ name: "plain" }],
        between: true,
        noise: { images: 100, draws: 2, sigma: 0.02 },
      },
    ],
  });
}

/** Every second image says what it shows. */
const labelOf = (image: number): string | null => (image % 2 === 0 ? "dog" : null);

const THUMBNAIL = "/9j/4AAQSkZJRgABAQ==";

/** A study of so many images, by two networks of made-up, really decomposed layers. */
export function madeUpStudy(count: number): Study {
  const networks = [1, 2].map((seed) => ({ name: `network ${seed}`, sha256: String(seed).repeat(64) }));
  const images = Array.from({ length: count }, (_, image) => image);
  const snapshots = networks.map((_, which) =>
    images.map((image) => madeUpSnapshot({ seed: 100 * which + image, rows: 2, cols: 2, layers: 4 + which, size: 4 })),
  );
  const asked = { experiment: "all", grid: "2x2", question: "plain", n: 4, images, missing: 1 };
  const cells = networks.map((network, which): Cell => {
    const rows = snapshots[which]!.map((snapshot, i) =>
      cellRow(
        snapshot,
        tausOf(snapshot.layers, DEFAULT_TAU_FRACTION, null),
        labelOf(i) === null ? null : snapshot.target.top[0]!.index,
      ),
    );
    const layers = snapshots[which]![0]!.layers.map(({ name }) => ({ name, accuracy: 0.5 }));
    const explorations = images.map((image) => `${which}${image}`.padStart(32, "0"));
    return {
      ...asked,
      network,
      layers,
      largestEffects: null,
      explorations,
      numbers: stacked(columnNames(CELL_COLUMNS), rows),
    };
  });
  const depths = depthsOf(4, 5);
  const withTaus = ({ layers }: (typeof snapshots)[number][number]) => ({
    layers,
    taus: tausOf(layers, DEFAULT_TAU_FRACTION, null),
  });
  const pair: Pair = {
    ...asked,
    networks: [networks[0]!, networks[1]!],
    depths,
    differing: 0,
    numbers: stacked(
      columnNames(PAIR_COLUMNS),
      images.map((i) => pairRow(withTaus(snapshots[0]![i]!), withTaus(snapshots[1]![i]!), depths)),
    ),
  };
  // Of one concept of each order, as many as four patches have of the fourth and one kind.
  const each = (value: number): Float64Array => new Float64Array(images.length * 4 * 4).fill(value);
  const noise: NoiseCell = {
    ...asked,
    network: networks[0]!,
    layers: cells[0]!.layers,
    sigma: 0.02,
    draws: 2,
    seed: 1,
    numbers: stacked(columnNames(NOISE_COLUMNS), [{ ratio: each(2.5), concepts: each(1), leftOut: each(0) }]),
  };
  return {
    plan: madeUpPlan(),
    images: images.map((i) => ({
      set: "photos",
      name: `${i}.jpg`,
      label: labelOf(i),
      thumbnail: i === 0 ? THUMBNAIL : null,
    })),
    cells,
    pairs: [pair],
    noise: [noise],
  };
}
