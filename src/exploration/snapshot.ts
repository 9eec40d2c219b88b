import type { Certainty } from "../core/certainty.ts";
import type { KappaRule } from "../core/and-or.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { KnownValues } from "../core/games.ts";
import type { Players } from "../core/patches.ts";
import type { Pixels } from "../core/resize.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import { UNNAMED, type ConceptNames } from "./concept-names.ts";
import type { Exploration, SolvedLayer, Target } from "./exploration.ts";

/** More rounding than this, as a share of a layer's largest |effect|, shows other concepts than were computed; links need less than a hundredth. */
export const MAX_EFFECT_ERROR = 0.02;

/** The network a picture was computed with, as far as a picture must know it. */
export interface SnapshotModel {
  /** Its name among the shipped ones, or its file's name. */
  readonly name: string;
  readonly sha256: string;
  /** What else the answer came through, its probes above all: see `setupOf`; absent where it is not known. */
  readonly setup?: string;
  /** An https address where its publisher keeps it, null where none is known. */
  readonly address: string | null;
  readonly input: readonly [width: number, height: number];
  /** The data set's mean colour, 0..1: what a patch is hidden as with the baseline "mean". */
  readonly meanColour: readonly [number, number, number];
}

/** The image as the network saw it. */
export interface SnapshotImage {
  /** What it is called, without a path; may be empty. */
  readonly name: string;
  /** Of the pixels the network saw, whatever `pixels` holds. */
  readonly sha256: string;
  /** At the network's input size; null where the image was left out. */
  readonly pixels: Pixels | null;
  /** Whether `pixels` are what the network saw, to the bit; false after lossy compression. */
  readonly exact: boolean;
}

/**
 * All that a finished picture is drawn from, so that it can be drawn again at once, without the network: what links, files and
 * the library carry. Only the part of v that everybody looks at is in `layers`; all of it is in `values`, where it is kept.
 */
export interface Snapshot {
  readonly model: SnapshotModel;
  readonly image: SnapshotImage;
  readonly players: Players;
  readonly baseline: BaselineKind;
  readonly probes: ProbeChoice;
  readonly target: Target;
  readonly tauFraction: number;
  readonly kappaFraction: number;
  readonly kappaOf: KappaRule;
  /** From the input side to the output, at least one. */
  readonly layers: readonly SolvedLayer[];
  /** Largest error of an effect as a share of its layer's largest |effect|, at most MAX_EFFECT_ERROR; 0 where effects are as they were computed. */
  readonly effectError: number;
  /** v where it is known, or null where it is not kept. */
  readonly values: KnownValues | null;
  /** How sure it is; left out as long as nobody looked. */
  readonly certainty?: Certainty;
  /** What people call its concepts; left out where none has a name. */
  readonly names?: ConceptNames;
}

/** The same picture whose concepts are called so. */
export function withNames(snapshot: Snapshot, names: ConceptNames): Snapshot {
  if (names === (snapshot.names ?? UNNAMED)) return snapshot;
  return names.length === 0 ? withoutNames(snapshot) : { ...snapshot, names };
}

const withoutNames = ({ names: _names, ...unnamed }: Snapshot): Snapshot => unnamed;

/** What a picture must know of a network that is at hand. */
export function snapshotModel({ manifest, setup, address }: Omit<LoadedModel, "bytes">): SnapshotModel {
  const { name, network, input, meanColour } = manifest;
  return {
    name,
    sha256: network.sha256,
    ...(setup !== undefined && { setup }),
    address: address ?? null,
    input: [input.width, input.height],
    meanColour,
  };
}

/** The snapshot of an exploration computed on this machine: exact, with v as far as it was asked for. */
export function snapshotOf(
  exploration: Exploration,
  model: SnapshotModel,
  image: { readonly name: string; readonly pixels: Pixels },
): Snapshot {
  const { players, baseline, probes, target, tauFraction, kappaFraction, kappaOf, layers, values, certainty } =
    exploration;
  return {
    model,
    image: { name: image.name, sha256: exploration.image.sha256, pixels: image.pixels, exact: true },
    players,
    baseline,
    probes,
    target,
    tauFraction,
    kappaFraction,
    kappaOf,
    layers,
    effectError: 0,
    values,
    ...(certainty !== undefined && { certainty }),
  };
}
