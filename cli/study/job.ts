/** One job of a study: an image, explained by every network of an experiment on one grid, by questions that share the network's answers; or one image under noise. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gridBy } from "../../src/core/picking.ts";
import { sameGrid, type Grid } from "../../src/core/patches.ts";
import { fitImage, type Pixels } from "../../src/core/resize.ts";
import { DEFAULT_TAU_FRACTION, largestEffect } from "../../src/core/salience.ts";
import type { Engine } from "../../src/exploration/events.ts";
import { stabilityToNoise } from "../../src/exploration/noisy-draws.ts";
import { sameClass, sameClassIn } from "../../src/exploration/other-network.ts";
import { evaluateWithReplicates, type Measured } from "../../src/exploration/replicates.ts";
import type { Snapshot } from "../../src/exploration/snapshot.ts";
import type { Decoded } from "../../src/probes/versions.ts";
import type { LoadedModel } from "../../src/models/model-files.ts";
import type { ModelManifest } from "../../src/models/manifest.ts";
import { setupOf } from "../../src/models/setup.ts";
import { sha256 } from "../../src/platform/sha256.ts";
import {
  cellRow,
  depthsOf,
  noiseRow,
  pairRow,
  tausOf,
  type CellRow,
  type NoiseRow,
  type PairRow,
} from "../../src/study/numbers.ts";
import { gridOf, OWN_PLAYERS, type Experiment, type NoisePlan, type StudyQuestion } from "../../src/study/plan.ts";
import { noiseRowIn } from "../../src/study/study-file.ts";
import { explainMeasured } from "../asking.ts";
import { contentOf } from "../exploration-content.ts";
import { describeFailure, InputError } from "../failure.ts";
import { parseJson } from "../json.ts";
import { readModel } from "../model-source.ts";
import { writeWhole } from "../output.ts";
import { engineOf } from "../question.ts";
import { readInput } from "../read-input.ts";
import { unwritable } from "../settle.ts";
import { storedAnswer } from "../stored-result.ts";
import type { Surroundings } from "../surroundings.ts";
import { imagesOf, type ImageSet } from "./images.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** Plain data, which travels to other processes. */
export interface StudyJob {
  /** The plan's folder, which the paths of its networks are relative to. */
  readonly folder: string;
  /** The folder that the paths of its images are relative to. */
  readonly imagesFolder: string;
  readonly experiment: Experiment;
  readonly grid: string;
  /** Alike in all that the network's answers hang on: probes, baseline, and whether replicates answer. */
  readonly questions: readonly StudyQuestion[];
  /** The image's place in its set, and its name there. */
  readonly image: { readonly at: number; readonly name: string };
  /** The folder of results. */
  readonly out: string;
  /** Whether what is missing is computed. */
  readonly compute: boolean;
  readonly thumbnail: boolean;
  /** [networks][questions]: of each layer, nats, what τ over all images is a share of; null while that is not known. */
  readonly largest: readonly (readonly (readonly number[] | null)[])[] | null;
  /** The image is looked at under noise; then its networks' rows are not told. */
  readonly noise: NoisePlan | null;
}

/** How one network fares with an image. */
export type NetworkDone =
  | {
      readonly state: "done";
      /** How many of its answers were not there yet. */
      readonly computed: number;
      /** null of those that are missing, and were not to be computed. */
      readonly questions: readonly (QuestionDone | null)[];
      readonly noise: NoiseRow | null;
    }
  | {
      readonly state: "failed";
      readonly line: string;
      /** The system's word for a folder of results that takes nothing more, where that was why. */
      readonly unwritable: string | null;
    };

/** What a question came to. */
export interface QuestionDone {
  /** null where τ is over images and not known yet. */
  readonly row: CellRow | null;
  /** Of each layer, nats. */
  readonly largest: readonly number[];
  /** What the exploration's file is called, without `.strata`. */
  readonly name: string;
}

/** Two networks of an image, by their places; `row` is null where they were asked about different classes or patches. */
export interface PairDone {
  readonly question: number;
  readonly networks: readonly [a: number, b: number];
  readonly row: PairRow | null;
}

/** What a job came to. */
export interface StudyDone {
  readonly thumbnail: string | null;
  readonly networks: readonly NetworkDone[];
  readonly pairs: readonly PairDone[];
}

