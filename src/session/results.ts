import type { StrataState } from "./state.ts";
import { sameGrid } from "../core/patches.ts";
import { playersOn } from "./players-on.ts";
import { sameSample, sampleOf, type SolvedLayer, type Target } from "../exploration/exploration.ts";
import { snapshotModel, type Snapshot } from "../exploration/snapshot.ts";
import { columnsOf } from "../models/manifest.ts";
import type { ChosenModel, OpenedFrom, Result, Settings, ShownImage } from "./shape.ts";

/** What a picture must know of its network. */
type Network = Pick<ChosenModel, "manifest" | "setup" | "address">;

/** What a run of a network on an image begins with: the columns, and nothing in them. */
function freshResult(network: Network, image: ShownImage, settings: Settings): Result {
  const { manifest } = network;
  const columns = columnsOf(manifest);
  return {
    model: snapshotModel(network),
    image,
    settings,
    players: playersOn(image.pixels, settings),
    layerNames: columns.map(({ name }) => name),
    probes: columns.map(({ accuracy, noiseFloor, probeAgreement = null, scale }) => ({
      accuracy,
      noiseFloor,
      probeAgreement,
      // Of one class rather than another no manifest knows any.
      scale: settings.rather === null ? scale : null,
    })),
    partial: null,
    top: null,
    energy: null,
    target: null,
    layers: columns.map(() => null),
    estimated: null,
    snapshot: null,
    opened: null,
  };
}

/** What the network sees in the whole image. */
export function seenIn({ top, energy }: Target): Pick<Target, "top"> & Pick<Result, "energy"> {
  return { top, energy: energy ?? null };
}

/** Whether an opened picture answers the very question that is asked now, about the very pixels. */
export function stillAnswers(
  result: Result | null,
  { manifest }: Network,
  image: ShownImage,
  settings: Settings,
): boolean {
  return (
    result !== null &&
    result.opened !== null &&
    result.settings === settings &&
    result.model.sha256 === manifest.network.sha256 &&
    [image.sha256, result.image.sha256].every((sha256) => sha256 === result.snapshot?.image.sha256)
  );
}

/** A run that has just begun. An opened picture that answers its question stays until the run's own is there. */
export function begun(
  before: StrataState,
  loaded: Network,
  image: ShownImage,
  settings: Settings,
): Pick<StrataState, "run" | "result" | "verification" | "saved"> {
  const run = { phase: "loading" } as const;
  if (stillAnswers(before.result, loaded, image, settings))
    return { run, result: before.result, verification: null, saved: before.saved };
  const fresh = freshResult(loaded, image, settings);
  const result = { ...fresh, ...ofFewerMasks(before.result, fresh) };
  return { run, result, verification: null, saved: false };
}

/**
 * What a finished estimate of this page from fewer masks of the same seed, or from the same without half-samples, says of the same question, for the time until
 * the run's own is there; nothing where the picture before says something else, or came from elsewhere.
 */
export function ofFewerMasks(
  before: Result | null,
  { model, image, settings }: Pick<Result, "model" | "image" | "settings">,
): Pick<Result, "target" | "top" | "energy" | "layers" | "estimated"> | null {
  if (before === null || before.snapshot === null || before.opened !== null) return null;
  const { snapshot, settings: asked } = before;
  if (asked.sample === null || settings.sample === null) return null;
  const { layers } = snapshot;
  const isOfHalves = asked.sample.masks === settings.sample.masks && asked.sample.halves === undefined;
  const isOfThese =
    asked.sample.seed === settings.sample.seed &&
    (asked.sample.masks < settings.sample.masks || isOfHalves) &&
    !sameSettings(asked, settings) &&
    before.model.sha256 === model.sha256 &&
    before.model.setup === model.setup &&
    before.image.sha256 === image.sha256 &&
    sameSettings({ ...asked, sample: settings.sample }, settings);
  if (!isOfThese) return null;
  const { target, top, energy } = before;
  return { target, top, energy, layers, estimated: estimatedBy(layers) };
}

/** From how many masks layers are estimated, and how good that is. */
export function estimatedBy(layers: readonly SolvedLayer[]): Result["estimated"] {
  const sampled = layers.flatMap(({ interactions }) => interactions.sampled ?? []);
  const worths = sampled.map(({ heldOutR2 }) => heldOutR2);
  const { masks, halves } = sampled[0]!;
  return { masks, halves, heldOutR2: [Math.min(...worths), Math.max(...worths)] };
}

/** The place of a run's result on the page: that of an opened picture, emptied, where one stood there until now. */
export function ownResult(result: Result, loaded: Network, image: ShownImage, settings: Settings): Result {
  if (result.opened === null) return result;
  const own = freshResult(loaded, image, settings);
  // Superpixels that came from elsewhere may be others.
  return own.players.cut === undefined ? { ...own, players: result.players } : own;
}

/** What was asked when a snapshot was computed; about the network's first class against all others it is taken to have been asked as such. */
export function settingsOf({
  players: { rows, cols, picked, cut },
  baseline,
  probes,
  target,
  kappaFraction,
  kappaOf,
  tauFraction,
  layers,
}: Snapshot): Settings {
  return {
    rows,
    cols,
    picked,
    ...(cut !== undefined && { cut }),
    sample: sampleOf(layers),
    baseline,
    probes,
    target: target.rather === undefined && target.index === target.top[0]?.index ? "auto" : target.index,
    rather: target.rather?.index ?? null,
    kappaFraction,
    kappaOf,
    tauFraction,
  };
}

/** Whether what is asked now is what was asked when a snapshot was computed, whichever class it says the network named first. */
export function asksTheSame(now: Settings, snapshot: Snapshot): boolean {
  const then = settingsOf(snapshot);
  return sameSettings(now.target === snapshot.target.index ? { ...now, target: then.target } : now, then);
}

/** Whether two questions are one. */
export function sameSettings(
  { picked, cut, sample, ...a }: Settings,
  { picked: otherCells, cut: otherCut, sample: otherMasks, ...b }: Settings,
): boolean {
  return (
    sameGrid({ ...a, picked, cut }, { ...b, picked: otherCells, cut: otherCut }) &&
    sameSample(sample, otherMasks) &&
    sample?.halves === otherMasks?.halves &&
    (Object.keys(a) as (keyof typeof a)[]).every((name) => a[name] === b[name])
  );
}

/** Whether two snapshots are of one picture: how sure it is, and how noisy its probes are, comes to it while it stands. */
export function samePicture(a: Snapshot | null, b: Snapshot | null): boolean {
  return a === b || (a !== null && b !== null && a.image === b.image && a.target === b.target);
}

/** A finished result out of what travelled, drawn like one that was computed here. */
export function openedResult(from: OpenedFrom, snapshot: Snapshot, image: ShownImage, settings: Settings): Result {
  const { model, players, target, layers } = snapshot;
  return {
    model,
    image,
    settings,
    players,
    layerNames: layers.map(({ name }) => name),
    probes: layers.map(({ probeAccuracy: accuracy, noiseFloor, probeAgreement, scale }) => ({
      accuracy,
      noiseFloor,
      probeAgreement,
      scale,
    })),
    partial: null,
    ...seenIn(target),
    target,
    layers,
    estimated: null,
    snapshot,
    opened: from,
  };
}
