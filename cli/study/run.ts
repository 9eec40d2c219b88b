/** A study's work: every image by every network, grid and question, and what their numbers come to. Results are files; only numbers stay in memory. */
import { availableParallelism } from "node:os";
import { columnsOf, type ModelManifest } from "../../src/models/manifest.ts";
import { depthsOf, gathering, type CellRow, type NoiseRow, type PairRow } from "../../src/study/numbers.ts";
import {
  gridOf,
  OWN_PLAYERS,
  selected,
  type Experiment,
  type StudyPlan,
  type StudyQuestion,
} from "../../src/study/plan.ts";
import {
  CELL_COLUMNS,
  columnNames,
  NOISE_COLUMNS,
  PAIR_COLUMNS,
  type Cell,
  type NoiseCell,
  type Pair,
  type Study,
  type StudyImage,
  type StudyLayer,
  type StudyNetwork,
} from "../../src/study/study.ts";
import { sameClassIn } from "../../src/exploration/other-network.ts";
import { InputError, InterruptedStudy } from "../failure.ts";
import { readModel } from "../model-source.ts";
import { createPace, paceText } from "../pace.ts";
import { oncePerLine, openJobProcesses, type JobProcesses } from "../process-pool.ts";
import type { Surroundings } from "../surroundings.ts";
import { imagesOf } from "./images.ts";
import { untilAborted } from "../../src/platform/until-aborted.ts";
import { createStudySettler, type NetworkDone, type StudyDone, type StudyJob } from "./job.ts";

/** How a study's work is done. */
export interface StudyRun {
  readonly plan: StudyPlan;
  /** The plan's folder, which the paths of its networks are relative to. */
  readonly folder: string;
  /** The folder that the paths of its images are relative to. */
  readonly imagesFolder: string;
  /** The folder of results. */
  readonly out: string;
  readonly processes: number | null;
  /** Every `of`th image, beginning with number `part`, from 1; null: all. */
  readonly shard: { readonly part: number; readonly of: number } | null;
  /** Whether what is missing is computed. */
  readonly compute: boolean;
}

/** What came out, and what did not. */
export interface StudyOutcome {
  readonly study: Study;
  /** Of so many answers of a network about an image, one for each question and each noise. */
  readonly total: number;
  readonly missing: number;
  readonly failed: number;
  /** How many were not there before, and are now; what two questions share counts once. */
  readonly computed: number;
}

/** A network of the plan as it is known before the work. */
interface KnownNetwork {
  readonly network: StudyNetwork;
  readonly layers: readonly StudyLayer[];
  readonly manifest: ModelManifest;
}

/** An experiment with its images chosen and its networks looked at. */
interface Ready {
  readonly experiment: Experiment;
  /** In the order of the numbers; `image` is the place among the study's. */
  readonly chosen: readonly { readonly at: number; readonly name: string; readonly image: number }[];
  /** [networks][groups of questions] */
  readonly known: readonly (readonly KnownNetwork[])[];
  readonly groups: readonly (readonly StudyQuestion[])[];
}

/**
 * Does what is missing of a study and gathers the numbers of all that is there. Failures of images are said and counted. Throws InputError or ModelError about
 * the plan, InputError `study-full` where the folder of results takes nothing more, and InterruptedStudy where it is told to stop.
 */
