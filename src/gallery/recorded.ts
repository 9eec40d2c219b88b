import type { StrataState } from "../session/state.ts";
import { certaintyOf, robustAt, type Certainty } from "../core/certainty.ts";
import { sparseOf, type Effects } from "../core/interactions.ts";
import { compareMasks, maskOf, patchesOf, type Mask } from "../core/masks.ts";
import { gridPlayers } from "../core/patches.ts";
import { mulberry32 } from "../core/random.ts";
import { largestEffect } from "../core/salience.ts";
import { joinedOf, pictureOf, rowsOf } from "../exploration/derived.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import type { Snapshot } from "../exploration/snapshot.ts";
import fileOfGlassBox from "../formats-before/glass-box.with-v.strata?url";
import fileOfGolfBall from "../formats-before/golf-ball.with-v.strata?url";
import manifestOfGolfBall from "../formats-before/imagenette64.json?url";
import { readStrataFile } from "../formats/strata-file/read.ts";
import { readManifest } from "../models/read-manifest.ts";
import { modelsOf, samplesOf } from "../session/shipped.ts";
import { openedOf } from "../session/opened.ts";
import { PREFERRED_MODEL } from "../session/preferred-model.ts";
import { openedResult } from "../session/results.ts";
import type { OpenedFrom, Result } from "../session/shape.ts";
import { fetchOwn } from "../storage/fetching.ts";

/** Of the store's state what a picture brings along. */
export type PictureState = Pick<StrataState, "image" | "settings" | "models" | "samples" | "knownManifest"> & {
  readonly result: Result;
};

/** Pictures that were computed once, and what is known of their networks. */
export interface Recorded {
  /** The page's own first picture: 3 × 3 patches, nine layers, ten classes. */
  readonly start: PictureState;
  /** 2 × 3 patches, with v of every mask. */
  readonly golfBall: PictureState;
  /** A constructed network of two classes whose truth is known. */
  readonly glassBox: PictureState;
}

const IN_A_FILE = { from: "start" } as const;

async function pictureFrom(path: string, manifest: string, known: Pick<StrataState, "models" | "samples">) {
  const [{ snapshot } = { snapshot: null }] = await readStrataFile(
    new Uint8Array(await (await fetchOwn(path)).arrayBuffer()),
  );
  if (snapshot === null) throw new RangeError(`${path} holds no picture`);
  const knownManifest = readManifest(await (await fetchOwn(manifest)).json());
  return { ...(await pictureState("build", snapshot)), ...known, knownManifest };
}

/** What stands on the page with a picture that was opened. */
async function pictureState(from: OpenedFrom, snapshot: Snapshot) {
  const { image, settings } = await openedOf(snapshot, from, IN_A_FILE);
  return { image, settings, result: openedResult(from, snapshot, image, settings) };
}

/** Fetches the pictures; rejects where one cannot be read. */
export async function readRecorded(): Promise<Recorded> {
  const list = async (path: string): Promise<unknown> => (await fetchOwn(path)).json();
  const models = modelsOf(await list("models/index.json"), "models/index.json");
  const samples = samplesOf(await list("samples/index.json"), "samples/index.json");
  const known = { models, samples };
  const [start, golfBall, glassBox] = await Promise.all([
    pictureFrom("samples/start.strata", `models/${PREFERRED_MODEL}.json`, known),
    pictureFrom(fileOfGolfBall, manifestOfGolfBall, known),
    pictureFrom(fileOfGlassBox, "models/glass-box.json", known),
  ]);
  return { start, golfBall, glassBox };
}

/** A picture of its own run, of which so much is there: v at the masks that `known` lets through, and that many layers solved. */
export function unfinished(picture: PictureState, known: (mask: Mask) => boolean, solved = 0): PictureState {
  const { snapshot, target } = picture.result;
  const { masks, layers } = snapshot!.values!;
  const values = { masks, layers: layers.map((v) => v.map((score, i) => (known(masks[i]!) ? score : NaN))) };
  const total = masks.length;
  const done = masks.filter(known).length;
  return {
    ...picture,
    result: {
      ...picture.result,
      partial: done === 0 ? null : { target: snapshot!.target, done, total, values },
      top: done === 0 ? null : picture.result.top,
      target: done === 0 ? null : target,
      layers: picture.result.layers.map((layer, l) => (l < solved ? layer : null)),
      estimated: null,
      snapshot: null,
      opened: null,
    },
  };
}

