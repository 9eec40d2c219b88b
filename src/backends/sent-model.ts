import type { LoadedModel } from "../models/model-files.ts";

/** A model as it goes to workers: its megabytes are copied once, not once for each worker, and read off the page's thread. */
export interface SentModel extends Omit<LoadedModel, "bytes"> {
  readonly bytes: Blob;
}

const sent = new WeakMap<LoadedModel, SentModel>();

/** The model for any number of workers. */
export function sentModel(model: LoadedModel): SentModel {
  const known = sent.get(model) ?? { ...model, bytes: new Blob([model.bytes as Uint8Array<ArrayBuffer>]) };
  sent.set(model, known);
  return known;
}

/** The model in a worker; rejects where the browser has let go of its bytes. */
export async function receivedModel({ bytes, ...model }: SentModel): Promise<LoadedModel> {
  return { ...model, bytes: new Uint8Array(await bytes.arrayBuffer()) };
}
