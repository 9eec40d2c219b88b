import { resolve } from "node:path";
import { sameGrid, type Grid } from "../src/core/patches.ts";
import { gridBy } from "../src/core/picking.ts";
import type { Pixels } from "../src/core/resize.ts";
import { measureCertainty } from "../src/exploration/certainty.ts";
import type { Engine } from "../src/exploration/events.ts";
import { createExhaustiveEstimator } from "../src/exploration/estimator.ts";
import { explain } from "../src/exploration/explain.ts";
import { evaluateWithReplicates, probesOnImage } from "../src/exploration/replicates.ts";
import type { Exploration } from "../src/exploration/exploration.ts";
import type { ClassesAsked } from "../src/exploration/target.ts";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { LoadedModel } from "../src/models/model-files.ts";
import type { ExplainCommand } from "./arguments.ts";
import { sha256 } from "../src/platform/sha256.ts";
import { InputError } from "./failure.ts";
import { guessModel } from "./guess-model.ts";
import { readModel } from "./model-source.ts";
import { DEFAULT_PLAYERS, type AskedPlayers } from "./players.ts";
import type { ResultQuestion } from "./result-name.ts";
import { openEngine } from "./runtime.ts";
import type { Surroundings } from "./surroundings.ts";

/** A network, and what it is asked about every image; which patches may depend on the image. */
export interface Asking {
  readonly model: LoadedModel;
  readonly players: AskedPlayers;
  readonly question: Omit<ResultQuestion, keyof Grid>;
}

/** What is asked about one image at the network's size. */
export function questionAbout(
  image: Pixels,
  { model: { manifest }, players, question }: Pick<Asking, "model" | "players" | "question">,
): ResultQuestion {
  const grid = "pick" in players ? gridBy(players, image, question.baseline, manifest.meanColour) : players;
  return { ...grid, ...question };
}

/** Reads the network of a command and checks what is asked of it; throws InputError or ModelError. */
export async function readQuestion(command: ExplainCommand, around: Surroundings): Promise<Asking> {
  const { cwd } = around;
  const probes = { target: command.probes, replicates: command.certainty };
  const model = await readModel(command.model, cwd, probes, (path) =>
    guessModel(path, resolve(cwd, command.path), around),
  );
  const { baseline, kappaFraction, kappaOf, tauFraction, certainty, values } = command;
  const {
    name,
    input: { width, height },
  } = model.manifest;
  const players = command.players ?? model.manifest.players ?? DEFAULT_PLAYERS;
  const { rows, cols } = players;
  if (rows > height || cols > width)
    throw new InputError("grid-too-fine", { value: `${rows}x${cols}`, width, height, model: name });
  return {
    model,
    players,
    question: {
      ...readClasses(command, model.manifest),
      crop: command.crop,
      baseline,
      kappaFraction,
      kappaOf,
      tauFraction,
      certainty,
      values,
    },
  };
}

/** The classes that are asked about; throws InputError `rather-what` where one is held against nothing else. */
function readClasses({ target, rather }: ExplainCommand, manifest: ModelManifest): ClassesAsked {
  const [index, other] = [readTarget(target, manifest), rather === null ? null : readTarget(rather, manifest)];
  if (other === null) return { target: index, rather: null };
  if (index === "auto" || other === "auto" || index === other) throw new InputError("rather-what", {});
  return { target: index, rather: other };
}

function readTarget(text: string, { name, classes }: ModelManifest): number | "auto" {
  if (text === "auto") return "auto";
  const index = /^\d+$/.test(text)
    ? Number(text)
    : classes.findIndex((label) => label.toLowerCase() === text.toLowerCase());
  if (index < 0 || index >= classes.length) {
    throw new InputError("bad-target", {
      value: text,
      model: name,
      last: classes.length - 1,
      classes: classes.join(", "),
    });
  }
  return index;
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
  { signal }: Pick<Surroundings, "signal">,
): Promise<Exploration> {
  const request = { ...question, model: model.manifest, image, imageSha256: await sha256(image.rgb) };
  const { evaluation, replicates } = await evaluateWithReplicates(request, evaluator, { signal });
  const exploration = await explain(evaluation, question, createExhaustiveEstimator(solver), { signal });
  if (!question.certainty) return exploration;
  const { layers, values, players } = exploration;
  const { certainty, agreements } = await measureCertainty({ n: players.n, layers, values, replicates }, solver, {
    signal,
  });
  const probes = replicates === null ? [] : probesOnImage(values, replicates, agreements!);
  return { ...exploration, layers: layers.map((layer, l) => ({ ...layer, ...probes[l] })), certainty };
}

/** Opens the engine of a network, and says where it is the slower one. Throws InferenceError or ModelError. */
export async function engineOf(
  { model }: Asking,
  { strings, note }: Pick<Surroundings, "strings" | "note">,
): Promise<Engine> {
  const engine = await openEngine(model, (reason) =>
    note(strings.t("cli:wasmFallback", { reason: reason.split("\n")[0]! })),
  );
  const { limit, batching } = engine.facts;
  if (limit !== null)
    note(strings.t(`cli:batch.${limit}`, { model: model.manifest.name, count: batching.images ?? 1 }));
  return engine;
}