/** A picture that was opened, with its snapshot otherwise. */
export function withSnapshot(picture: PictureState, change: Partial<Snapshot>, from: OpenedFrom): PictureState {
  const snapshot = { ...picture.result.snapshot!, ...change };
  const bare = snapshot.image.pixels === null;
  const image = { ...picture.image!, title: { from: "snapshot", name: snapshot.image.name } as const };
  const { rgb, ...size } = image.pixels;
  const shown = bare
    ? { ...image, file: null, isLeftOut: true as const, pixels: { ...size, rgb: rgb.map(() => 128) } }
    : image;
  return { ...picture, image: shown, result: openedResult(from, snapshot, shown, picture.settings) };
}

/** A name that no column has room for. */
export const LONG_NAME = "a-very-long-name-that-somebody-gave-to-this-one-so-that-it-fits-nowhere-at-all";

/** The picture as it would be were its image unlike anything the network was trained on. */
export function unfamiliar(picture: PictureState): PictureState {
  const { knownManifest, result } = picture;
  const output = knownManifest && { ...knownManifest.output, familiar: { energy: 3, share: 0.05 } };
  return {
    ...picture,
    result: { ...result, energy: 2 },
    knownManifest: knownManifest && { ...knownManifest, output: output! },
  };
}

/** The picture as it would be were its patches, spread over an 8x8 grid, those that an estimate from a sample of masks found something of. */
export function ofASample(picture: PictureState): PictureState {
  const { layers, players } = picture.result.snapshot!;
  const random = mulberry32(7);
  const spread = (mask: Mask): Mask => maskOf([...patchesOf(mask)].map((patch) => 7 * patch));
  const sample = { masks: 2000, seed: 1 };
  const grid = { rows: 8, cols: 8, picked: null };
  const sampled = layers.map((layer): SolvedLayer => {
    const { and, or, exactness, ...rest } = layer.interactions;
    const wide = ({ masks, effects }: Effects["and"]) =>
      sparseOf(Array.from(masks, (mask, i) => [spread(mask), effects[i]!] as const));
    const errors = ({ effects }: Effects["and"]) => effects.map(() => 0.3 * random());
    const heldOutR2 = 0.6 + 0.3 * random();
    const quality = { ...sample, heldOut: 387, heldOutR2, heldOutR2Whole: heldOutR2 + 0.05, unseenShare: 0.02 };
    return {
      ...layer,
      interactions: {
        ...rest,
        n: 64,
        and: wide(and),
        or: wide(or),
        exactness: { ...exactness, method: "sampled", bound: 0 },
        sampled: { ...quality, errors: { and: errors(and), or: errors(or) } },
      },
    };
  });
  const change = { players: gridPlayers(8, 8, players.width, players.height), layers: sampled, values: null };
  return withSnapshot({ ...picture, settings: { ...picture.settings, ...grid, sample } }, change, "file");
}

/** An estimate that stands while the network runs on more masks. */
export function ofFewerMasks(picture: PictureState): PictureState {
  const estimate = ofASample(picture);
  const { result } = estimate;
  const estimated = { masks: 2000, heldOutR2: [0.61, 0.88] } as const;
  return { ...estimate, result: { ...result, estimated, snapshot: null, opened: null } };
}

/** Steps of noise in a replicate and in another choice of κ, as shares of a layer's largest effect. */
const NOISE = { replicate: 0.12, choice: 0.03 } as const;

