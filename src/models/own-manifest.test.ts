import { describe, expect, it } from "vitest";
import { parseManifest } from "./manifest.ts";
import { answersAsIn, answersStill, asksAlike, madeAsAsked, manifestOf, nameFor, withNamesOf } from "./own-manifest.ts";
import { preparationsOf, proposedAnswers, type OwnFound } from "./own-network.ts";

const imagenet = {
  reason: "usual",
  preparation: "imagenet",
  channels: "RGB",
  resize: "centre-crop",
  range: [0, 1],
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  width: 224,
  height: 224,
} as const;
const caffe = {
  ...imagenet,
  preparation: "caffe",
  channels: "BGR",
  range: [0, 255],
  mean: [102, 127.5, 51],
  std: [1, 1, 1],
} as const;
const centred = { ...imagenet, preparation: "centred", range: [-1, 1], mean: [0, 0, 0], std: [1, 1, 1] } as const;

const found: OwnFound = {
  fileName: "a.onnx",
  title: "a",
  sha256: "0".repeat(64),
  bytes: 3,
  input: { name: "in", type: "float32", layout: "NHWC", channelCount: 3, width: null, height: null, batch: 1 },
  sizes: [
    [224, 224],
    [32, 32],
  ],
  outputs: [2, 3].map((count) => ({
    name: `out${count}`,
    scores: `scores${count}`,
    form: "probabilities",
    type: "float32",
    count,
    doubt: null,
    unfit: [],
    classes: [
      { names: ["a", "b", "c"].slice(0, count), reason: "labels", from: "labels.txt" },
      { names: ["class 0", "class 1", "class 2"].slice(0, count), reason: "numbers", from: "" },
    ],
  })),
  preparations: [imagenet, caffe, centred],
  isOneByOne: true,
  layers: [],
  multiplyAdds: 12,
};
const answers = { ...proposedAnswers(found), output: 1, classes: 1, size: [32, 32] as const };

describe("the manifest of an own network", () => {
  it("says what was found and answered, and is one that can be read", () => {
    const manifest = manifestOf(found, answers, 1, "a-2");
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(JSON.parse(JSON.stringify(manifest)));
    expect(manifest).toMatchObject({
      name: "a-2",
      title: "a",
      input: { name: "in", width: 32, height: 32, layout: "NHWC", channels: "BGR", range: [0, 255], batch: 1 },
      output: { logits: "scores3", form: "probabilities" },
      classes: ["class 0", "class 1", "class 2"],
      classMap: [[0], [1], [2]],
      probes: null,
    });
  });
  it("hides patches by the colour that becomes 0, red first, and by grey where there is none", () => {
    expect(manifestOf(found, answers, 0, "a").meanColour).toEqual([0.485, 0.456, 0.406]);
    expect(manifestOf(found, answers, 1, "a").meanColour).toEqual([0.2, 0.5, 0.4]);
    expect(manifestOf(found, answers, 2, "a").meanColour).toEqual([0.5, 0.5, 0.5]);
  });
  it("gives back the answers that it was made of", () => {
    const own = { channels: "RGB", range: [0, 1], mean: [0, 0, 0], std: [2, 2, 2], resize: "letterbox" } as const;
    for (const [given, preparation] of [
      [{ ...answers, preparation: 2 }, 2],
      [{ ...proposedAnswers(found), ownPreparation: own, preparation: 3 }, 3],
    ] as const) {
      const again = answersAsIn(found, manifestOf(found, given, preparation, "a"));
      expect(again).toEqual(given);
      expect(preparationsOf(found, again)[again.preparation!]).toMatchObject({
        std: preparation === 3 ? own.std : [1, 1, 1],
      });
    }
    const other = {
      ...manifestOf(found, answers, 0, "a"),
      output: { ...manifestOf(found, answers, 0, "a").output, logits: "x" },
    };
    expect(answersAsIn(found, other)).toEqual(proposedAnswers(found));
  });
});

describe("what another file beside a network tells", () => {
  const more = { ...found, preparations: [{ ...centred, reason: "config" as const }, imagenet, caffe] };
  it("moves no answer to another way, size or name", () => {
    expect(answersStill({ ...answers, preparation: 2 }, found, more)).toEqual({ ...answers, preparation: 0 });
    expect(answersStill({ ...answers, preparation: 1 }, found, { ...found, preparations: [imagenet] })).toMatchObject({
      preparation: 1,
      ownPreparation: { channels: "BGR", range: [0, 255] },
    });
    expect(answersStill({ ...answers, preparation: null }, found, more)).toEqual({ ...answers, preparation: null });
    const named = withNamesOf(found, { ...manifestOf(found, answers, 0, "a"), classes: ["x", "y", "z"] }, "before");
    expect(named.outputs[1]!.classes.map(({ reason }) => reason)).toEqual(["labels", "before", "numbers"]);
    expect(answersStill(answers, found, named)).toMatchObject({ classes: 2 });
  });
  it("comes where nothing was said, and new names come first", () => {
    const sized = { ...found, sizes: [[64, 64] as const, ...found.sizes] };
    expect(answersStill(proposedAnswers(found), found, sized).size).toEqual([64, 64]);
    const named = withNamesOf(found, { ...manifestOf(found, answers, 0, "a"), classes: ["x", "y", "z"] }, "manifest");
    expect(named.outputs.map(({ classes }) => classes[0]!.reason)).toEqual(["labels", "manifest"]);
    expect(answersStill(answers, found, named).classes).toBe(0);
  });
});

it("is asked alike by the same numbers that go in and scores that come out, whatever its classes are called", () => {
  const manifest = manifestOf(found, answers, 0, "a");
  const renamed = { ...manifest, name: "b", classes: ["x", "y", "z"] };
  expect(asksAlike(manifest, renamed)).toBe(true);
  expect(madeAsAsked(manifest, renamed)).toEqual(renamed);
  expect(asksAlike(manifest, manifestOf(found, answers, 1, "a"))).toBe(false);
  expect(asksAlike(manifest, manifestOf(found, { ...answers, output: 0 }, 0, "a"))).toBe(false);
  const grouped = { ...manifest, classes: ["a or b", "c"], classMap: [[0, 1], [2]] };
  expect(madeAsAsked(grouped, renamed)).toEqual({ ...grouped, name: "b" });
});

it("gives every network a name of its own that files may have", () => {
  const taken = new Set(["a", "a-2", "network"]);
  expect(nameFor("a", taken)).toBe("a-3");
  expect(nameFor("b", taken)).toBe("b");
  expect(nameFor("Résultat final (2)", new Set())).toBe("Re-sultat-final-2");
  expect(nameFor("网络", taken)).toBe("network-2");
  expect(nameFor("-/..//x", new Set())).toBe("x");
  expect(nameFor("y".repeat(500), new Set())).toHaveLength(90);
});
