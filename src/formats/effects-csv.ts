import { sampleOf } from "../exploration/exploration.ts";
import { orderOf, patchesOf, codeOf } from "../core/masks.ts";
import { playerName } from "../core/patches.ts";
import { isSalient } from "../core/salience.ts";
import { KINDS } from "../core/interactions.ts";
import { CSV_LINE_END, csvText } from "../platform/csv.ts";
import { firmnessOf, type RowFirmness } from "../exploration/firmness.ts";
import { nameOf, UNNAMED } from "../exploration/concept-names.ts";
import type { Snapshot } from "../exploration/snapshot.ts";

const HEADER = "layer,layer_name,kind,mask,order,patches,effect_nats,salient";
/** Where it is known how sure the picture is. */
const CERTAINTY_HEADER = ",effect_sd_nats,alive_share,robust,firm";
/** Where people named concepts. */
const NAME_HEADER = ",name";
const SAMPLE_HEADER = ",estimated_from_masks,held_out_r2,standard_error_nats";
/** Where the selection was repeated on half-samples. */
const FREQUENCY_HEADER = ",half_sample_frequency";

/**
 * Every effect that is not zero as a CSV table (RFC 4180), one a row: by layer, AND before OR, by mask. Layers count from 0, patches
 * have their names (`a1 b2`), effects are in nats with all their digits, `salient` is true or false. Where it is known how sure the picture is, there are
 * four more columns, empty where an effect is of no row of the picture or replicates say nothing; where effects are estimated from a sample of masks three, how many
 * these are, the layer's held-out R² and the effect's standard error, and a fourth, the share of half-samples that choose it again, where the selection was repeated on some; and where concepts have names a last one with these.
 */
export function effectsCsv({
  layers,
  players,
  certainty,
  names = UNNAMED,
}: Pick<Snapshot, "layers" | "players" | "certainty" | "names">): string {
  const firmness = certainty === undefined ? null : firmnessOf(layers, certainty);
  const rows = layers.flatMap(({ name, interactions, tau }, layer) =>
    KINDS.flatMap((kind) =>
      Array.from(interactions[kind].masks, (mask, i) => {
        const effect = interactions[kind].effects[i]!;
        const patches = patchesOf(mask)
          .map((patch) => playerName(patch, players))
          .join(" ");
        const cells = [
          layer,
          csvText(name),
          kind,
          codeOf(mask),
          orderOf(mask),
          patches,
          effect,
          isSalient(effect, tau),
        ];
        const sureCells = firmness === null ? [] : certaintyCells(firmness.get(`${kind}${mask}`), layer);
        const nameCells = names.length === 0 ? [] : [csvText(nameOf(names, { kind, mask }) ?? "")];
        const { sampled } = interactions;
        const sampleCells =
          sampled === undefined
            ? []
            : [
                sampled.masks,
                sampled.heldOutR2,
                sampled.errors[kind][i]!,
                ...(sampled.frequency === undefined ? [] : [sampled.frequency[kind][i]!]),
              ];
        return [...cells, ...sureCells, ...sampleCells, ...nameCells].join(",");
      }),
    ),
  );
  const header = [
    HEADER,
    firmness === null ? "" : CERTAINTY_HEADER,
    sampleOf(layers) === null ? "" : SAMPLE_HEADER,
    layers[0]?.interactions.sampled?.frequency === undefined ? "" : FREQUENCY_HEADER,
    names.length === 0 ? "" : NAME_HEADER,
  ].join("");
  return [header, ...rows, ""].join(CSV_LINE_END);
}

/** What is known of an effect of a row. */
function certaintyCells(row: RowFirmness | undefined, layer: number): readonly (number | boolean | "")[] {
  if (row === undefined) return ["", "", "", ""];
  const { concept, replicates, isFirm } = row;
  return [
    replicates === 0 ? "" : concept.effectSd[layer]!,
    replicates === 0 ? "" : concept.alive[layer]! / replicates,
    concept.robust[layer] === 1,
    isFirm ?? "",
  ];
}
