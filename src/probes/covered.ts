import { assembleModel } from "../models/assemble.ts";
import type { ModelManifest } from "../models/manifest.ts";
import type { LayerProbe, ProbeSet } from "../models/spec/probes.ts";
import { writeTail, type OnnxNode, type OnnxTensor } from "../models/onnx.ts";
import { sha256 } from "../platform/sha256.ts";
import type { Prepared } from "./preparation.ts";

/** Probes of a network of up to so many classes know all of them; those of one with more know so many at most, and the others as one. */
export const MOST_COVERED = 20;

/** A class is known if it is that of so many photographs, and of so large a share of them. */
const LEAST_COVERED = { photographs: 4, share: 0.01 };

/** What the class of all others is called while probes are fitted. */
const OTHERS = "others";

/**
 * The classes that the probes of a network with `classes` of them know, ascending: null, all, up to MOST_COVERED; else of the photographs' classes, by their labels or
 * by what the network says of them, the commonest, one at least.
 */
export function coveredClasses(shown: readonly number[], classes: number): readonly number[] | null {
  if (classes <= MOST_COVERED) return null;
  const counts = new Map<number, number>();
  for (const index of shown) counts.set(index, (counts.get(index) ?? 0) + 1);
  const least = Math.max(LEAST_COVERED.photographs, LEAST_COVERED.share * shown.length);
  const commonest = [...counts].sort(([a, often], [b, oftener]) => oftener - often || a - b);
  return commonest
    .filter(([, count], i) => i === 0 || count >= least)
    .slice(0, MOST_COVERED)
    .map(([index]) => index)
    .sort((a, b) => a - b);
}

/** The network as its probes are fitted and measured: of the covered classes, and one more, which all outputs of the other classes mean. */
export function foldedDraft(draft: ModelManifest, covers: readonly number[]): ModelManifest {
  const isCovered = new Set(covers);
  return {
    ...draft,
    classes: [...covers.map((index) => draft.classes[index]!), OTHERS],
    classMap: [
      ...covers.map((index) => draft.classMap[index]!),
      draft.classMap.flatMap((outputs, index) => (isCovered.has(index) ? [] : outputs)),
    ],
  };
}

/** The place of a class among those of the folded network. */
export function foldedLabel(label: number, covers: readonly number[]): number {
  const at = covers.indexOf(label);
  return at === -1 ? covers.length : at;
}

const wideName = (logits: string): string => `${logits}_wide`;

/**
 * Nodes that give a logit for each of `classes` out of those [batch, times · (covers + 1)] of folded probes, [batch, times · classes]: a covered class keeps its own, the
 * others share that of all others evenly, so that every covered class keeps its log-odds. `name` tells the constants from others'.
 */
export function wideningTail(
  logits: readonly string[],
  covers: readonly number[],
  classes: number,
  times: number,
  name: string,
): Uint8Array {
  const [places, shares] = [`${name}_places`, `${name}_shares`];
  const others = Math.log(classes - covers.length);
  const columns = Array.from({ length: times * classes }, (_, i) => {
    const place = foldedLabel(i % classes, covers);
    return { place: Math.floor(i / classes) * (covers.length + 1) + place, isOther: place === covers.length };
  });
  const initializers: OnnxTensor[] = [
    { name: places, dims: [columns.length], values: Int32Array.from(columns, ({ place }) => place) },
    {
      name: shares,
      dims: [columns.length],
      values: Float32Array.from(columns, ({ isOther }) => (isOther ? -others : 0)),
    },
  ];
  return writeTail({
    outputs: logits.map((from) => ({ name: wideName(from), dims: ["batch", columns.length] })),
    nodes: logits.flatMap((from): OnnxNode[] => [
      { op: "Gather", inputs: [from, places], outputs: [`${from}_placed`], attributes: { axis: 1 } },
      { op: "Add", inputs: [`${from}_placed`, shares], outputs: [wideName(from)] },
    ]),
    initializers,
  });
}

/** The probes of a folded network as those of the network itself, whose manifest was `draft`. */
export async function widened(
  { manifest, files }: Prepared,
  draft: ModelManifest,
  covers: readonly number[],
): Promise<Prepared> {
  const probes = manifest.probes!;
  const classes = draft.classes.length;
  const contents = new Map(files);
  const wide = async <F extends Pick<ProbeSet, "file" | "sha256" | "bytes">>(
    file: F,
    logits: readonly string[],
    times: number,
    name: string,
  ): Promise<F> => {
    const bytes = assembleModel(files.get(file.file)!, wideningTail(logits, covers, classes, times, name));
    contents.set(file.file, bytes);
    return { ...file, sha256: await sha256(bytes), bytes: bytes.length };
  };
  const names = (layers: readonly LayerProbe[]): string[] => layers.map(({ logits }) => logits);
  const renamed = (layers: readonly LayerProbe[]): LayerProbe[] =>
    layers.map((layer) => ({
      ...layer,
      logits: wideName(layer.logits),
      ...(layer.replicates !== undefined && { replicates: wideName(layer.replicates) }),
    }));
  const { replicates, labels } = probes;
  const set: ProbeSet = {
    ...(await wide(probes, names(probes.layers), 1, "covered")),
    ...(replicates !== undefined && {
      replicates: await wide(
        replicates,
        probes.layers.map((layer) => layer.replicates!),
        replicates.count,
        "replicated",
      ),
    }),
    ...(labels !== undefined && {
      labels: { ...(await wide(labels, names(labels.layers), 1, "covered")), layers: renamed(labels.layers) },
    }),
    covers,
    layers: renamed(probes.layers),
  };
  return { manifest: { ...manifest, classes: draft.classes, classMap: draft.classMap, probes: set }, files: contents };
}
