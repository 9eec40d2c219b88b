import type { Fit, LayersDialog } from "../session/layers-work.ts";
import { manifestOf } from "../models/own-manifest.ts";
import { proposedAnswers } from "../models/own-network.ts";
import type { ChosenModel } from "../session/shape.ts";
import { FOUND } from "./own-states.ts";
import type { States } from "./picture-states.ts";
import { LONG_NAME } from "./recorded.ts";

const OPS = ["Conv", "Relu", "Relu", "Add"];
const LAYERS: LayersDialog["layers"] = Array.from({ length: 23 }, (_, i) => ({
  tensor: `t${i}`,
  name: i === 7 ? LONG_NAME : `block ${Math.floor(i / 4) + 1}.${(i % 4) + 1}`,
  op: OPS[i % 4]!,
  type: "float32",
  dims: [1, 16 * 2 ** Math.floor(i / 8), 32, 32],
  depth: (i + 1) / 24,
  proposed: i % 2 === 0,
}));

const DIALOG: LayersDialog = {
  id: 1,
  sha256: "0".repeat(64),
  title: "resnet20",
  stage: "ready",
  layers: LAYERS,
  chosen: LAYERS.filter(({ proposed }) => proposed).map(({ tensor }) => tensor),
  images: null,
  collecting: null,
  refusal: null,
};

const FIT: Fit = {
  id: 2,
  key: "key",
  of: { sha256: "0".repeat(64), title: "resnet20" },
  news: { stage: "features", done: 120, total: 412 },
  planned: {
    ...{ stage: "planned", versions: 8, training: 330, heldOut: 82, covers: null },
    left: ["unreadable", "not-needed", "not-needed"].map((code, i) => ({ name: `${i}.png`, code })),
  },
  isKept: true,
};

const LOOKED_INTO: ChosenModel = {
  id: 3,
  name: "mobilenet",
  manifest: manifestOf(FOUND, proposedAnswers(FOUND), 0, "mobilenet"),
  checks: ["stem", LONG_NAME].map((layer, i) => ({
    ...{ layer, fitted: 256, checked: 256 },
    ...{ r2: i === 0 ? -0.13 : 0.972, agreement: i === 0 ? 0.51 : 0.996 },
  })),
};

/** The dialog about a network's layers. */
export function layersStates(): States {
  return {
    reading: { layers: { ...DIALOG, stage: "reading", layers: [], chosen: [] } },
    ready: { layers: DIALOG },
    "with-images": { layers: { ...DIALOG, images: { count: 412, others: 3, rule: null } } },
    "with-folders": { layers: { ...DIALOG, title: LONG_NAME, images: { count: 1, others: 0, rule: "names" } } },
    collecting: { layers: { ...DIALOG, collecting: 3 } },
    "looked-into-on-this-image": { layers: { ...DIALOG, sha256: FOUND.sha256 }, model: LOOKED_INTO },
    fitting: { layers: DIALOG, fit: FIT },
    "going-on": { layers: DIALOG, fit: { ...FIT, of: null, news: null, planned: null, isKept: null } },
    refused: {
      layers: {
        ...DIALOG,
        refusal: { by: "network", code: "too-few-images", values: { images: 3, least: 20 } },
      },
    },
  };
}
