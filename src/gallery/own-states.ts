import { proposedAnswers, type OwnAnswers, type OwnFound } from "../models/own-network.ts";
import type { OwnAddress, OwnNetwork, Trial } from "../session/own-network.ts";
import type { States } from "./picture-states.ts";
import { LONG_NAME } from "./recorded.ts";

const CLASSES = ["tench", "English springer", "cassette player", "chain saw", "church", "French horn"];
const IMAGENETTE = [...CLASSES, "garbage truck", "gas pump", "golf ball", "parachute"];

const way = {
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
const PLAIN = { mean: [0, 0, 0], std: [1, 1, 1] };

export const FOUND: OwnFound = {
  fileName: "mobilenet.onnx",
  title: "mobilenet",
  sha256: "0".repeat(64),
  bytes: 13_961_237,
  input: { name: "input", type: "float32", layout: "NCHW", channelCount: 3, width: 224, height: 224, batch: null },
  sizes: [[224, 224]],
  outputs: [
    {
      name: "logits",
      scores: "logits",
      form: "logits",
      type: "float32",
      count: 10,
      doubt: null,
      unfit: [{ from: "labels.txt", count: 9 }],
      classes: [
        { names: IMAGENETTE, reason: "labels", from: "labels.txt" },
        { names: IMAGENETTE.map((_, index) => `class ${index}`), reason: "numbers", from: "" },
      ],
    },
  ],
  preparations: [
    way,
    { ...way, ...PLAIN, preparation: "centred", range: [-1, 1] },
    { ...way, ...PLAIN, preparation: "unit" },
    { ...way, preparation: "caffe", channels: "BGR", range: [0, 255], mean: [103.94, 116.78, 123.68], std: [1, 1, 1] },
    { ...way, ...PLAIN, preparation: "bytes", range: [0, 255] },
  ],
  isOneByOne: false,
  layers: [],
  multiplyAdds: 300_774_272,
};

const TRIAL: Trial = {
  id: 2,
  isOver: true,
  enlargedFrom: [64, 64],
  secondsPerImage: 0.35,
  best: 0,
  outcomes: [
    [8, 9, 0].map((index, rank) => ({ index, p: [0.982, 0.006, 0.004][rank]! })),
    [8, 7, 6].map((index, rank) => ({ index, p: [0.41, 0.2, 0.11][rank]! })),
    [2, 7, 3].map((index, rank) => ({ index, p: [0.31, 0.24, 0.12][rank]! })),
    [2, 4, 5].map((index, rank) => ({ index, p: [0.9996, 0.0003, 0.00002][rank]! })),
    null,
  ],
};

const OWN: OwnNetwork = {
  id: 1,
  stage: "asking",
  address: null,
  files: [{ name: "mobilenet.onnx", file: new Blob([new Uint8Array(1000)]) }],
  image: null,
  found: FOUND,
  given: null,
  answers: proposedAnswers(FOUND),
  probed: 0,
  trial: TRIAL,
  refusal: null,
};

/** Everything in doubt, nothing short. */
const UNSURE: OwnFound = {
  ...FOUND,
  title: LONG_NAME,
  sizes: [
    [224, 224],
    [32, 32],
    [299, 299],
  ],
  isOneByOne: true,
  outputs: [0, 1].map((index) => ({
    ...FOUND.outputs[0]!,
    name: `${LONG_NAME} ${index}`,
    doubt: "embedding",
    classes: [{ names: IMAGENETTE.map(() => LONG_NAME), reason: "known-set", from: LONG_NAME }],
  })),
};

const refused = (code: string, values = {}): OwnNetwork => ({
  ...OWN,
  stage: "refused",
  found: null,
  refusal: { by: "network", code, values },
});

const ADDRESS: OwnAddress = {
  text: "https://huggingface.co/somebody/something",
  known: {
    address: `https://huggingface.co/somebody/${"something-".repeat(12)}/resolve/main/onnx/model.onnx`,
    host: "huggingface.co",
    fileName: "model.onnx",
    isGuess: true,
    lfsAddress: null,
  },
  expected: null,
  progress: null,
};

/** The dialog about a network of the person's own. */
export function ownStates(): States {
  const withAnswers = (change: Partial<OwnAnswers>): OwnNetwork => ({
    ...OWN,
    answers: { ...OWN.answers!, ...change },
  });
  const told: OwnFound = { ...FOUND, preparations: FOUND.preparations.map((one) => ({ ...one, reason: "config" })) };
  return {
    reading: { own: { ...OWN, stage: "reading", found: null, answers: null, trial: null } },
    "reading-large": {
      own: {
        ...OWN,
        stage: "reading",
        found: null,
        files: [{ name: `${LONG_NAME}.onnx`, file: { size: 190e6 } as Blob }],
      },
    },
    trying: {
      own: {
        ...OWN,
        trial: { id: 2, isOver: false, outcomes: null, best: null, enlargedFrom: null, secondsPerImage: null },
      },
    },
    guessed: { own: OWN },
    "another-chosen": { own: withAnswers({ preparation: 3 }) },
    told: { own: { ...OWN, found: told } },
    "with-probes": { own: { ...OWN, probed: 10 } },
    "no-image": {
      own: { ...OWN, trial: { ...TRIAL, outcomes: null, best: null, enlargedFrom: null, secondsPerImage: null } },
      image: null,
    },
    unsure: { own: { ...OWN, found: UNSURE, answers: proposedAnswers(UNSURE) } },
    confirming: { own: { ...OWN, stage: "confirming", address: ADDRESS } },
    fetching: {
      own: {
        ...OWN,
        stage: "fetching",
        address: { ...ADDRESS, progress: { loaded: 900_000, total: 2_484_091, resumedFrom: 0 } },
      },
    },
    "address-refused": {
      own: {
        ...refused("x"),
        refusal: { by: "address", code: "not-found", values: { host: "huggingface.co", status: 404 } },
      },
    },
    segmenter: { own: refused("no-class-scores", { seems: "segmenter" }) },
    "bad-probes": { own: refused("bad-probes") },
    "weights-missing": { own: refused("weights-missing", { file: "mobilenet.onnx.data" }) },
    unforeseen: { own: refused("something", { message: LONG_NAME }) },
  };
}