/** A network that is open, with the probes of the job's questions. */
interface Opened {
  readonly model: LoadedModel;
  engine(): Promise<Engine>;
}

/** Does jobs one after the other; an experiment's networks, and lists of images, stay open for the next. Rejects with the signal's reason alone, or with what concerns the image by every network. */
export function createStudySettler({
  strings,
  signal,
  note,
}: Pick<Surroundings, "strings" | "signal" | "note">): (job: StudyJob) => Promise<StudyDone> {
  const sets = new Map<string, Promise<ImageSet>>();
  let last: { readonly asked: string; readonly opened: Map<string, Promise<Opened>> } | null = null;
  const open = (network: string, { folder, experiment, questions }: StudyJob): Promise<Opened> => {
    const [{ probes, certainty }] = questions as [StudyQuestion];
    const asked = JSON.stringify([folder, experiment.networks, probes, certainty]);
    if (last?.asked !== asked) last = { asked, opened: new Map() };
    return once(last.opened, network, async () => {
      const model = await readModel(network, folder, { target: probes ?? null, replicates: certainty });
      const engines = new Map<string, Promise<Engine>>();
      // One thread: as many processes compute as there are cores, and a result must not hang on how many did.
      const engine = (): Promise<Engine> =>
        once(engines, network, () => engineOf({ model }, { strings, note }, { threads: 1 }));
      return { model, engine };
    });
  };
  return async (job) => {
    signal.throwIfAborted();
    const { experiment, imagesFolder } = job;
    const first = await open(experiment.networks[0]!, job);
    const { classes } = first.model.manifest;
    const asked = JSON.stringify([imagesFolder, experiment.images, experiment.split, classes]);
    const set = await once(sets, asked, () => imagesOf(experiment, imagesFolder, classes));
    const photograph = set.images[job.image.at];
    if (photograph?.name !== job.image.name) throw new InputError("images-changed", { path: experiment.images });
    const label = photograph.label === null ? null : classes[photograph.label]!;
    let image: Decoded;
    try {
      image = await photograph.read();
    } catch (error) {
      const { line } = describeFailure(error, strings);
      const failed = { state: "failed", line, unwritable: null } as const;
      return { thumbnail: null, networks: experiment.networks.map(() => failed), pairs: [] };
    }
    const networks: NetworkDone[] = [];
    const answers: (Answered | null)[] = [];
    for (const [i, network] of experiment.networks.entries()) {
      try {
        const opened = await open(network, job);
        const { model } = opened;
        const answered = await answersOf(image, label, opened, job, signal);
        answers.push(answered);
        const { classes: own } = model.manifest;
        const shown = label === null ? null : (sameClassIn(label, own) ?? -1);
        networks.push(doneOf(answered, i, shown, job));
      } catch (error) {
        if (signal.aborted) throw error;
        answers.push(null);
        networks.push({ state: "failed", line: describeFailure(error, strings).line, unwritable: unwritable(error) });
      }
    }
    return {
      thumbnail: job.thumbnail ? thumbnailOf(image) : null,
      networks,
      pairs: experiment.between && job.noise === null ? pairsOf(answers, job) : [],
    };
  };
}

/** What is made once for each name; what could not be made is tried again the next time. */
function once<T>(map: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const made =
    map.get(name) ??
    make().catch((error: unknown) => {
      map.delete(name);
      throw error;
    });
  map.set(name, made);
  return made;
}

/** One network's answers about an image. */
interface Answered {
  readonly computed: number;
  /** A question each, null where it is missing, and what their files are called, without `.strata`. */
  readonly snapshots: readonly (Snapshot | null)[];
  readonly names: readonly string[];
  /** The network's. */
  readonly classes: readonly string[];
  readonly noise: NoiseRow | null;
}

