import { resolve } from "node:path";
import type { Engine } from "../src/exploration/events.ts";
import type { ExplainCommand } from "./arguments.ts";
import { askingOf, type Asking } from "./asking.ts";
import { guessModel } from "./guess-model.ts";
import { readModel } from "./model-source.ts";
import { openEngine, type EngineOptions } from "./runtime.ts";
import type { Surroundings } from "./surroundings.ts";

/** Reads the network of a command and checks what is asked of it; throws InputError or ModelError. */
export async function readQuestion(command: ExplainCommand, around: Surroundings): Promise<Asking> {
  const { cwd } = around;
  const probes = { target: command.probes, replicates: command.certainty };
  const model = await readModel(command.model, cwd, probes, (path) =>
    guessModel(path, resolve(cwd, command.path), around),
  );
  return askingOf(command, model);
}

/** Opens the engine of a network, and says where it is the slower one. Throws InferenceError or ModelError. */
export async function engineOf(
  { model }: Pick<Asking, "model">,
  { strings, note }: Pick<Surroundings, "strings" | "note">,
  options: Pick<EngineOptions, "threads"> = {},
): Promise<Engine> {
  const engine = await openEngine(
    model,
    (reason) => note(strings.t("cli:wasmFallback", { reason: reason.split("\n")[0]! })),
    options,
  );
  const { limit, batching } = engine.facts;
  if (limit !== null)
    note(strings.t(`cli:batch.${limit}`, { model: model.manifest.name, count: batching.images ?? 1 }));
  return engine;
}
