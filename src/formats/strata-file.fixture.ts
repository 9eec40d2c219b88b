import * as v from "valibot";

const finite = v.pipe(v.number(), v.finite());
const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const kind = v.picklist(["and", "or"]);
const ranked = {
  index: v.pipe(v.number(), v.integer()),
  label: v.string(),
  p: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
};
const tupleOf = <S extends v.GenericSchema>(length: number, item: S) => v.pipe(v.array(item), v.length(length));

/** The file format, written down a second time for tests: n players, probes and output together `layerCount`. */
export function strataFileSchema(n: number, layerCount: number, values: boolean) {
  const masks = 2 ** n;
  const mask = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(masks - 1));
  const effects = v.array(
    v.strictTuple([
      mask,
      v.pipe(
        finite,
        v.check((effect) => effect !== 0),
      ),
    ]),
  );
  const byOrder = tupleOf(layerCount, v.strictObject({ all: share, perOrder: tupleOf(n, share) }));
  const layer = {
    name: v.string(),
    probeAccuracy: share,
    noiseFloor: share,
    probeAgreement: v.exactOptional(v.number()),
    scale: finite,
    scaleFrom: v.picklist(["dataset", "image"]),
    knowsLittle: v.boolean(),
    vEmpty: finite,
    vFull: finite,
    constant: finite,
    kappa: finite,
    tau: finite,
    objective: finite,
    bound: finite,
    gap: finite,
    method: v.picklist(["trivial", "A", "B"]),
    rebuildMaxAbs: finite,
    and: effects,
    or: effects,
  };
  return v.strictObject({
    format: v.literal("strata-exploration"),
    version: v.picklist([1, 4]),
    job: v.exactOptional(digest),
    model: v.strictObject({ name: v.string(), sha256: digest, input: v.strictTuple([finite, finite]) }),
    image: v.strictObject({ sha256: digest, width: finite, height: finite }),
    target: v.strictObject({
      ...ranked,
      top: v.pipe(v.array(v.strictObject(ranked)), v.maxLength(3)),
      energy: v.exactOptional(v.number()),
    }),
    players: v.strictObject({
      n: v.literal(n),
      rows: finite,
      cols: finite,
      patches: tupleOf(n, v.array(v.strictTuple([finite, finite, finite, finite]))),
    }),
    baseline: v.picklist(["mean", "zero", "blur", "image-mean"]),
    tauFraction: finite,
    kappaFraction: finite,
    kappaOf: v.picklist(["noise", "range", "delta"]),
    layers: tupleOf(
      layerCount,
      values ? v.strictObject({ ...layer, values: tupleOf(masks, finite) }) : v.strictObject(layer),
    ),
    tracks: v.array(
      v.strictObject({
        kind,
        mask,
        fate: v.picklist(["kept", "lost", "transient"]),
        born: finite,
        died: v.nullable(finite),
        lives: v.pipe(v.array(v.strictTuple([finite, finite])), v.minLength(1)),
        effects: tupleOf(layerCount, finite),
      }),
    ),
    orders: tupleOf(
      layerCount * n * 4,
      v.strictObject({
        layer: finite,
        order: finite,
        kind,
        sign: v.picklist([1, -1]),
        all: finite,
        overlap: finite,
        forget: finite,
        new: finite,
      }),
    ),
    completeness: byOrder,
    redundancy: byOrder,
    shapley: tupleOf(layerCount, tupleOf(n, finite)),
  });
}
