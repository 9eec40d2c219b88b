import * as v from "valibot";
import { MAX_ENUMERABLE } from "../core/masks.ts";
import { badField, checked, colour, digest, label, size, tensorName } from "./spec/fields.ts";
import { checkInput, inputSchema } from "./spec/input.ts";
import { columnsOf, probesOf, SCORE_FORMS, type ModelManifest } from "./spec/model.ts";
import { checkClasses, classFields, namingFields, summaryFields, trainingSchema } from "./spec/naming.ts";
import { checkPlayersRule, playersSchema } from "./spec/players.ts";
import { checkProbes, familiarSchema, probesSchema, qualityFields } from "./spec/probes.ts";
import { checkTaps, tapsSchema } from "./spec/taps.ts";
import { checkTruth, truthSchema } from "./spec/truth.ts";

export { columnsOf, probesOf, replicatesOf, type ModelManifest } from "./spec/model.ts";
export type { LayerProbe, Quality } from "./spec/probes.ts";
export type { ManifestTruth } from "./spec/truth.ts";

const schema = v.object({
  format: v.literal("strata-model"),
  version: v.literal(2),
  ...namingFields,
  ...summaryFields,
  network: v.object({ sha256: digest, bytes: size }),
  input: inputSchema,
  meanColour: colour,
  ...classFields,
  output: v.object({
    name: label,
    logits: tensorName,
    form: v.optional(v.picklist(SCORE_FORMS)),
    ...qualityFields,
    familiar: v.optional(familiarSchema),
  }),
  taps: tapsSchema,
  probes: v.nullable(probesSchema),
  players: v.optional(playersSchema),
  largestEffects: v.optional(
    v.object({
      images: v.pipe(v.number(), v.integer(), v.minValue(1)),
      players: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ENUMERABLE)),
      effects: v.array(v.pipe(v.number(), v.finite(), v.minValue(0))),
    }),
  ),
  truth: v.optional(truthSchema),
  training: trainingSchema,
});

/** Checks a manifest of the present version, read from JSON; throws a ModelError "bad-manifest" that names the first wrong field. */
export function parseManifest(json: unknown): ModelManifest {
  const manifest: ModelManifest = checked(schema, json);
  checkWhole(manifest);
  return manifest;
}

/** Checks what only several fields together can show; throws as `parseManifest` does. */
export function checkWhole(manifest: ModelManifest): void {
  const { input, classes, classMap, taps, probes, players, truth } = manifest;
  checkInput(input);
  checkClasses(classes, classMap);
  checkTaps(taps);
  if (probes !== null) checkProbes(probes);
  const names = columnsOf(manifest).map(({ name }) => name);
  const repeated = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (repeated !== -1)
    throw badField(
      repeated < names.length - 1 ? `probes.layers.${repeated}.name` : "output.name",
      `"${names[repeated]}" stands twice`,
    );
  const { largestEffects } = manifest;
  if (largestEffects !== undefined && largestEffects.effects.length !== names.length)
    throw badField("largestEffects.effects", `expected one number for each of ${names.length} columns`);
  const untapped =
    taps.length === 0 ? -1 : probesOf(manifest).findIndex(({ name }) => !taps.some((tap) => tap.name === name));
  if (untapped !== -1) throw badField(`probes.layers.${untapped}.name`, "no tap has this name");
  const covers = probes?.covers ?? [];
  if (covers.some((index, i) => index >= classes.length || index <= (covers[i - 1] ?? -1)))
    throw badField("probes.covers", `expected ascending indices below ${classes.length}`);
  if (players !== undefined) checkPlayersRule(players, input);
  if (truth !== undefined) checkTruth(truth, classes.length, names.length);
}
