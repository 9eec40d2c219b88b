/** The manifest that comes of what was read of a network and what a person said of it. */
import type { ModelManifest } from "./spec/model.ts";
import type { InputSpec } from "./spec/input.ts";
import { preparationsOf, proposedAnswers, type OwnAnswers, type OwnFound, type Preparation } from "./own-network.ts";

/** The manifest's input part. */
export function inputOf({ input }: OwnFound, { size: [width, height] }: OwnAnswers, how: Preparation): InputSpec {
  const { name, layout, type, batch } = input;
  const { channels, resize, range, mean, std } = how;
  return { name, width, height, layout, channels, type, ...(batch !== null && { batch }), resize, range, mean, std };
}

/** Which answers lead to a manifest that was made earlier of the same network; as proposed where that says what was not found. */
export function answersAsIn(found: OwnFound, manifest: ModelManifest): OwnAnswers {
  const { input, output, classes } = manifest;
  const at = found.outputs.findIndex(({ scores }) => scores === output.logits);
  if (at === -1) return proposedAnswers(found);
  const named = found.outputs[at]!.classes.findIndex(({ names }) => same(names, classes));
  const size = [input.width, input.height] as const;
  const { channels, range, mean, std, resize } = input;
  const ownPreparation = { channels, range, mean, std, resize };
  const preparation = found.preparations.findIndex((known) => samePreparation(known, ownPreparation));
  return {
    output: at,
    classes: Math.max(0, named),
    size: found.sizes.find((known) => same(known, size)) ?? size,
    preparation: preparation === -1 ? found.preparations.length : preparation,
    ownPreparation: preparation === -1 ? ownPreparation : null,
  };
}

const same = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** Whether two ways make the same numbers of an image. */
export const samePreparation = (a: Preparation, b: Preparation): boolean =>
  a.channels === b.channels &&
  a.resize === b.resize &&
  same(a.range, b.range) &&
  same(a.mean, b.mean) &&
  same(a.std, b.std);

/** Whether two manifests of one network give it the same input and read the same class scores from it; what else they hold of it does not matter. */
export function asksAlike(a: ModelManifest, b: ModelManifest): boolean {
  const isSameInput = (["name", "width", "height", "layout", "type", "batch"] as const).every(
    (of) => a.input[of] === b.input[of],
  );
  return (
    a.network.sha256 === b.network.sha256 &&
    isSameInput &&
    samePreparation(a.input, b.input) &&
    a.output.logits === b.output.logits &&
    a.output.form === b.output.form &&
    same(a.classes, b.classes)
  );
}

/** The manifest of a network of which only the output is looked at; `name` is fit for one and no other network's. */
export function manifestOf(found: OwnFound, answers: OwnAnswers, preparation: number, name: string): ModelManifest {
  const { sha256, bytes, title, multiplyAdds } = found;
  const { scores, form, count, classes } = found.outputs[answers.output]!;
  const how = preparationsOf(found, answers)[preparation]!;
  return {
    format: "strata-model",
    version: 2,
    name,
    title,
    description: "",
    licence: "",
    ...(multiplyAdds !== null && { multiplyAdds }),
    network: { sha256, bytes },
    input: inputOf(found, answers, how),
    meanColour: middleColour(how),
    classes: classes[answers.classes]!.names,
    classMap: Array.from({ length: count }, (_, index) => [index]),
    output: {
      name: "output",
      logits: scores,
      ...(form !== "logits" && { form }),
      accuracy: null,
      accuracyHalfHidden: null,
      scale: null,
      meanAbsVEmpty: null,
    },
    taps: [],
    probes: null,
    training: { data: "", terms: "" },
  };
}

/** Where a preparation says nothing of the data set's mean: grey. */
const GREY = 0.5;

/** The colour that becomes 0, which is the mean of what the network was trained on where that was subtracted; red, green, blue, 0..1. */
function middleColour({ channels, range: [black, white], mean }: Preparation): readonly [number, number, number] {
  const of = mean.map((value) => {
    const share = (value - black) / (white - black);
    return share > 0 && share < 1 ? share : GREY;
  });
  const [red, green, blue] = channels === "grey" ? [of[0]!, of[0]!, of[0]!] : channels === "BGR" ? of.toReversed() : of;
  return [red!, green!, blue!];
}

/** A name that a manifest takes, out of what people call a network, and that is none of `taken`. */
export function nameFor(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .replace(/-+$/, "")
    .slice(0, LONGEST_NAME);
  const name = plain === "" ? "network" : plain;
  const free = (count: number): string => (taken.has(`${name}-${count}`) ? free(count + 1) : `${name}-${count}`);
  return taken.has(name) ? free(2) : name;
}

/** Leaves room for a number behind it. */
const LONGEST_NAME = 90;
