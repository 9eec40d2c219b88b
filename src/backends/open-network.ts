import { isPlainNetwork } from "../models/plain-network.ts";
import type { LoadedModel } from "../models/model-files.ts";
import { PLAIN_FACTS, type OpeningFacts } from "./batching.ts";
import type { OpeningRuntime, OpenNetwork, SessionOptionsOf } from "./opening.ts";

/**
 * Opens any classifier: one that is plainly a convolutional network as it is; of any other the graph is read, scores of any form and type become
 * logits, a fixed batch is made free where the graph allows it, and whether rows know of each other is tried. The network's own bytes stay as they are.
 *
 * @param known what another worker found of it: nothing is tried again.
 * @throws what the runtime throws, or ModelError where manifest and graph do not fit each other.
 */
export async function openNetwork(
  ort: OpeningRuntime,
  model: LoadedModel,
  optionsOf: SessionOptionsOf,
  known: OpeningFacts | null = null,
): Promise<OpenNetwork> {
  const { manifest, bytes } = model;
  if (isPlainNetwork(model))
    return { session: await ort.InferenceSession.create(bytes, optionsOf(bytes)), manifest, facts: PLAIN_FACTS };
  const { openAnyNetwork } = await import("./open-any-network.ts");
  return openAnyNetwork(ort, model, optionsOf, known);
}