export async function runStudy(run: StudyRun, around: Surroundings): Promise<StudyOutcome> {
  const { plan, shard, out, folder, imagesFolder, compute } = run;
  const { strings, signal } = around;
  const images: StudyImage[] = [];
  const thumbnails = new Map<number, string>();
  const ready: Ready[] = [];
  const places = new Map<string, number>();
  for (const experiment of plan.experiments) ready.push(await readyFor(experiment, run, images, places));
  const isMine = (image: number): boolean => shard === null || image % shard.of === shard.part - 1;

  const steps = ready.flatMap((one) => stepsOf(one));
  const jobs = steps.reduce((sum, { chosen }) => sum + chosen.filter(({ image }) => isMine(image)).length, 0);
  const pace = createPace(jobs, Date.now());
  const settler = openSettler(Math.min(run.processes ?? availableParallelism(), Math.max(1, jobs)), around);
  let [done, total, missing, failed, computed] = [0, 0, 0, 0, 0];
  let full: string | null = null;
  const said = new Set<string>();

  /** Does a step's images and gathers what they come to; a second time with the largest effects that τ is a share of. */
  const settle = async (step: Step, gathered: Gathered, largest: StudyJob["largest"]): Promise<void> => {
    const { experiment, grid, questions, noise, chosen } = step;
    const isAgain = largest !== null;
    await settler.each(chosen.length, async (i) => {
      signal.throwIfAborted();
      const { at, name, image } = chosen[i]!;
      if (!isMine(image) || full !== null) return;
      if (!isAgain)
        around.progress(
          strings.t("cli:study.progress", {
            experiment: experiment.name,
            grid,
            name,
            done: done + 1,
            total: jobs,
            pace: paceText(pace, strings.t),
          }),
        );
      const outcome = await settler.settle({
        folder,
        imagesFolder,
        experiment,
        grid,
        questions,
        image: { at, name },
        out,
        compute: compute && !isAgain,
        thumbnail: plan.thumbnails && !thumbnails.has(image),
        largest,
        noise,
      });
      if (outcome.thumbnail !== null) thumbnails.set(image, outcome.thumbnail);
      if (!isAgain) {
        done++;
        total += step.networks.length * answersOf(step);
        const isNew = outcome.networks.reduce((sum, one) => sum + (one.state === "done" ? one.computed : 0), 0);
        computed += isNew;
        pace.count(isNew > 0, Date.now());
      }
      const change = gathered.add(i, outcome);
      missing += change.missing;
      failed += change.failed;
      for (const network of outcome.networks) {
        if (network.state !== "failed") continue;
        full ??= network.unwritable;
        const line = strings.t("cli:imageFailed", {
          path: name,
          reason: network.line.replace(/^strata[:：]\s*/, ""),
        });
        if (!said.has(line)) around.note(line);
        said.add(line);
      }
    });
  };

  const [cells, pairs, noise]: [Cell[], Pair[], NoiseCell[]] = [[], [], []];
  try {
    for (const step of steps) {
      const gathered = gather(step);
      await settle(step, gathered, null);
      if (full !== null)
        throw new InputError("study-full", { reason: full, others: jobs - done, total: jobs, path: out });
      // A part makes no tables, and knows only its own largest.
      const largest =
        shard === null && step.questions.some(({ tauOver }) => tauOver === "images") ? gathered.largest() : null;
      if (largest !== null) {
        gathered.clear();
        await settle(step, gathered, largest);
      }
      const found = gathered.finish(largest);
      cells.push(...found.cells);
      pairs.push(...found.pairs);
      noise.push(...found.noise);
    }
  } catch (error) {
    if (signal.aborted) throw new InterruptedStudy({ done, total: jobs, path: out });
    throw error;
  } finally {
    await settler.close();
  }
  const shown = images.map((image, i): StudyImage => ({ ...image, thumbnail: thumbnails.get(i) ?? null }));
  return { study: { plan, images: shown, cells, pairs, noise }, total, missing, failed, computed };
}

/** What is done for every image of an experiment in one go. */
interface Step extends Pick<StudyJob, "experiment" | "grid" | "questions" | "noise"> {
  readonly chosen: Ready["chosen"];
  readonly networks: readonly KnownNetwork[];
}

/** How many answers a network has of an image. */
const answersOf = ({ noise, questions }: Step): number => (noise === null ? questions.length : 1);

/** How many of an image's answers are missing, and how many could not be had. */
interface Fared {
  readonly missing: number;
  readonly failed: number;
}

