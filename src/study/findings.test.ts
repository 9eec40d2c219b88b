import { describe, expect, it } from "vitest";
import { mulberry32 } from "../core/random.ts";
import {
  cellFindings,
  findingsOfImages,
  halvesOf,
  noiseFindings,
  pairFindings,
  signOf,
  type LayerNumbers,
} from "./findings.ts";
import { madeUpStudy } from "./study.fixture.ts";
import { NOISE_COLUMNS, PAIR_COLUMNS, shapeOf, type NoiseCell, type Pair } from "./study.ts";

/** Layers of two orders from curves of completeness and redundancy; the output's strengths and counts per order. */
function image(
  completeness: readonly number[],
  redundancy: readonly (number | null)[],
  strength = [4, 1],
  salient = [2, 2],
): LayerNumbers[] {
  return completeness.map((value, l) => ({ completeness: value, redundancy: redundancy[l]!, strength, salient }));
}

const verdicts = (images: readonly (readonly LayerNumbers[])[]) =>
  Object.fromEntries(findingsOfImages(images).map(({ id, verdict }) => [id, verdict]));

/** Six small differences between images. */
const SHIFTS = [0, 0.01, -0.01, 0.02, -0.02, 0.005];

it("tells how sure the answers are where that was asked, and of no others", () => {
  const study = madeUpStudy(7);
  const [experiment] = study.plan.experiments;
  const asking = { ...experiment!, questions: [{ ...experiment!.questions[0]!, certainty: true }] };
  const numbers = { ...study.cells[0]!.numbers, firm: Float64Array.of(0, 0.5, 1, NaN, 1, 1, 1) };
  const found = cellFindings({ ...study.cells[0]!, numbers }, { ...study.plan, experiments: [asking] });
  const { verdict, evidence } = found.find(({ id }) => id === "rows-firm")!;
  expect(verdict).toBe("reported");
  expect(evidence.map(({ mean, count }) => [mean, count])).toEqual([
    [4.5 / 6, 6],
    [null, 0],
  ]);
  expect(cellFindings(study.cells[0]!, study.plan).map(({ id }) => id)).not.toContain("rows-firm");
});