/** A picture with how sure it is: `count` replicates, and other choices, are its own effects with seeded noise. */
export function sureOf(picture: PictureState, count: number): PictureState {
  const { layers } = picture.result.snapshot!;
  const random = mulberry32(5);
  const noisy = (effects: Effects, share: number): Effects => {
    const step = share * largestEffect(effects);
    const of = ({ masks, effects: sizes }: Effects["and"]) =>
      sparseOf(Array.from(masks, (mask, i) => [mask, sizes[i]! + step * (random() + random() - 1)] as const));
    return { ...effects, and: of(effects.and), or: of(effects.or) };
  };
  const own = layers.map(({ interactions }) => interactions);
  // The output has no probe.
  const replicate = () => own.map((effects, l) => (l === own.length - 1 ? effects : noisy(effects, NOISE.replicate)));
  const rows = rowsOf(pictureOf(layers)).map(({ kind, mask }) => ({ kind, mask }));
  const robust = robustAt(rows, own, [own.map((effects) => noisy(effects, NOISE.choice))]);
  const counts = certaintyOf(rows, own, Array.from({ length: count }, replicate), joinedOf(layers));
  const certainty: Certainty = {
    replicates: count,
    concepts: counts.map((concept, i) => ({ ...concept, robust: robust[i]! })),
  };
  return withSnapshot(picture, { certainty }, "file");
}

/** The picture as a network of eleven columns would have it, as ResNet-20 has. */
export function ofElevenLayers(picture: PictureState): PictureState {
  const { layers } = picture.result.snapshot!;
  const names = layers.map((_, l) => (l === 0 ? "stem" : `block${l}`));
  const copies = [...names, `block${names.length}`, "output"];
  const of = (l: number) => layers[l === copies.length - 1 ? layers.length - 1 : Math.min(l, layers.length - 2)]!;
  return withSnapshot(picture, { layers: copies.map((name, l) => ({ ...of(l), name })) }, "file");
}

/** The picture as it would be were its layers read by functions of this image's own masks, of a network without probes. */
export function ofItsOwnMasks(picture: PictureState): PictureState {
  const { layers } = picture.result.snapshot!;
  const bare = {
    probeAccuracy: null,
    noiseFloor: null,
    probeAgreement: null,
    knowsLittle: false,
    scaleFrom: "image",
  } as const;
  const change = {
    probes: "on-image" as const,
    layers: layers.map((layer) => ({ ...layer, ...bare, scale: Math.abs(layer.vFull - layer.vEmpty) })),
  };
  return withSnapshot({ ...picture, settings: { ...picture.settings, probes: "on-image" } }, change, "file");
}

/** The picture as it would be did the network say "any patch will do" in three ways: ORs of eight of nine patches, from the third layer on. */
export function ofLargeOrs(picture: PictureState): PictureState {
  const layers = picture.result.snapshot!.layers.map((layer, l) => {
    if (l < 2) return layer;
    const { or, ...rest } = layer.interactions;
    const effects = new Map(Array.from(or.masks, (mask, i) => [mask, or.effects[i]!] as const));
    [0b111111110, 0b111111101, 0b011111111].forEach((mask, i) => effects.set(mask, (0.25 - 0.05 * i) * layer.scale));
    return { ...layer, interactions: { ...rest, or: sparseOf([...effects].sort(([a], [b]) => compareMasks(a, b))) } };
  });
  return withSnapshot(picture, { layers }, "file");
}

/** The picture as a network with many layers, classes and long names would have it. */
export function crowded(picture: PictureState): PictureState {
  const { snapshot } = picture.result;
  const layers = snapshot!.layers.flatMap((layer, l, all) =>
    l === all.length - 1
      ? [layer]
      : [0, 1, 2].map((copy) => ({ ...layer, name: `encoder.stages.${l}.blocks.${copy}.residual.activation` })),
  );
  const classes = Array.from({ length: 1000 }, (_, i) => `${LONG_NAME} ${i + 1}`);
  const label = classes[7]!;
  const named = { ...snapshot!.target, index: 7, label };
  const { knownManifest } = picture;
  const crowd = withSnapshot(
    picture,
    {
      layers,
      target: { ...named, top: [named, { ...named, index: 8, label: classes[8]!, p: 0.01 }] },
      image: { ...snapshot!.image, name: `${LONG_NAME}.jpeg` },
    },
    "file",
  );
  return { ...crowd, knownManifest: knownManifest && { ...knownManifest, classes } };
}