function faredOf(network: NetworkDone, step: Step): Fared {
  if (network.state === "failed") return { missing: 0, failed: answersOf(step) };
  const { questions, noise } = network;
  const missing = step.noise === null ? questions.filter((one) => one === null).length : Number(noise === null);
  return { missing, failed: 0 };
}

/** Grid after grid, group of questions after group, then the noise. */
function stepsOf({ experiment, chosen, known, groups }: Ready): Step[] {
  const networksOf = (group: number): KnownNetwork[] => known.map((byGroup) => byGroup[group]!);
  const steps = experiment.grids.flatMap((grid) =>
    groups.map((questions, group): Step => ({
      experiment,
      grid,
      questions,
      noise: null,
      chosen,
      networks: networksOf(group),
    })),
  );
  const { noise } = experiment;
  if (noise === undefined) return steps;
  const name = noise.question ?? experiment.questions[0]!.name;
  const group = groups.findIndex((questions) => questions.some((question) => question.name === name));
  const questions = groups[group]!.filter((question) => question.name === name);
  const noisy = (noise.grids ?? experiment.grids).map((grid): Step => ({
    experiment,
    grid,
    questions,
    noise,
    chosen: chosen.slice(0, noise.images),
    networks: networksOf(group),
  }));
  return [...steps, ...noisy];
}

async function readyFor(
  experiment: Experiment,
  { folder, imagesFolder }: Pick<StudyRun, "folder" | "imagesFolder">,
  images: StudyImage[],
  places: Map<string, number>,
): Promise<Ready> {
  const groups = groupsOf(experiment.questions);
  const known: KnownNetwork[][] = [];
  for (const network of experiment.networks) {
    const byGroup: KnownNetwork[] = [];
    for (const [{ probes, certainty }] of groups as [StudyQuestion][]) {
      const { manifest } = await readModel(network, folder, { target: probes ?? null, replicates: certainty });
      checkGrids(experiment, manifest);
      byGroup.push({
        manifest,
        network: { name: manifest.name, sha256: manifest.network.sha256 },
        layers: columnsOf(manifest).map(({ name, accuracy }) => ({ name, accuracy })),
      });
    }
    known.push(byGroup);
  }
  checkNames(
    experiment,
    known.map(([one]) => one!.manifest),
  );
  const { classes } = known[0]![0]!.manifest;
  const set = await imagesOf(experiment, imagesFolder, classes);
  const chosen = selected(set.images, experiment.limit).map((at) => {
    const { name, label } = set.images[at]!;
    const key = JSON.stringify([experiment.images, experiment.split, name, at]);
    const image = places.get(key) ?? images.length;
    places.set(key, image);
    if (image === images.length)
      images.push({ set: set.name, name, label: label === null ? null : classes[label]!, thumbnail: null });
    return { at, name, image };
  });
  if (
    experiment.questions.some(({ target }) => target === "label") &&
    chosen.some(({ image }) => images[image]!.label === null)
  )
    throw new InputError("no-labels", { path: experiment.images });
  const labels = new Set(chosen.flatMap(({ image }) => images[image]!.label ?? []));
  checkClasses(
    experiment,
    known.map(([one]) => one!.manifest),
    labels,
  );
  return { experiment, chosen, known, groups };
}

/** Throws InputError where two networks of an experiment are called the same: its tables tell them by their names. */
function checkNames({ name }: Experiment, manifests: readonly ModelManifest[]): void {
  const names = manifests.map((manifest) => manifest.name);
  const model = names.find((one, i) => names.indexOf(one) !== i);
  if (model !== undefined) throw new InputError("study-same-network", { model, experiment: name });
}