/** The answers that there are, and, where it is asked for, those that are missing. */
async function answersOf(
  image: Decoded,
  label: string | null,
  { model, engine }: Opened,
  job: StudyJob,
  signal: AbortSignal,
): Promise<Answered> {
  const { manifest } = model;
  const pixels = fitImage(image.rgba, image.width, image.height, manifest.input);
  const imageSha256 = await sha256(pixels.rgb);
  const grid = gridFor(job, pixels, manifest);
  const identity = await identityOf(manifest, job.questions[0]!);
  const measured = new Map<number | "auto", Promise<Measured>>();
  const measure = async (target: number | "auto"): Promise<Measured> => {
    const { baseline } = job.questions[0]!;
    const request = { ...grid, model: manifest, image: pixels, imageSha256, baseline, target, rather: null };
    return evaluateWithReplicates(request, (await engine()).evaluator, { signal });
  };
  const snapshots: (Snapshot | null)[] = [];
  const names: string[] = [];
  let computed = 0;
  for (const question of job.questions) {
    const target = targetOf(question, label, manifest);
    const hash = hashOf([imageSha256, identity, gridName(grid), target, ...asked(question)]);
    const name = nameOf(hash);
    const path = join(job.out, `${name}.strata`);
    const options = {
      target,
      rather: null,
      kappaFraction: question.kappa,
      kappaOf: question.kappaOf,
      // τ changes no effect: what is salient is told by the question when numbers are made.
      tauFraction: DEFAULT_TAU_FRACTION,
      certainty: question.certainty,
    };
    const wanted = { ...options, ...grid, baseline: question.baseline, sample: null, crop: null, values: false };
    const stored = (): Promise<Snapshot | null> =>
      storedAnswer(path, { manifest, pixelsSha256: imageSha256, question: wanted, job: hash });
    let snapshot = await stored();
    if (snapshot === null && job.compute) {
      computed++;
      const answers = measured.get(target) ?? measure(target);
      measured.set(target, answers);
      const exploration = await explainMeasured(await answers, options, (await engine()).solver, { signal });
      const content = await contentOf(
        { name: job.image.name, image: pixels, exploration, manifest, job: hash },
        { format: "strata", values: false },
      );
      await writeWhole(path, content);
      snapshot = await stored();
      if (snapshot === null) throw new InputError("not-read-back", { path });
    }
    snapshots.push(snapshot);
    names.push(name);
  }
  const answered = { computed, snapshots, names, classes: manifest.classes, noise: null };
  const [clean] = snapshots;
  if (job.noise === null || !clean) return answered;
  const noisy = await noiseOf(pixels, clean, { model, engine }, job, signal);
  return noisy === null ? answered : { ...answered, noise: noisy.noise, computed: computed + Number(noisy.computed) };
}

/** How steady an image's concepts are under noise: as it was found before, or now. */
async function noiseOf(
  image: Pixels,
  snapshot: Snapshot,
  { model: { manifest }, engine }: Opened,
  job: StudyJob,
  signal: AbortSignal,
): Promise<{ readonly computed: boolean; readonly noise: NoiseRow } | null> {
  const { sigma, draws, seed } = job.noise!;
  const [{ tau }] = job.questions as [StudyQuestion];
  const parts = [
    snapshot.image.sha256,
    await identityOf(manifest, job.questions[0]!),
    gridName(snapshot.players),
    snapshot.target.index,
    ...asked(job.questions[0]!),
    "noise",
    sigma,
    draws,
    seed,
    tau,
  ];
  const name = nameOf(hashOf(parts));
  const path = join(job.out, `${name}.noise.json`);
  const before = await storedNoise(path, name, snapshot);
  if (before !== null) return { computed: false, noise: before };
  if (!job.compute) return null;
  const question = { model: manifest, image, snapshot: { ...snapshot, tauFraction: tau }, sigma, draws, seed };
  const row = noiseRow(await stabilityToNoise(question, await engine(), { signal }));
  const list = (values: Float64Array): (number | null)[] =>
    Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  const written = {
    format: "strata-study-noise",
    version: 1,
    job: name,
    ratio: list(row.ratio),
    concepts: list(row.concepts),
    leftOut: list(row.leftOut),
  };
  await writeWhole(path, `${JSON.stringify(written)}\n`);
  return { computed: true, noise: row };
}

/** What is in a file of noise; null where there is none, or another. */
async function storedNoise(path: string, name: string, { layers, players }: Snapshot): Promise<NoiseRow | null> {
  const bytes = await readInput(path).catch(() => null);
  if (bytes === null) return null;
  try {
    const document: unknown = parseJson(bytes, path);
    const { job } = document as { readonly job?: unknown };
    const columns = layers.map(({ name }) => ({ name, accuracy: null }));
    return job === name ? noiseRowIn(document, { n: players.n, layers: columns }) : null;
  } catch {
    return null;
  }
}

