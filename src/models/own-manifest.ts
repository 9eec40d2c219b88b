/** The manifest that comes of what was read of a network and what a person said of it. */
import type { ModelManifest } from "./spec/model.ts";
import type { InputSpec } from "./spec/input.ts";
import {
  preparationsOf,
  proposedAnswers,
  type OwnAnswers,
  type OwnFound,
  type OwnNames,
  type OwnOutput,
  type Preparation,
} from "./own-network.ts";

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

/**
 * What was found, with a manifest's names of the classes among the ways to call them: before all others where it came with the network ("manifest"), behind
 * what lies beside the network now where it was made before ("before").
 */
export function withNamesOf(found: OwnFound, manifest: ModelManifest, reason: "manifest" | "before"): OwnFound {
  const { output, classes: names, classMap } = manifest;
  const named = (of: OwnOutput): OwnOutput => {
    const isOfThese = of.scores === output.logits && isOneToOne(classMap, of.count);
    if (!isOfThese || of.classes.some((known) => same(known.names, names))) return of;
    const ahead = reason === "manifest" ? 0 : of.classes.filter(isBeside).length;
    return { ...of, classes: of.classes.toSpliced(ahead, 0, { names, reason, from: "" }) };
  };
  return { ...found, outputs: found.outputs.map(named) };
}

/** Answers of before; names that lie beside the network now come before those of then. */
export function answersAsBefore(found: OwnFound, manifest: ModelManifest): OwnAnswers {
  const answers = answersAsIn(found, manifest);
  return isBeside(found.outputs[answers.output]!.classes[0]!) ? { ...answers, classes: 0 } : answers;
}

/** Whether names come from a file beside the network. */
const isBeside = ({ reason }: OwnNames): boolean => reason === "labels" || reason === "config";

/**
 * Answers about a network of which another file beside it has told more since: what was said still means the same, and what was left as it was proposed is
 * as it is proposed now.
 */
export function answersStill(answers: OwnAnswers, before: OwnFound, found: OwnFound): OwnAnswers {
  const { output, size, ownPreparation } = answers;
  const how = answers.preparation === null ? null : preparationsOf(before, answers)[answers.preparation]!;
  const at = how === null ? null : found.preparations.findIndex((known) => samePreparation(known, how));
  const [then, now] = [before, found].map(({ outputs }) => outputs[output]!.classes) as [
    OwnOutput["classes"],
    OwnOutput["classes"],
  ];
  const { names } = then[answers.classes]!;
  const isNewlyNamed = !same(then[0]!.names, now[0]!.names);
  return {
    output,
    classes: isNewlyNamed
      ? 0
      : Math.max(
          0,
          now.findIndex((known) => same(known.names, names)),
        ),
    size: same(size, before.sizes[0]!) ? found.sizes[0]! : (found.sizes.find((known) => same(known, size)) ?? size),
    preparation: at === -1 ? found.preparations.length : at,
    ownPreparation: at === -1 ? how : ownPreparation,
  };
}

/** Whether each of `count` scores is a class, in their order: what no answer says otherwise. */
const isOneToOne = (classMap: ModelManifest["classMap"], count: number): boolean =>
  classMap.length === count && classMap.every((outputs, index) => same(outputs, [index]));

const same = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** Whether two ways make the same numbers of an image. */
export const samePreparation = (a: Preparation, b: Preparation): boolean =>
  a.channels === b.channels &&
  a.resize === b.resize &&
  same(a.range, b.range) &&
  same(a.mean, b.mean) &&
  same(a.std, b.std);

/** Whether two manifests of one network give it the same input and read the same scores from it; what else they hold of it does not matter. */
export function asksAlike(a: ModelManifest, b: ModelManifest): boolean {
  const isSameInput = (["name", "width", "height", "layout", "type", "batch"] as const).every(
    (of) => a.input[of] === b.input[of],
  );
  return (
    a.network.sha256 === b.network.sha256 &&
    isSameInput &&
    samePreparation(a.input, b.input) &&
    a.output.logits === b.output.logits &&
    (a.output.form ?? "logits") === (b.output.form ?? "logits")
  );
}

/** What was made of a network, layers and probes, as it is asked for now: under this name, and its classes as they are called now; which scores make a class, where several do, no answer says. */
export function madeAsAsked(made: ModelManifest, { name, classes }: ModelManifest): ModelManifest {
  return { ...made, name, ...(isOneToOne(made.classMap, classes.length) && { classes }) };
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
