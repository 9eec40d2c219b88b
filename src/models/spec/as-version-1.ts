import type { ModelManifest } from "./model.ts";

/**
 * A model as a manifest of version 1 said it, null where that version could not say it. What earlier versions kept is found by digests of
 * this as JSON, so that the order of the fields counts: that of version 1, within the parts that of a manifest that was read. Taps and what
 * probes were fitted to are not told, since the probes' file says what they do; nor what images are familiar, which changes no score.
 */
export function asVersion1(manifest: ModelManifest) {
  const { format, name, description, licence, network, input, meanColour, classes, classMap, output, probes, truth } =
    manifest;
  const { layout, channels, resize, range, mean, std } = input;
  const isOld = input.type === "float32" && input.batch === undefined && output.form === undefined;
  const isPlain =
    isOld && layout === "NCHW" && channels !== "grey" && resize === "centre-crop" && range[0] === 0 && range[1] === 1;
  if (!isPlain || probes === null) return null;
  const { file, sha256, bytes, halvesFrom, layers } = probes;
  const isMeasured = layers.some((layer) => layer.agreement !== undefined || layer.noiseShare !== undefined);
  if (isMeasured || probes.replicates !== undefined || probes.labels !== undefined) return null;
  return {
    format,
    version: 1,
    name,
    description,
    licence,
    bytes: network.bytes,
    sha256: network.sha256,
    tail: { file, sha256, bytes, halvesFrom },
    input: { name: input.name, width: input.width, height: input.height },
    preprocessing: { order: channels, mean, std },
    baseline: meanColour,
    classes,
    classMap,
    layers,
    head: { ...output, familiar: undefined },
    truth,
    training: manifest.training,
  };
}
