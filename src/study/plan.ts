/** What a study is to look into: networks, images, grids and questions. */
import * as v from "valibot";
import { KAPPA_RULES } from "../core/and-or.ts";
import { BASELINES } from "../core/baseline.ts";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import { DEFAULT_TAU_FRACTION } from "../core/salience.ts";
import { PROBE_TARGETS } from "../models/spec/probes.ts";

/** Whatever is wrong with a plan: where, and what was expected. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly field: string;
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
    this.problem = problem;
  }
}

/** The players that a network's manifest names. */
export const OWN_PLAYERS = "own";

/** Whether τ is a share of each layer's largest |effect| on the image (paper, footnote 7), or over all images of the cell (paper, appendix M.4). */
export const TAU_OVER = ["layer", "images"] as const;

/** Of texts that people choose. */
const MAX_NAME = 100;
const MAX_PATH = 4096;
const MAX_LIST = 100;
const MAX_IMAGES = 1e6;
const MAX_DRAWS = 1000;
const MAX_SEED = 0xffffffff;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_NAME));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const listOf = <const S extends v.GenericSchema>(item: S) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(MAX_LIST));

/** Rows and columns of a grid such as "3x4"; null where a text is no grid of 1 to MAX_ENUMERABLE patches. */
export function gridOf(text: string): { readonly rows: number; readonly cols: number } | null {
  const [, rows, cols] = /^([1-9]\d?)x([1-9]\d?)$/.exec(text) ?? [];
  if (rows === undefined || Number(rows) * Number(cols) > MAX_ENUMERABLE) return null;
  return { rows: Number(rows), cols: Number(cols) };
}

const grid = v.pipe(
  v.string(),
  v.check(
    (text) => text === OWN_PLAYERS || gridOf(text) !== null,
    `expected "${OWN_PLAYERS}" or rows x columns of at most ${MAX_ENUMERABLE} patches, such as "3x4"`,
  ),
);

const question = v.strictObject({
  name,
  /** "label": the class that the image's folder says; "auto": the network's own top class; else a class. */
  target: v.optional(name, "label"),
  /** What the probes were fitted to; the network's first ones where it is left out. */
  probes: v.optional(v.picklist(PROBE_TARGETS)),
  baseline: v.optional(v.picklist(BASELINES), "mean"),
  kappa: v.optional(fraction, 0.04),
  kappaOf: v.optional(v.picklist(KAPPA_RULES), "noise"),
  tau: v.optional(fraction, DEFAULT_TAU_FRACTION),
  tauOver: v.optional(v.picklist(TAU_OVER), "layer"),
  certainty: v.optional(v.boolean(), false),
});

const noise = v.strictObject({
  images: whole(1, MAX_IMAGES),
  draws: whole(2, MAX_DRAWS),
  sigma: fraction,
  seed: v.optional(whole(0, MAX_SEED), 1),
  grids: v.optional(listOf(grid)),
  /** The question that is asked of noisy images; the experiment's first where it is left out. */
  question: v.optional(name),
});

const experiment = v.strictObject({
  name,
  images: path,
  split: v.optional(name),
  limit: v.optional(whole(1, MAX_IMAGES)),
  networks: listOf(path),
  grids: listOf(grid),
  questions: listOf(question),
  between: v.optional(v.boolean(), false),
  noise: v.optional(noise),
});

const plan = v.strictObject({
  format: v.literal("strata-study-plan"),
  version: v.literal(1),
  name,
  /** Whether the study's file shows its images, at most 64 pixels a side. */
  thumbnails: v.optional(v.boolean(), true),
  experiments: listOf(experiment),
});

/** A plan with everything said. */
export type StudyPlan = v.InferOutput<typeof plan>;
export type Experiment = StudyPlan["experiments"][number];
export type StudyQuestion = Experiment["questions"][number];
export type NoisePlan = NonNullable<Experiment["noise"]>;

/** Reads a plan from parsed JSON; throws PlanError that names the first field that does not fit. */
export function readPlan(json: unknown): StudyPlan {
  const result = v.safeParse(plan, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw new PlanError(v.getDotPath(issue) ?? "the top", problemOf(issue));
  }
  const { experiments } = result.output;
  checkApart(
    experiments.map((one) => one.name),
    "experiments",
  );
  experiments.forEach((one, e) => checkExperiment(one, `experiments.${e}`));
  return result.output;
}

/** What is wrong at a field, in a sentence's words: of fields that are not there, or should not be, the library speaks of types. */
function problemOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type !== "strict_object") return message;
  if (expected === "never") return "there is no such field in a plan; see docs/format.md";
  return received === "undefined" ? "the field is missing" : `expected an object, got ${received}`;
}

/** Throws PlanError where two are called the same. */
function checkApart(names: readonly string[], field: string): void {
  const twice = names.find((one, i) => names.indexOf(one) !== i);
  if (twice !== undefined) throw new PlanError(field, `"${twice}" is there twice`);
}

function checkExperiment({ grids, questions, networks, between, noise: asked }: Experiment, at: string): void {
  checkApart(networks, `${at}.networks`);
  checkApart(grids, `${at}.grids`);
  checkApart(
    questions.map((one) => one.name),
    `${at}.questions`,
  );
  if (between && networks.length < 2) throw new PlanError(`${at}.between`, "expected two networks or more to compare");
  const absent = asked?.grids?.find((one) => !grids.includes(one));
  if (absent !== undefined) throw new PlanError(`${at}.noise.grids`, `"${absent}" is none of the experiment's grids`);
  if (asked === undefined) return;
  const noisy = asked.question === undefined ? questions[0] : questions.find((one) => one.name === asked.question);
  if (noisy === undefined)
    throw new PlanError(`${at}.noise.question`, `"${asked.question}" is none of the experiment's questions`);
  if (noisy.tauOver === "images")
    throw new PlanError(
      `${at}.noise.question`,
      "expected a question whose τ is over each layer: noise is looked at image by image",
    );
}

/**
 * Which images of a labelled set a limit takes: as many of each class as of any other, as far as there are any, the earliest drawn first, in an order of chance
 * that hangs on the images' names alone; so a larger limit takes all that a smaller one takes. The places of those taken, class by class in turn.
 *
 * @param images labels may be null: then all are one class. Names that occur twice keep their order.
 */
export function selected(
  images: readonly { readonly name: string; readonly label: number | null }[],
  limit: number | undefined,
): number[] {
  const byClass = new Map<number | null, { at: number; chance: number }[]>();
  images.forEach(({ name: called, label }, at) => {
    const those = byClass.get(label) ?? [];
    byClass.set(label, those);
    those.push({ at, chance: hashOf(called) });
  });
  const classes = [...byClass.keys()].sort((a, b) => (a ?? -1) - (b ?? -1));
  const ranked = classes.flatMap((label, c) =>
    byClass
      .get(label)!
      .sort((a, b) => a.chance - b.chance || a.at - b.at)
      .map(({ at }, rank) => ({ at, rank, c })),
  );
  return ranked
    .sort((a, b) => a.rank - b.rank || a.c - b.c)
    .slice(0, limit ?? ranked.length)
    .map(({ at }) => at);
}

/** FNV-1a of a text's UTF-16 units, mixed once more so that neighbours in a numbered list do not stay neighbours. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