/** Throws InputError where a network lacks a class that is asked about. */
function checkClasses(
  { name, questions }: Experiment,
  manifests: readonly ModelManifest[],
  labels: ReadonlySet<string>,
): void {
  for (const { name: question, target } of questions) {
    const wanted = target === "label" ? [...labels] : target === "auto" ? [] : [target];
    for (const { name: model, classes } of manifests) {
      const lacking = wanted.filter((label) => sameClassIn(label, classes) === null);
      if (lacking.length > 0)
        throw new InputError("study-class", {
          ...{ model, question, experiment: name },
          ...{ names: listed(lacking), own: listed(classes) },
        });
    }
  }
}

/** As many names as a sentence holds. */
const listed = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(", ") : `${names.slice(0, NAMED).join(", ")} …`;
const NAMED = 5;

/** Throws InputError where a network has no players of its own, or too few pixels. */
function checkGrids({ grids }: Experiment, { name, players, input: { width, height } }: ModelManifest): void {
  for (const grid of grids) {
    const sides = gridOf(grid);
    if (sides === null && players === undefined)
      throw new InputError("no-own-players", { model: name, value: OWN_PLAYERS });
    if (sides !== null && (sides.rows > height || sides.cols > width))
      throw new InputError("grid-too-fine", { value: grid, width, height, model: name });
  }
}

