import { orderOf, patchesOf } from "../core/masks.ts";
import { playerName } from "../core/patches.ts";
import { isSalient } from "../core/salience.ts";
import { KINDS } from "../core/interactions.ts";
import { pairsOf } from "./codec.ts";
import type { Snapshot } from "../exploration/snapshot.ts";

const HEADER = "layer,layer_name,kind,mask,order,patches,effect_nats,salient";

/** RFC 4180 asks for both characters. */
const LINE_END = "\r\n";

/** What a spreadsheet may take for the beginning of a formula, full-width forms and leading blanks included. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

/**
 * Every effect that is not zero as a CSV table (RFC 4180), one a row: by layer, AND before OR, by mask. Layers count from 0, patches
 * have their names (`a1 b2`), effects are in nats with all their digits, `salient` is true or false.
 */
export function effectsCsv({ layers, players }: Pick<Snapshot, "layers" | "players">): string {
  const rows = layers.flatMap(({ name, interactions, tau }, layer) =>
    KINDS.flatMap((kind) =>
      pairsOf(interactions[kind]).map(([mask, effect]) => {
        const patches = patchesOf(mask)
          .map((patch) => playerName(patch, players))
          .join(" ");
        return [layer, textCell(name), kind, mask, orderOf(mask), patches, effect, isSalient(effect, tau)].join(",");
      }),
    ),
  );
  return [HEADER, ...rows, ""].join(LINE_END);
}

/** A text as a cell: no formula, for names come from foreign files, and quoted where it must be. */
function textCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
