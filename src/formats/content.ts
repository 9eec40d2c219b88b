import { dense } from "../core/all-masks.ts";
import { sha256 } from "../platform/sha256.ts";
import type { Snapshot, SnapshotModel } from "../exploration/snapshot.ts";
import { pairsOf, sampleFields } from "./codec.ts";

/**
 * What tells one picture from another, as 64 hexadecimal digits: the question, the network, the image, and every number of the answer that does
 * not follow from others. What the image is called does not count, so that the same picture under two names is one; nor do how noisy its probes are
 * on the image and how sure it is, which are often known only later. It is the same after a passage through a file. Linear in the numbers.
 */
export async function contentOf({
  model,
  image,
  players,
  baseline,
  probes,
  target,
  tauFraction,
  kappaFraction,
  kappaOf,
  layers,
  effectError,
  values,
}: Snapshot): Promise<string> {
  const facts = [
    factsOf(model),
    image.sha256,
    image.exact,
    image.pixels === null ? null : await sha256(image.pixels.rgb),
    players.rows,
    players.cols,
    baseline,
    target.index,
    target.label,
    target.p,
    target.top.map(({ index, label, p }) => [index, label, p]),
    ...(target.rather === undefined ? [] : [["rather", target.rather.index, target.rather.label, target.rather.p]]),
    tauFraction,
    kappaFraction,
    kappaOf,
    effectError,
    layers.map(
      ({
        name,
        probeAccuracy,
        noiseFloor,
        probeAgreement,
        probeNoise,
        joinsNext,
        scale,
        scaleFrom,
        knowsLittle,
        vEmpty,
        vFull,
        interactions: {
          constant,
          exactness: { kappa, objective, bound, method },
        },
      }) => [
        name,
        probeAccuracy,
        noiseFloor,
        scale,
        scaleFrom,
        knowsLittle,
        vEmpty,
        vFull,
        constant,
        kappa,
        objective,
        bound,
        method,
        // Not told of a layer without: its content is what it always was.
        ...(probeAgreement === null ? [] : [probeAgreement]),
        ...(probeNoise === undefined ? [] : ["probe noise", probeNoise]),
        ...(joinsNext === true ? ["joins next"] : []),
      ],
    ),
    // Not told of a picture without: its content is what it always was.
    ...(players.picked === null ? [] : [players.picked.cells, players.picked.others]),
    ...(players.cut === undefined ? [] : [players.cut, players.patches]),
    ...(probes === "first" ? [] : [probes]),
  ];
  // What is estimated has no scores in files.
  const estimated = layers.flatMap(({ interactions: { sampled, and, or } }) =>
    sampled === undefined ? [] : [[sampleFields(sampled), pairsOf(and), pairsOf(or)]],
  );
  if (estimated.length > 0) return digestOf([facts, "estimated effects", estimated]);
  // Keys of before this were made of arrays by mask, [2^n] of each kind: they must stay the same.
  const vectors = [
    ...layers.flatMap(({ interactions: { n, and, or } }) => [dense(and, n), dense(or, n)]),
    ...(values?.layers ?? []),
  ];
  const digests = await Promise.all(vectors.map((vector) => sha256(new Uint8Array(withoutMinusZero(vector).buffer))));
  return digestOf([facts, values === null ? "effects" : "effects and scores", digests]);
}

const digestOf = (facts: unknown): Promise<string> => sha256(new TextEncoder().encode(JSON.stringify(facts)));

const factsOf = ({ name, sha256: sha, setup, address, input, meanColour }: SnapshotModel): unknown[] => [
  name,
  sha,
  setup ?? null,
  address,
  input,
  meanColour,
];

/** A copy; text has no minus zero, and so no file. */
const withoutMinusZero = (vector: Float64Array): Float64Array => vector.map((value) => value + 0);