/** Questions that share the network's answers, in the order of the plan. */
function groupsOf(questions: readonly StudyQuestion[]): StudyQuestion[][] {
  const groups = new Map<string, StudyQuestion[]>();
  for (const question of questions) {
    const key = JSON.stringify([question.probes, question.baseline, question.certainty]);
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  return [...groups.values()];
}

const playersOf = (grid: string, { players }: ModelManifest): number => {
  const sides = gridOf(grid);
  if (sides !== null) return sides.rows * sides.cols;
  return players!.count;
};

/** What a step's images come to, as they are done: numbers alone stay in memory. */
interface Gathered {
  /** Takes what the step's image number `place` came to; how many more answers are missing, and have failed, than it was said of that image before. */
  add(place: number, outcome: StudyDone): Fared;
  /** Forgets the numbers: the images are looked at again. */
  clear(): void;
  /** [networks][questions]: of each layer the largest |effect| over images, where τ is a share of it. */
  largest(): NonNullable<StudyJob["largest"]>;
  finish(largest: StudyJob["largest"]): Pick<Study, "cells" | "pairs" | "noise">;
}

function gather(step: Step): Gathered {
  const { experiment, grid, questions, chosen, networks, noise } = step;
  const ofNetworks = networks.map(({ layers }) => ({
    noise: gathering<NoiseRow>(columnNames(NOISE_COLUMNS), chosen.length),
    questions: questions.map(() => ({
      rows: gathering<CellRow>(columnNames(CELL_COLUMNS), chosen.length),
      names: new Map<number, string>(),
      largest: layers.map(() => 0),
    })),
    fared: new Map<number, Fared>(),
  }));
  const between = (noise === null && experiment.between ? questions : []).flatMap((_, question) =>
    networks.flatMap((_, a) =>
      networks.slice(a + 1).map((_, i) => ({
        ...{ question, a, b: a + 1 + i },
        rows: gathering<PairRow>(columnNames(PAIR_COLUMNS), chosen.length),
        differing: new Set<number>(),
      })),
    ),
  );
  const add: Gathered["add"] = (place, { networks: fares, pairs }) => {
    const change = { missing: 0, failed: 0 };
    for (const [i, network] of fares.entries()) {
      const of = ofNetworks[i]!;
      const [now, was] = [faredOf(network, step), of.fared.get(place) ?? { missing: 0, failed: 0 }];
      of.fared.set(place, now);
      change.missing += now.missing - was.missing;
      change.failed += now.failed - was.failed;
      if (network.state === "failed") continue;
      if (network.noise !== null) of.noise.put(place, network.noise);
      for (const [q, question] of network.questions.entries()) {
        if (question === null) continue;
        const { rows, names, largest } = of.questions[q]!;
        question.largest.forEach((value, l) => (largest[l] = Math.max(largest[l]!, value)));
        if (question.row === null) continue;
        rows.put(place, question.row);
        names.set(place, question.name);
      }
    }
    for (const { question, networks: two, row } of pairs) {
      const of = between.find((one) => one.question === question && one.a === two[0] && one.b === two[1])!;
      if (row === null) of.differing.add(place);
      else of.rows.put(place, row);
    }
    return change;
  };
  const clear = (): void => {
    for (const of of ofNetworks) for (const { rows } of of.questions) rows.clear();
    for (const { rows, differing } of between) {
      rows.clear();
      differing.clear();
    }
  };
  const imagesOf = (places: readonly number[]): number[] => places.map((place) => chosen[place]!.image);
  const finish: Gathered["finish"] = (largest) => ({
    cells: networks.flatMap(({ network, layers, manifest }, i) =>
      (noise === null ? questions : []).map((question, q): Cell => {
        const { rows, names } = ofNetworks[i]!.questions[q]!;
        const { places, numbers } = rows.finish();
        return {
          experiment: experiment.name,
          grid,
          question: question.name,
          n: playersOf(grid, manifest),
          images: imagesOf(places),
          missing: chosen.length - places.length,
          network,
          layers,
          largestEffects: largest?.[i]?.[q] ?? null,
          explorations: places.map((place) => names.get(place)!),
          numbers,
        };
      }),
    ),
    pairs: between.flatMap(({ question, a, b, rows, differing }): Pair[] => {
      const [of, and] = [networks[a]!, networks[b]!];
      const n = playersOf(grid, of.manifest);
      if (n !== playersOf(grid, and.manifest)) return [];
      const { places, numbers } = rows.finish();
      return [
        {
          experiment: experiment.name,
          grid,
          question: questions[question]!.name,
          n,
          images: imagesOf(places),
          missing: chosen.length - places.length - differing.size,
          networks: [of.network, and.network],
          depths: depthsOf(of.layers.length, and.layers.length),
          differing: differing.size,
          numbers,
        },
      ];
    }),
    noise:
      noise === null
        ? []
        : networks.map(({ network, layers, manifest }, i): NoiseCell => {
            const { places, numbers } = ofNetworks[i]!.noise.finish();
            const { sigma, draws, seed } = noise;
            return {
              experiment: experiment.name,
              grid,
              question: questions[0]!.name,
              n: playersOf(grid, manifest),
              images: imagesOf(places),
              missing: chosen.length - places.length,
              network,
              layers,
              sigma,
              draws,
              seed,
              numbers,
            };
          }),
  });
  const largest: Gathered["largest"] = () =>
    ofNetworks.map((of) => of.questions.map((one, q) => (questions[q]!.tauOver === "layer" ? null : one.largest)));
  return { add, clear, largest, finish };
}

/** Does jobs, several at once. */
interface OpenSettler extends JobProcesses<StudyJob, StudyDone> {
  /** Calls `work` for 0 … count − 1, as many at once as there are processes. */
  each(count: number, work: (i: number) => Promise<void>): Promise<void>;
}

/** In `size` processes; of one, in this one. */
function openSettler(size: number, around: Surroundings): OpenSettler {
  const each: OpenSettler["each"] = async (count, work) => {
    let next = 0;
    const some = async (): Promise<void> => {
      while (next < count) await work(next++);
    };
    await untilAborted(Promise.all(Array.from({ length: size }, some)), around.signal);
  };
  if (size <= 1) {
    const settle = createStudySettler({ ...around, note: oncePerLine(around.note) });
    return { settle, each, close: async () => undefined };
  }
  const died = (job: StudyJob): StudyDone => {
    const failed = { state: "failed", line: around.strings.t("cli:processDied"), unwritable: null } as const;
    return { thumbnail: null, networks: job.experiment.networks.map(() => failed), pairs: [] };
  };
  return { ...openJobProcesses("study-process", { size, died }, around), each };
}
