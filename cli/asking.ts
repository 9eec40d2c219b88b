/** What is asked of a network and its images, whoever asks: the command line or another program. Nothing here knows of files. */
import { fewestMasks } from "../src/core/estimate/sample.ts";
import { playerCount, sameGrid, type Grid } from "../src/core/patches.ts";
import { gridBy } from "../src/core/picking.ts";
import type { Pixels } from "../src/core/resize.ts";
import { measureCertainty } from "../src/exploration/certainty.ts";
import type { LayerSolver, SampleSolver } from "../src/backends/evaluator.ts";
import type { Engine, Watch } from "../src/exploration/events.ts";
import { estimatorOf, type SampleBudget } from "../src/exploration/estimator.ts";
import { explain } from "../src/exploration/explain.ts";
import { mostMasks, type Exploration } from "../src/exploration/exploration.ts";
import { evaluateWithReplicates, probesOnImage, type Measured } from "../src/exploration/replicates.ts";
import type { ClassesAsked } from "../src/exploration/target.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import { choiceFor, withProbes, withReplicates } from "../src/models/probe-choice.ts";
import type { ProbeTarget } from "../src/models/spec/probes.ts";
import { sha256 } from "../src/platform/sha256.ts";
import type { ExplainCommand } from "./arguments.ts";
import { InputError } from "./failure.ts";
import { DEFAULT_PLAYERS, type AskedPlayers } from "./players.ts";
import type { ResultQuestion } from "./result-name.ts";
import type { Surroundings } from "./surroundings.ts";

/** A network, and what it is asked about every image; which patches may depend on the image. */
export interface Asking {
  readonly model: LoadedModel;
  readonly players: AskedPlayers;
  readonly question: Omit<ResultQuestion, keyof Grid>;
}

/** What a question says beside its network and its image. */
export type AskedQuestion = Pick<
  ExplainCommand,
  | "players"
  | "sample"
  | "crop"
  | "target"
  | "rather"
  | "baseline"
  | "kappaFraction"
  | "kappaOf"
  | "tauFraction"
  | "certainty"
  | "values"
>;

/** Checks what is asked of a network; throws InputError. */
export function askingOf(asked: AskedQuestion, model: LoadedModel): Asking {
  const { sample, crop, baseline, kappaFraction, kappaOf, tauFraction, certainty, values } = asked;
  const {
    name,
    input: { width, height },
  } = model.manifest;
  const players = asked.players ?? model.manifest.players ?? DEFAULT_PLAYERS;
  const { rows, cols } = players;
  if (rows > height || cols > width)
    throw new InputError("grid-too-fine", { value: `${rows}x${cols}`, width, height, model: name });
  if (sample !== null) checkSample(sample, "pick" in players ? players.count : playerCount(players), asked);
  return {
    model,
    players,
    question: {
      sample,
      ...readClasses(asked, model.manifest),
      crop,
      baseline,
      kappaFraction,
      kappaOf,
      tauFraction,
      certainty,
      values,
    },
  };
}

/** Throws InputError where so few or so many masks cannot be drawn, or what is asked needs all of them. */
function checkSample(
  { masks }: SampleBudget,
  n: number,
  { kappaOf, values }: Pick<AskedQuestion, "kappaOf" | "values">,
): void {
  const wantsAll = { "--estimator debiased": kappaOf === "debiased", "--values": values };
  for (const [option, isAsked] of Object.entries(wantsAll))
    if (isAsked) throw new InputError("needs-every-mask", { option });
  const [least, most] = [fewestMasks(n), mostMasks(n)];
  if (masks < least || masks > most) throw new InputError("bad-masks", { value: masks, players: n, least, most });
}

/** What is asked about one image at the network's size. */
export function questionAbout(
  image: Pixels,
  { model: { manifest }, players, question }: Pick<Asking, "model" | "players" | "question">,
): ResultQuestion {
  const grid = "pick" in players ? gridBy(players, image, question.baseline, manifest.meanColour) : players;
  return { ...grid, ...question };
}

