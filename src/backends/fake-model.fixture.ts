import { gridPlayers } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import type { Pixels } from "../core/resize.ts";
import type { ModelManifest } from "../models/manifest.ts";
import { manifestFixture, withLayers } from "../models/manifest.fixture.ts";
import type { MaskedInput } from "./protocol.ts";

/** A model of 6 x 4 pixels for tests: two probes of two classes, three outputs of which two mean the second class. */
export const smallManifest: ModelManifest = {
  ...manifestFixture,
  input: { ...manifestFixture.input, width: 6, height: 4 },
};

/** The small model with so many replicates of each probe at hand. */
export function replicatedManifest(replicateCount: number): ModelManifest {
  const replicated = withLayers(smallManifest, ({ name }) => ({ replicates: `${name}_replicates` }));
  return { ...replicated, replicateCount };
}

/** The small model with its input in every layout and with every choice of channels. */
export const smallInputs: readonly ModelManifest["input"][] = (["NCHW", "NHWC"] as const).flatMap((layout) =>
  (["RGB", "BGR", "grey"] as const).map((channels) => ({
    ...smallManifest.input,
    layout,
    channels,
    ...(channels === "grey" && { mean: [0.5], std: [0.25] }),
  })),
);

/** An image of random bytes. */
export function randomImage(width: number, height: number, seed: number): Pixels {
  const random = mulberry32(seed);
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256)) };
}

/** A random image of the small model in a grid of 2 x 3. */
export function smallInput(seed = 1): MaskedInput {
  return { image: randomImage(6, 4, seed), players: gridPlayers(2, 3, 6, 4), baseline: "mean" };
}
