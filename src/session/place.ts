import type { PictureView } from "./shape.ts";
import type { Snapshot, SnapshotModel } from "../exploration/snapshot.ts";
import { answerOf, questionKey, type LibraryEntry, type NewEntry } from "../storage/library/entry.ts";
import { PLAIN_VIEW } from "./address.ts";
import { pngOf } from "./image-file.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { ChosenModel, ImageTitle, Sample, Settings, ShownImage, AddressedBy } from "./shape.ts";

/** A network, as far as keys tell it from others. */
export type KeyModel = Pick<SnapshotModel, "sha256" | "setup">;

/** The key under which this browser keeps the answer to a question. */
export function keyOf(
  { sha256: modelSha256, setup }: KeyModel,
  { sha256 }: Pick<ShownImage, "sha256">,
  settings: Settings,
): string {
  return questionKey({ modelSha256, setup: setup ?? null, imageSha256: sha256, ...settings });
}

/** What a key says of a network that is at hand, and its name. */
export function keyModel({
  manifest: { name, network },
  setup,
}: Pick<ChosenModel, "manifest" | "setup">): KeyModel & { readonly name: string } {
  return { name, sha256: network.sha256, ...(setup !== undefined && { setup }) };
}

/** The address of a question to a network: a sample is named, and the network where the sample is listed for another one first; anything else goes by its key. */
export function sourceOf(
  model: KeyModel & { readonly name: string },
  image: ShownImage,
  settings: Settings,
  samples: readonly Sample[],
): AddressedBy {
  const { title } = image;
  if (title.from !== "sample") return { from: "kept", key: keyOf(model, image, settings) };
  const { file } = title;
  const first = samples.find((sample) => sample.file === file);
  return { from: "sample", file, ...(first !== undefined && first.model !== model.name && { model: model.name }) };
}

/** Whether the image on the page goes along to another network: one's own does, and so does a sample that is offered for that network. */
export function goesAlong({ title }: ShownImage, samples: readonly Sample[], name: string): boolean {
  return title.from !== "sample" || samples.some(({ file, model }) => file === title.file && model === name);
}

/** The address of an answer that this browser keeps. */
export function sourceOfEntry(entry: Pick<LibraryEntry, "key" | "content">): AddressedBy {
  const answer = answerOf(entry);
  return { from: "kept", key: entry.key, ...(answer !== undefined && { answer }) };
}

/** What is asked about a new image: as of the one before, but about the network's first class, and with the page's own τ. */
export function settingsForNew(before: Settings): Settings {
  return { ...before, target: "auto", rather: null, tauFraction: DEFAULT_SETTINGS.tauFraction };
}

/** How a new picture is looked at: as the one before, but with nothing selected, since its patches are others. */
export function viewForNew({
  filters,
  openOthers,
  units,
  scaleLock,
  topic,
}: Omit<PictureView, "selection" | "names">): PictureView {
  return { ...PLAIN_VIEW, filters: { ...filters, onlyPatches: false }, openOthers, units, scaleLock, topic };
}

/** A view as the page takes it up: a scale that is locked stays so, unless the view brings its own or is in other units. */
export function takenUp(
  view: PictureView,
  { units, scaleLock }: Pick<PictureView, "units" | "scaleLock">,
): PictureView & { readonly layerShown: false } {
  return { ...view, scaleLock: view.scaleLock ?? (view.units === units ? scaleLock : null), layerShown: false };
}

/** How the page looks at its picture now. */
export function viewOf({
  selection,
  filters,
  openOthers,
  units,
  scaleLock,
  topic,
  names,
  regions,
}: PictureView): PictureView {
  return { selection, filters, openOthers, units, scaleLock, topic, names, regions };
}

/** What an image is called wherever it travels; empty for a pasted one. */
export function nameOfImage(title: ImageTitle, samples: readonly Sample[]): string {
  switch (title.from) {
    case "sample":
      return samples.find(({ file }) => file === title.file)?.label ?? title.file;
    case "clipboard":
      return "";
    default:
      return title.name;
  }
}

/** What the library says of a picture without opening it. */
export async function entryOf(
  name: string,
  { model, image, players, target, certainty }: Snapshot,
  key: string,
  content: string,
): Promise<NewEntry> {
  return {
    name,
    model: { name: model.name, sha256: model.sha256 },
    target: target.label,
    ...(target.rather !== undefined && { rather: target.rather.label }),
    rows: players.rows,
    cols: players.cols,
    ...(players.picked !== null && { picked: players.n }),
    ...(players.cut !== undefined && { cut: players.cut }),
    imageSha256: image.sha256,
    key,
    content,
    ...(certainty !== undefined && { tellsCertainty: true }),
    thumbnail: image.pixels === null ? null : await pngOf(image.pixels),
  };
}
