import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { decodeFile } from "../../cli/decode-file.ts";
import { readModel, shippedModels } from "../../cli/model-source.ts";
import { openEngine } from "../../cli/runtime.ts";
import { gridPlayers } from "../../src/core/patches.ts";
import { drawn } from "./samples.ts";

/** Where the drawn pictures lie, and the list of them. */
export const SAMPLES = new URL("../../public/samples/", import.meta.url);

/** A network is offered the pictures that it gets right with at least this probability. */
const SURE = 0.8;

/** One line of public/samples/index.json. */
export interface Offer {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

/** A drawn picture of one of a network's classes, with the probability that the network gives to it. */
export interface Asked extends Offer {
  readonly p: number;
  readonly isOffered: boolean;
}

/** The list of what is offered, as it stands. */
export async function listedOffers(): Promise<Offer[]> {
  return JSON.parse(await readFile(new URL("index.json", SAMPLES), "utf8")) as Offer[];
}

/**
 * Which drawn pictures the page offers with which network: each shipped network is asked about those of its classes. Lines of networks with a known
 * truth stay as they are listed.
 */
export async function offeredSamples(onAsked: (asked: Asked) => void = () => {}): Promise<Offer[]> {
  const listed = await listedOffers();
  const offers: Offer[] = [];
  for (const name of await shippedModels())
    offers.push(...((await offersOf(name, onAsked)) ?? listed.filter(({ model }) => model === name)));
  return offers;
}

async function offersOf(name: string, onAsked: (asked: Asked) => void): Promise<Offer[] | null> {
  const model = await readModel(name, ".");
  const { classes, input, truth } = model.manifest;
  if (truth !== undefined) return null;
  const { evaluator } = await openEngine(model, console.warn);
  const players = gridPlayers(1, 1, input.width, input.height);
  const offers: Offer[] = [];
  for (const { file, label } of drawn) {
    const target = classes.indexOf(label);
    if (target === -1) continue;
    const image = await decodeFile(fileURLToPath(new URL(file, SAMPLES)), input);
    let p = 0;
    await evaluator.evaluate({ image, players, baseline: "mean" }, Uint32Array.of(1), {
      onBatch: (_, logits) => {
        const output = Array.from(logits.subarray(-classes.length), Math.exp);
        p = output[target]! / output.reduce((sum, value) => sum + value, 0);
      },
    });
    const offer: Offer = { file, model: name, label };
    onAsked({ ...offer, p, isOffered: p >= SURE });
    if (p >= SURE) offers.push(offer);
  }
  evaluator.dispose();
  return offers;
}
