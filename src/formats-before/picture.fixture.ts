import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dense } from "../core/all-masks.ts";
import type { SolvedLayer } from "../exploration/exploration.ts";
import type { Snapshot } from "../exploration/snapshot.ts";

const digestOf = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Of the numbers as they lie in memory; a minus zero counts as zero, since text has none. */
const ofNumbers = (numbers: Float64Array): string =>
  digestOf(new Uint8Array(numbers.map((number) => number + 0).buffer));

/** All that a picture is, in a fixed order and without the words of the code: a refactoring names the same things otherwise, and changes this function alone. */
function factsOf({ model, image, players, layers, values, ...rest }: Snapshot): unknown {
  return [
    [model.name, model.sha256, model.setup ?? null, model.address, model.input, model.meanColour],
    [image.name, image.sha256, image.exact, image.pixels === null ? null : digestOf(image.pixels.rgb)],
    [players.n, players.rows, players.cols, players.width, players.height, players.patches.flat()],
    [
      rest.target.index,
      rest.target.label,
      rest.target.p,
      rest.target.top.map(({ index, label, p }) => [index, label, p]),
    ],
    [rest.baseline, rest.tauFraction, rest.kappaFraction, rest.kappaOf, rest.effectError],
    layers.map((layer) => [
      [layer.name, layer.probeAccuracy, layer.noiseFloor, layer.scale, layer.scaleFrom, layer.knowsLittle],
      ...factsOfInteractions(layer),
    ]),
    values === null ? null : values.layers.map(ofNumbers),
  ];
}

function factsOfInteractions({ vEmpty, vFull, tau, interactions: { n, constant, and, or, exactness } }: SolvedLayer) {
  const { kappa, objective, bound, gap, method, rebuildMaxAbs } = exactness;
  return [
    [vEmpty, vFull, tau, rebuildMaxAbs],
    [constant, kappa, objective, bound, gap],
    [n, method, ofNumbers(dense(and, n)), ofNumbers(dense(or, n))],
  ];
}

/** SHA-256 of every number and word of a picture. */
export const pictureDigest = (snapshot: Snapshot): string => digestOf(JSON.stringify(factsOf(snapshot)));

/** Of bytes. */
export const bytesDigest: (bytes: Uint8Array) => string = digestOf;

/** A file beside this one. */
export const before = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, import.meta.url)));

/** A file beside this one, parsed. */
export const beforeJson = <T>(file: string): T => JSON.parse(new TextDecoder().decode(before(file))) as T;
