import * as v from "valibot";
import { parseManifest } from "../../models/manifest.ts";
import type { GivenFit } from "../../probes/fitting.ts";
import type { Seen } from "../../probes/look.ts";
import type { Folder } from "./folder.ts";

/** Names of the files of a fit beside its features. */
export const FILES = {
  recipe: "recipe.json",
  network: "network.onnx",
  /** All images one after another. */
  images: "images.bin",
  look: "look.json",
  /** Held open by whoever is at the fit. */
  lock: "lock",
} as const;

/** Most images of a fit that is read back. */
const MAX_IMAGES = 100_000;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const imageSchema = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(4096)),
  label: v.nullable(whole),
  bytes: whole,
});
const schema = v.strictObject({
  startedMs: v.number(),
  draft: v.record(v.string(), v.unknown()),
  images: v.pipe(v.array(imageSchema), v.maxLength(MAX_IMAGES)),
  augment: v.strictObject({
    crop: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
    shift: v.pipe(whole, v.maxValue(64)),
    mirror: v.boolean(),
  }),
  source: v.pipe(v.string(), v.maxLength(1000)),
});
type Recipe = v.InferOutput<typeof schema>;

const lookSchema = v.array(v.union([v.strictObject({ first: whole }), v.strictObject({ code: v.string() })]));

/** What is written of a fit, once its network and images are kept. */
export function recipeOf({ draft, images, augment, source }: GivenFit, startedMs: number): string {
  const recipe: Recipe = {
    startedMs,
    draft: { ...draft },
    images: images.map(({ name, label, file }) => ({ name, label, bytes: file.size })),
    augment,
    source,
  };
  return JSON.stringify(recipe);
}

/** What is kept of a fit; null where it is not whole. */
export async function readRecipe(
  folder: Pick<Folder, "file">,
): Promise<{ readonly given: GivenFit; readonly startedMs: number } | null> {
  const [recipe, network, all] = await Promise.all([
    folder.file(FILES.recipe),
    folder.file(FILES.network),
    folder.file(FILES.images),
  ]);
  if (recipe === null || network === null || all === null) return null;
  try {
    const { startedMs, draft, images, augment, source } = v.parse(schema, JSON.parse(await recipe.text()));
    const manifest = parseManifest(draft);
    let at = 0;
    const given = images.map(({ name, label, bytes }) => ({ name, label, file: all.slice(at, (at += bytes)) }));
    if (at !== all.size || network.size !== manifest.network.bytes) return null;
    return { given: { draft: manifest, network, images: given, augment, source }, startedMs };
  } catch {
    // Half written, or of a page that wrote it otherwise.
    return null;
  }
}

/** What is kept of a first look at so many images; null where there is none. */
export async function readLook(folder: Pick<Folder, "file">, images: number): Promise<readonly Seen[] | null> {
  const file = await folder.file(FILES.look);
  if (file === null) return null;
  try {
    const seen = v.parse(lookSchema, JSON.parse(await file.text()));
    return seen.length === images ? seen : null;
  } catch {
    return null;
  }
}