/** The classes that are asked about; throws InputError `rather-what` where one is held against nothing else. */
function readClasses(
  { target, rather }: Pick<AskedQuestion, "target" | "rather">,
  manifest: ModelManifest,
): ClassesAsked {
  const index = readClass("--target", target, manifest);
  const other = rather === null ? null : readClass("--rather", rather, manifest);
  if (other === null) return { target: index, rather: null };
  if (index === "auto" || other === "auto" || index === other) throw new InputError("rather-what", {});
  return { target: index, rather: other };
}

function readClass(option: string, text: string, { name, classes }: ModelManifest): number | "auto" {
  if (text === "auto") return "auto";
  const index = /^\d+$/.test(text)
    ? Number(text)
    : classes.findIndex((label) => label.toLowerCase() === text.toLowerCase());
  if (index < 0 || index >= classes.length) {
    throw new InputError("bad-target", {
      option,
      value: text,
      model: name,
      last: classes.length - 1,
      classes: classes.join(", "),
    });
  }
  return index;
}

/** What is asked of a network's probes. */
export interface AskedProbes {
  /** What they were fitted to; null: its first ones, whatever they are. */
  readonly target?: ProbeTarget | null;
  /** Whether their replicates answer beside them, where there are some. */
  readonly replicates?: boolean;
}

/** The network with the probes that are asked for; throws InputError `no-label-probes` or `no-network-probes`. */
export function withAskedProbes(
  manifest: ModelManifest,
  { target = null, replicates = false }: AskedProbes,
): ModelManifest {
  const probed = target === null ? manifest : fittedTo(target, manifest);
  return replicates ? withReplicates(probed) : probed;
}

function fittedTo(target: ProbeTarget, manifest: ModelManifest): ModelManifest {
  const choice = choiceFor(manifest, target);
  if (choice === null)
    throw new InputError(target === "labels" ? "no-label-probes" : "no-network-probes", { model: manifest.name });
  return withProbes(manifest, choice);
}

/** Says of an answer that a constructed network was asked another question than the one that its truth is known for, which the page never asks. */
export function noteOtherQuestion(
  {
    model: {
      manifest: { name, truth },
    },
    players,
    question,
  }: Asking,
  { strings, note }: Pick<Surroundings, "strings" | "note">,
): void {
  if (truth === undefined) return;
  const { rows, cols, baseline } = truth;
  const isItsGrid = "picked" in players && sameGrid(players, { rows, cols, picked: null });
  if (isItsGrid && baseline === question.baseline) return;
  note(strings.t("cli:otherQuestion", { model: name, rows, cols, baseline }));
}

/**
 * Explains one image, and says how sure that is where the question wants it: with the replicates of its probes where they are at hand. Rejects with
 * the signal's reason or InferenceError.
 */
export async function explainImage(
  image: Pixels,
  question: ResultQuestion,
  { model }: Pick<Asking, "model">,
  { evaluator, solver }: Engine,
  watch: Pick<Watch, "signal" | "onMasks" | "onLayer"> = {},
): Promise<Exploration> {
  const request = { ...question, model: model.manifest, image, imageSha256: await sha256(image.rgb) };
  const measured = await evaluateWithReplicates(request, evaluator, watch);
  return explainMeasured(measured, question, solver, watch);
}

/** The same out of the network's answers, which may be asked more than once. */
export async function explainMeasured(
  { evaluation, replicates }: Measured,
  question: Pick<ResultQuestion, "target" | "rather" | "kappaFraction" | "kappaOf" | "tauFraction" | "certainty">,
  solver: LayerSolver & SampleSolver,
  watch: Pick<Watch, "signal" | "onLayer"> = {},
): Promise<Exploration> {
  const exploration = await explain(evaluation, question, estimatorOf(evaluation, solver), watch);
  if (!question.certainty) return exploration;
  const { layers, values } = exploration;
  const { certainty, agreements } = await measureCertainty({ ...exploration, replicates }, solver, {
    signal: watch.signal,
  });
  const probes = replicates === null ? [] : probesOnImage(values, replicates, agreements!);
  return { ...exploration, layers: layers.map((layer, l) => ({ ...layer, ...probes[l] })), certainty };
}
