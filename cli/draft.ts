import { basename } from "node:path";
import type { ModelManifest } from "../src/models/manifest.ts";
import type { InputSpec } from "../src/models/spec/input.ts";

/** What a network's own output is called, of which nothing is measured yet. */
export const unmeasured = ({
  name,
  logits,
  form,
}: Pick<ModelManifest["output"], "name" | "logits" | "form">): ModelManifest["output"] => ({
  name,
  logits,
  ...(form !== undefined && { form }),
  accuracy: null,
  accuracyHalfHidden: null,
  scale: null,
  meanAbsVEmpty: null,
});

/** The colour that the network sees as 0: the data set's mean colour, as a rule. */
export function blank({ channels, range: [black, white], mean }: InputSpec): readonly [number, number, number] {
  const unit = mean.map((value) => Math.min(1, Math.max(0, (value - black) / (white - black))));
  const [first, second = first, third = first] = unit as [number, number?, number?];
  return channels === "BGR" ? [third, second, first] : [first, second, third];
}

/** A network's name, out of its file's: what a manifest may call it. */
export function plainName(path: string): string {
  const name = basename(path)
    .replace(/\.onnx$/i, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 80);
  return name === "" ? "network" : name;
}