/** The players of an image. Throws InputError `no-own-players`, or `grid-too-fine`. */
function gridFor({ grid, questions }: StudyJob, image: Pixels, manifest: ModelManifest): Grid {
  const { name, players, meanColour, input } = manifest;
  const sides = gridOf(grid);
  if (sides !== null) {
    const { width, height } = input;
    if (sides.rows > height || sides.cols > width)
      throw new InputError("grid-too-fine", { value: grid, width, height, model: name });
    return { ...sides, picked: null };
  }
  if (players === undefined) throw new InputError("no-own-players", { model: name, value: OWN_PLAYERS });
  return gridBy(players, image, questions[0]!.baseline, meanColour);
}

/** The class that is asked about, which every network of a study has: that is looked at before the work. */
function targetOf({ target }: StudyQuestion, label: string | null, { classes }: ModelManifest): number | "auto" {
  return target === "auto" ? target : sameClass(target === "label" ? label! : target, classes);
}

/** What of a question an answer hangs on beside the network and the class. */
const asked = ({ baseline, kappa, kappaOf, certainty }: StudyQuestion): readonly unknown[] => [
  baseline,
  kappa,
  kappaOf,
  certainty,
];
const gridName = ({ rows, cols, picked }: Grid): readonly unknown[] => [rows, cols, picked?.cells, picked?.others];

/** What of a network an answer and its picture hang on: what it is called, and said to be worth, changes neither. */
async function identityOf(manifest: ModelManifest, { certainty }: StudyQuestion): Promise<readonly unknown[]> {
  const { network, probes } = manifest;
  return [
    network.sha256,
    await setupOf(manifest),
    probes?.layers.map(({ nextAgreement }) => nextAgreement ?? null),
    certainty ? probes?.replicates?.sha256 : null,
  ];
}

/** The SHA-256 of all that a result hangs on, which it tells as its job: 64 hexadecimal digits. */
function hashOf(parts: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify(["strata-study", 1, ...parts]))
    .digest("hex");
}

/** What it is called. */
const nameOf = (hash: string): string => hash.slice(0, 32);

function doneOf(
  { computed, snapshots, names, noise }: Answered,
  network: number,
  shown: number | null,
  { questions, largest: given, noise: isNoise }: StudyJob,
): NetworkDone {
  const done = snapshots.map((snapshot, q): QuestionDone | null => {
    if (snapshot === null) return null;
    const { layers } = snapshot;
    const { tau, tauOver } = questions[q]!;
    const over = given?.[network]?.[q] ?? null;
    const isKnown = isNoise === null && (tauOver === "layer" || over !== null);
    return {
      row: isKnown ? cellRow(snapshot, tausOf(layers, tau, over), shown) : null,
      largest: layers.map(({ interactions }) => largestEffect(interactions)),
      name: names[q]!,
    };
  });
  return { state: "done", computed, questions: done, noise };
}

/** Every two networks of which both answered, question by question. */
function pairsOf(answers: readonly (Answered | null)[], { questions, largest }: StudyJob): PairDone[] {
  return questions.flatMap(({ target, tau, tauOver }, question) =>
    answers.flatMap((inA, a) =>
      answers.slice(a + 1).flatMap((inB, i): PairDone[] => {
        const b = a + 1 + i;
        const [of, and] = [inA?.snapshots[question], inB?.snapshots[question]];
        if (!of || !and) return [];
        const over = [largest?.[a]?.[question] ?? null, largest?.[b]?.[question] ?? null];
        if (tauOver === "images" && over.includes(null)) return [];
        // Where it is not each network's own top class, it is the same one by what it was found by.
        const isSameClass = target !== "auto" || sameClassIn(of.target.label, inB!.classes) === and.target.index;
        const isSame = isSameClass && sameGrid(of.players, and.players);
        const withTaus = ({ layers }: Snapshot, given: readonly number[] | null) => ({
          layers,
          taus: tausOf(layers, tau, given),
        });
        const depths = depthsOf(of.layers.length, and.layers.length);
        const row = isSame ? pairRow(withTaus(of, over[0]!), withTaus(and, over[1]!), depths) : null;
        return [{ question, networks: [a, b], row }];
      }),
    ),
  );
}
