import { valueAt } from "../../core/games.ts";
import { KINDS, type SampleQuality } from "../../core/interactions.ts";
import { flowWithReadout, layerFlow, type LayerFlow } from "../../core/layer-flow.ts";
import { everybody } from "../../core/masks.ts";
import type { Players } from "../../core/patches.ts";
import { largestEffect } from "../../core/salience.ts";
import { isWithinNoise, layerAgreements } from "../../core/salient-jaccard.ts";
import { FATES, type Fate, type PictureTrack, type PictureTracks } from "../../core/tracks.ts";
import { rowsOf } from "../../exploration/derived.ts";
import { probeAgreementOf, type SolvedLayer } from "../../exploration/exploration.ts";
import type { Firmness } from "../../exploration/firmness.ts";
import type { ConceptId, Result, RowSort, Units } from "../../session/shape.ts";
import { inUnits, natsPerUnit, type NatsPerUnit } from "../../session/units.ts";
import { folded } from "./folds.ts";
import { conceptKey, patchAloneRows, rowInUnits, rowOfTrack, soFarRows, withReadout, type PictureRow } from "./rows.ts";
import { standingRows } from "./sureness.ts";

/** What stands above a column. Numbers that are not known yet, or that the model does not carry, are null. */
export interface ColumnHead {
  readonly name: string;
  /** Whether it is a linear function that was fitted to this image's own masks, and no probe. */
  readonly isOnImage: boolean;
  /** v with every patch shown, in the picture's units. */
  readonly vFull: number | null;
  /** Validation accuracy of the probe, 0..1. */
  readonly accuracy: number | null;
  /** Jaccard of two half-data probes, 0..1; null of an estimate, too; the heads leave it out. */
  readonly noiseFloor: number | null;
  /** Mean Jaccard of two replicates of the probe, 0..1: on this image where its replicates were explained, else over photographs at κ of 4 %; see `probeAgreementOf`. */
  readonly probeAgreement: number | null;
  readonly probeAgreementOn: "image" | "photographs";
  /** Noise share of the probe on this image; null where nobody looked, or it is not known. */
  readonly noiseShare: number | null;
  /** Of a layer that is estimated from a sample of masks: how good that is, null where it explains all of them. */
  readonly sampled: SampleQuality | null;
  /** Whether the layer is solved. */
  readonly solved: boolean;
  /** Jaccard of its salient concepts with those of the layer before on this image, 0..1: see `layerAgreements`. */
  readonly layerAgreement: number | null;
  /** Whether the layer is an estimate, or will be one. */
  readonly isEstimate: boolean;
  /** Whether it or the layer before is an estimate, so that part of what they differ in is not the layers'. */
  readonly isChangeEstimated: boolean;
  /** Whether that is no less than `probeAgreement` on this image: what only photographs tell is by another κ, and says nothing of it. */
  readonly isWithinNoise: boolean;
  readonly knowsLittle: boolean;
  /** Whether the output reads this layer's features directly, so that nothing is born or dies between the two. */
  readonly isReadout: boolean;
}

/** A heading's name: a fate, or what can be shown while the run goes on. */
export type GroupName = Fate | "alone" | "soFar";

/** The rows under one heading. `others` are not among the strongest and stand behind one row that opens. */
export interface PictureGroup {
  readonly name: GroupName;
  readonly rows: readonly PictureRow[];
  readonly others: readonly PictureRow[];
  /** Rows before filters: shown and others. */
  readonly total: number;
}

/** Everything the main picture draws. */
export interface PictureModel {
  readonly stage: "measuring" | "solving" | "done";
  /** What all numbers here are in. */
  readonly units: Units;
  readonly players: Players;
  readonly heads: readonly ColumnHead[];
  readonly groups: readonly PictureGroup[];
  /** How many replicates were asked how sure it is, 0 where there are none and only what is robust is known; null where nobody looked. */
  readonly replicates: number | null;
  /** Null until every layer is solved. */
  readonly flow: LayerFlow | null;
  /** Largest |effect| of what is known, over all layers: the colour scale holds it. */
  readonly largest: number;
  /**
   * What the strongest `rows` concepts hold of the strength, and what all effects below τ hold together, mean over layers, 0..1, with the layers'
   * strengths; null until done.
   */
  readonly shares: {
    readonly rows: number;
    readonly held: number;
    readonly belowTau: number;
    readonly strengths: readonly number[];
  } | null;
}

const isSampled = (layer: SolvedLayer | null | undefined): boolean => layer?.interactions.sampled !== undefined;

/** Column heads of a run, in units of `per` nats: what is known of the probes from the start, what the run has measured so far. */
export function columnHeads(
  result: Pick<Result, "probes" | "layerNames" | "layers" | "partial" | "players" | "settings">,
  per: NatsPerUnit,
  readout: boolean,
): ColumnHead[] {
  const { probes, layerNames, layers, partial, players, settings } = result;
  const agreements = layerAgreements(layers.map((layer) => layer?.interactions ?? null));
  return layerNames.map((name, l) => {
    const layer = layers[l] ?? null;
    const { accuracy, noiseFloor, probeAgreement } = probes[l]!;
    const ownAgreement = layer?.replicateAgreement;
    const isEstimate = settings.sample !== null || isSampled(layer);
    const layerAgreement = agreements[l] ?? null;
    const vFull = layer?.vFull ?? (partial === null ? null : valueAt(partial.values, l, everybody(players.n)));
    const unit = per[l] ?? null;
    return {
      name,
      isOnImage: settings.probes === "on-image" && l < layerNames.length - 1,
      vFull: vFull === null || unit === null ? null : vFull / unit,
      accuracy,
      noiseFloor: isEstimate ? null : noiseFloor,
      probeAgreement:
        layer !== null ? probeAgreementOf({ ...layer, probeAgreement }) : isEstimate ? null : probeAgreement,
      probeAgreementOn: ownAgreement === undefined ? "photographs" : "image",
      noiseShare: layer?.noiseShare ?? null,
      sampled: layer?.interactions.sampled ?? null,
      solved: layer !== null,
      layerAgreement,
      isEstimate,
      isChangeEstimated: isSampled(layer) || isSampled(layers[l - 1]),
      isWithinNoise: isWithinNoise(layerAgreement, ownAgreement ?? null),
      knowsLittle: layer?.knowsLittle ?? false,
      isReadout: readout && l === layerNames.length - 2,
    };
  });
}

