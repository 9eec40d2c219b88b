import type { ModelManifest } from "../src/models/manifest.ts";
import { NOISE_GRIDS, type ProbeVerdict } from "../src/models/spec/probes.ts";
import { tellingOf } from "../src/probes/verdict.ts";
import type { Surroundings } from "./surroundings.ts";

/** Characters of the layer's name and of each number in the table. */
const NAME_WIDTH = 20;
const CELL_WIDTH = 11;

/** What was measured, a layer a line. */
export function table({ probes, output }: ModelManifest, { t }: Surroundings["strings"]): string {
  const cell = (value: number | null | undefined): string =>
    value === null || value === undefined ? NO_NUMBER : value.toFixed(3);
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(NAME_WIDTH), ...cells.map((text) => ` ${text.padStart(CELL_WIDTH)}`)].join("").trimEnd();
  const head = [
    t("cli:prepare.accuracy"),
    t("cli:prepare.agrees"),
    t("cli:prepare.halfHidden"),
    t("cli:prepare.scale"),
    "|v(∅)|",
    t("cli:prepare.agreement"),
    ...NOISE_GRIDS.map((grid) => t("cli:prepare.noiseOf", { grid })),
    t("cli:prepare.labels"),
    t("cli:prepare.agrees"),
  ];
  const rows = probes!.layers.map((layer, i) => {
    const { accuracy, agreement, accuracyHalfHidden, scale, meanAbsVEmpty, probeAgreement, noiseShare } = layer;
    const labels = probes!.labels?.layers[i];
    const shares = NOISE_GRIDS.map((grid) => noiseShare?.[grid]);
    return line(
      layer.name,
      [
        ...[accuracy, agreement, accuracyHalfHidden, scale, meanAbsVEmpty, probeAgreement],
        ...[...shares, labels?.accuracy, labels?.agreement],
      ].map(cell),
    );
  });
  const verdicts = probes!.layers.flatMap(({ name, verdict }) =>
    verdict === undefined ? [] : [`${name.padEnd(NAME_WIDTH)}  ${verdictIn(verdict, t)}`],
  );
  const { name, accuracy, accuracyHalfHidden, scale, meanAbsVEmpty } = output;
  const last = line(name, [accuracy, null, accuracyHalfHidden, scale, meanAbsVEmpty].map(cell));
  return [line("", head), ...rows, last, ...verdicts].join("\n");
}

/** A verdict in words. */
function verdictIn(verdict: ProbeVerdict, t: Surroundings["strings"]["t"]): string {
  const [sentence, values] = tellingOf(verdict);
  return t(`probes:verdict.${sentence}`, { ...values });
}

const NO_NUMBER = "–";
