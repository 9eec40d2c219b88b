import { withFreeBatch } from "../models/free-batch.ts";
import type { Graph } from "../models/graph/graph.ts";
import { readGraph } from "../models/graph/read-graph.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { scoredModel } from "../models/scored.ts";
import { badField } from "../models/spec/fields.ts";
import type { InputSpec } from "../models/spec/input.ts";
import type { OpeningFacts } from "./batching.ts";
import { batchOf, openGraph } from "./open-graph.ts";
import type { OpeningRuntime, OpenNetwork, SessionOptionsOf } from "./opening.ts";
import { fetchesOf } from "./run-batch.ts";

/** See `openNetwork`: of a network that has to be looked at. */
export async function openAnyNetwork(
  ort: OpeningRuntime,
  model: LoadedModel,
  optionsOf: SessionOptionsOf,
  known: OpeningFacts | null,
): Promise<OpenNetwork> {
  const { manifest, bytes, graph } = readable(model);
  const opened = await openGraph(ort, bytes, graph, manifest.input, fetchesOf(manifest), optionsOf, known);
  return { manifest, ...opened };
}

/** A model that masks its own input is made of this one: its scores are logits, and its batch is free. Throws ModelError. */
export function freedModel(model: LoadedModel): LoadedModel {
  const { graph, ...readied } = readable(model);
  const { input } = readied.manifest;
  return batchOf(graph, input) === null ? readied : { ...readied, bytes: withFreeBatch(readied.bytes, input.name) };
}

/** The model with scores as logits, and the graph of its bytes. */
function readable(model: LoadedModel): LoadedModel & { readonly graph: Graph } {
  const graph = readGraph(model.bytes);
  checkInput(model.manifest.input, graph);
  return { ...scoredModel(model, graph), graph };
}

/** Throws ModelError `bad-manifest` where a graph has no such input. */
function checkInput({ name, type }: InputSpec, graph: Graph): void {
  const found = graph.inputs.find((input) => input.name === name);
  if (found === undefined) throw badField("input.name", "the network has no input of this name");
  if (found.type !== null && found.type !== type) throw badField("input.type", `the network takes ${found.type}`);
}