/** Mean over layers of the share of Σ |effect| that no salient concept holds, 0..1; 0 when no layer has any strength. Costs O(layers · effects). */
export function shareBelowTau(layers: readonly Pick<SolvedLayer, "interactions" | "tau">[]): number {
  const shares = layers.flatMap(({ interactions, tau }) => {
    let all = 0;
    let below = 0;
    for (const kind of KINDS) {
      for (const effect of interactions[kind].effects) {
        const size = Math.abs(effect);
        all += size;
        if (size <= tau) below += size;
      }
    }
    return all === 0 ? [] : [below / all];
  });
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** The largest |effect| of solved layers, each in its own unit. */
function largestOfLayers(layers: readonly (SolvedLayer | null)[], per: NatsPerUnit): number {
  const sizes = layers.flatMap((layer, l) =>
    layer === null ? [] : [largestEffect(layer.interactions) / (per[l] ?? 1)],
  );
  return Math.max(0, ...sizes);
}

function largestOf(rows: readonly PictureRow[]): number {
  let largest = 0;
  for (const { effects } of rows)
    for (let l = 0; l < effects.length; l++) if (Math.abs(effects[l]!) > largest) largest = Math.abs(effects[l]!);
  return largest;
}

/** The picture while masks or solvers run; `standing` are the keys of the rows that stand already, and concepts that do not pass have none. */
export function unfinishedPicture(
  result: Result,
  standing: readonly string[],
  units: Units,
  readout: boolean,
  passes?: (concept: ConceptId) => boolean,
): PictureModel {
  const { players, layers } = result;
  const per = natsPerUnit(result, units);
  const solved = layers.some((layer) => layer !== null);
  const alone = patchAloneRows(result.partial?.values ?? null, result.layerNames.length, players.n).map((row) =>
    rowInUnits(row, per),
  );
  const { estimated } = result;
  const rows = solved ? soFarRows(layers, standing, estimated, passes).map((row) => rowInUnits(row, per)) : alone;
  // Where there are concepts and none passes, the heading says so.
  const total = solved && rows.length === 0 ? soFarRows(layers, [], estimated).length : rows.length;
  return {
    stage: solved ? "solving" : "measuring",
    units,
    players,
    groups: [{ name: solved ? "soFar" : "alone", rows, others: [], total }],
    heads: columnHeads(result, per, readout),
    replicates: null,
    flow: null,
    // Patches alone already say how far effects will reach, so that the scale rarely changes while layers come in.
    largest: Math.max(largestOf(alone), largestOfLayers(layers, per)),
    shares: null,
  };
}

/**
 * The finished picture.
 *
 * @param readout whether the output reads the last layer directly; @param all every row, in nats, for counts, flow and shares; `filtered` those that pass the person's filters;
 * @param firmness how sure each row is, null where nobody looked.
 */
export function finishedPicture(
  result: Result,
  layers: readonly SolvedLayer[],
  all: PictureTracks,
  filtered: PictureTracks,
  sort: RowSort,
  units: Units,
  readout: boolean,
  firmness: Firmness | null = null,
): PictureModel {
  const per = natsPerUnit(result, units);
  const tracks = rowsOf(all);
  const drawn = (of: readonly PictureTrack[]): PictureRow[] =>
    standingRows(
      of.map((track) => {
        const row = { ...rowOfTrack(track), sure: firmness?.get(conceptKey(track)) ?? null };
        return rowInUnits(readout ? withReadout(row) : row, per);
      }),
      sort,
    );
  const flow = layerFlow(
    tracks.map(({ lives, effects }) => ({ lives, effects: inUnits(effects, per) })),
    layers.length,
  );
  const groups = FATES.map((name): PictureGroup => ({
    name,
    rows: drawn(filtered.shown.filter(({ fate }) => fate === name)),
    others: drawn(filtered.others[name]),
    total: tracks.filter(({ fate }) => fate === name).length,
  }));
  return {
    stage: "done",
    units,
    players: result.players,
    groups,
    heads: columnHeads(result, per, readout),
    replicates: firmness === null ? null : ([...firmness.values()][0]?.replicates ?? 0),
    flow: readout ? flowWithReadout(flow) : flow,
    // Those that are folded are drawn with the sums of their effects.
    largest: Math.max(
      largestOfLayers(layers, per),
      ...groups.map(({ rows, others }) =>
        Math.max(...[rows, others].map((of) => largestOf(folded(of, new Set(), sort, readout)))),
      ),
    ),
    shares: {
      rows: all.shown.length,
      held: all.heldShare,
      belowTau: shareBelowTau(layers),
      strengths: [...inUnits(all.strengths, per)],
    },
  };
}