describe("findingsOfImages", () => {
  it("tells what holds, what does not and what was not measured", () => {
    const images = SHIFTS.map((shift) => image([0.1, 0.2, 0.3 + shift, 0.6, 1], [0.3, 0.7 + shift, 0.6, 0.2, 0]));
    expect(verdicts(images)).toEqual({
      "low-orders-stronger": "holds",
      "completeness-rises-early": "does-not-hold",
      "redundancy-rises-then-falls": "holds",
      "salient-count": "reported",
      "orders-grow-with-layers": "not-measured",
      "high-orders-built-of-low": "not-measured",
    });
  });

  it("does not call a redundancy that only falls a rise", () => {
    const images = SHIFTS.map((shift) => image([0.1, 0.6, 0.8, 0.9, 1], [0.8 + shift, 0.6, 0.4, 0.2, 0]));
    expect(verdicts(images)).toMatchObject({
      "completeness-rises-early": "holds",
      "redundancy-rises-then-falls": "does-not-hold",
    });
  });

  it("decides nothing on five images, nor on scattered ones", () => {
    const five = SHIFTS.slice(1).map((shift) => image([0.1, 0.6, 0.8 + shift, 0.9, 1], [null, 0, 0, 0, 0]));
    expect(verdicts(five)).toMatchObject({
      "completeness-rises-early": "undecided",
      "low-orders-stronger": "undecided",
    });
    const scattered = [9, 1, 3, 8, 2, 5].map((low) => image([0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [low, 10 - low]));
    expect(verdicts(scattered)).toMatchObject({ "low-orders-stronger": "undecided" });
  });

  it("finds no rise of redundancy in noise, though every image has a highest layer between", () => {
    const random = mulberry32(5);
    let held = 0;
    for (let trial = 0; trial < 40; trial++) {
      const images = Array.from({ length: 20 }, () =>
        image(
          Array.from({ length: 9 }, () => 0.5),
          Array.from({ length: 9 }, (_, l) => (l === 8 ? 0 : random())),
        ),
      );
      const { verdict } = findingsOfImages(images).find(({ id }) => id === "redundancy-rises-then-falls")!;
      if (verdict === "holds") held++;
    }
    // The highest mean of six, tested on the images that chose it, would be called a rise in several of these.
    expect(held).toBeLessThanOrEqual(1);
  });

  it.each([2, 3, 5, 6, 8, 9])(
    "takes an even rise of completeness over %i layers as neither early nor late",
    (count) => {
      const even = Array.from({ length: count }, (_, l) => 0.2 + (0.8 * l) / (count - 1));
      const of = (completeness: number[]) =>
        findingsOfImages(SHIFTS.map(() => image(completeness, [])))[1]!.evidence[0]!.values;
      for (const value of of(even)) expect(value).toBeCloseTo(0, 12);
      // By a square the half way is at a quarter: ¼ − ¾ of the rise.
      if (count % 2 === 1)
        for (const value of of(even.map((share) => 0.2 + (share - 0.2) ** 2))) expect(value).toBeCloseTo(-0.32, 12);
    },
  );

  it("halves images by chance, the same again, and not by the classes that a study deals out in turn", () => {
    for (const count of [6, 7, 200]) {
      const halves = halvesOf(count);
      expect(halves).toEqual(halvesOf(count));
      expect(halves.reduce((sum, half) => sum + half, 0)).toBe(Math.floor(count / 2));
    }
    // 200 of ten classes: of the twenty of each class some are in either half.
    const halves = halvesOf(200);
    for (let label = 0; label < 10; label++) {
      const second = halves.filter((half, image) => image % 10 === label && half === 1).length;
      expect(second).toBeGreaterThanOrEqual(4);
      expect(second).toBeLessThanOrEqual(16);
    }
  });

  it("lets no image choose the peak that it is tested at", () => {
    // Images of one half peak at layer 1, those of the other at layer 2.
    const halves = halvesOf(SHIFTS.length);
    const images = SHIFTS.map((_, i) =>
      image([0, 0, 0, 0, 1], halves[i] === 0 ? [0.1, 0.9, 0.2, 0.1, 0] : [0.1, 0.2, 0.9, 0.1, 0]),
    );
    const finding = findingsOfImages(images).find(({ id }) => id === "redundancy-rises-then-falls")!;
    expect(finding.evidence[0]!.layers).toEqual([2, 1]);
    for (const value of finding.evidence[0]!.values) expect(value).toBeCloseTo(0.1, 12);
  });

  it("weighs births by how many there are", () => {
    const lives = (
      born: number[],
      before: (number | null)[],
      ended = [0, 0],
      after: (number | null)[] = [null, null],
    ) => ({
      born,
      ended,
      before,
      after,
    });
    const images = SHIFTS.map((shift) =>
      [
        lives([4, 0], [null, null]),
        lives([2, 2], [null, 0.1]),
        lives([0, 3], [null, 0.4 + shift], [1, 1], [null, 0.2]),
      ].map((one): LayerNumbers => ({ ...image([0.5], [0])[0]!, lives: one })),
    );
    const byId = new Map(findingsOfImages(images).map((finding) => [finding.id, finding]));
    // Of the first two layers 6 of order 1 and 2 of order 2, then 3 of order 2.
    expect(byId.get("orders-grow-with-layers")!.evidence[0]!.mean).toBeCloseTo(2 - 10 / 8, 12);
    const [beyond, difference] = byId.get("high-orders-built-of-low")!.evidence;
    expect(beyond!.values[0]).toBeCloseTo((2 * 0.1 + 3 * 0.4) / 5, 12);
    expect(difference!.values[0]).toBeCloseTo((2 * 0.1 + 3 * 0.4) / 5 - 0.2, 12);
    expect(byId.get("high-orders-built-of-low")!.verdict).toBe("holds");
  });
});

describe("signOf", () => {
  it("is that of an interval that leaves out 0", () => {
    expect(
      [null, [0.1, 1], [-1, -0.1], [-1, 1], [0, 1]].map((interval) =>
        signOf({ interval: interval as [number, number] }),
      ),
    ).toEqual([0, 1, -1, 0, 0]);
  });
});

describe("findings of a study's records", () => {
  const study = madeUpStudy(8);

  it("are those of the cell's numbers", () => {
    const [stronger] = cellFindings(study.cells[0]!, study.plan);
    const { strength, salient } = study.cells[0]!.numbers;
    // By hand for the first image: four layers, four orders; both signs' first part, and both kinds.
    const output = 3;
    const perEffect = (orders: number[]): number => {
      const sum = orders.reduce(
        (s, m) => s + [0, 1].reduce((b, g) => b + strength[((output * 4 + m) * 2 + g) * 4]!, 0),
        0,
      );
      return sum / orders.reduce((s, m) => s + salient[(output * 4 + m) * 2]! + salient[(output * 4 + m) * 2 + 1]!, 0);
    };
    expect(stronger!.evidence[0]!.values[0]).toBeCloseTo(perEffect([0, 1]) - perEffect([2, 3]), 9);
    expect(stronger!.evidence[0]!.values).toHaveLength(8);
  });

  it("say nothing of lives by another τ than theirs", () => {
    const asking = (question: object): Record<string, string> => {
      const plan = structuredClone(study.plan);
      Object.assign(plan.experiments[0]!.questions[0]!, question);
      return Object.fromEntries(cellFindings(study.cells[0]!, plan).map(({ id, verdict }) => [id, verdict]));
    };
    const ofLives = ["orders-grow-with-layers", "high-orders-built-of-low"];
    const own = asking({});
    for (const id of ofLives) expect(own[id]).not.toBe("not-measured");
    for (const question of [{ tauOver: "images" }, { tau: 0.1 }])
      expect(asking(question)).toEqual({ ...own, ...Object.fromEntries(ofLives.map((id) => [id, "not-measured"])) });
  });

  /** The made-up pair with bands of its own at the output. */
  function paired(iou: (band: number) => number, chance: (band: number) => number): Pair {
    const [pair] = study.pairs;
    const length = shapeOf(PAIR_COLUMNS.bandIou, pair!).reduce((a, b) => a * b, pair!.images.length);
    const bandIou = Float64Array.from({ length }, (_, at) => iou(at % 3));
    const bandChance = Float64Array.from({ length }, (_, at) => chance(at % 3));
    return { ...pair!, numbers: { ...pair!.numbers, bandIou, bandChance } };
  }

  it("hold of two networks only where low orders agree better than chance explains", () => {
    const low = (band: number): number => (band === 0 ? 0.6 : 0.2);
    expect(pairFindings(paired(low, () => 0.1))[0]!.verdict).toBe("holds");
    const explained = pairFindings(paired(low, (band) => (band === 0 ? 0.55 : 0.05)))[0]!;
    expect(explained.verdict).toBe("does-not-hold");
    expect(explained.evidence[0]!.mean).toBeCloseTo(0.4, 12);
    expect(explained.evidence[1]!.mean).toBeCloseTo(-0.1, 12);
  });

  it("weigh steadiness by concepts", () => {
    const [cell] = study.noise;
    const length = shapeOf(NOISE_COLUMNS.ratio, cell!).reduce((a, b) => a * b, cell!.images.length);
    const noisy: NoiseCell = {
      ...cell!,
      numbers: {
        // Orders 1 to 4; of order 4 there are none.
        ratio: Float64Array.from({ length }, (_, at) => [8, 4, 2, NaN][at % 4]!),
        concepts: Float64Array.from({ length }, (_, at) => [1, 3, 2, 0][at % 4]!),
        leftOut: new Float64Array(length),
      },
    };
    const [steadier] = noiseFindings(noisy);
    expect(steadier!.verdict).toBe("holds");
    expect(steadier!.evidence[0]!.mean).toBeCloseTo((8 + 3 * 4) / 4 - 2, 12);
  });
});
