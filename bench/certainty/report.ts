import { printTable } from "../timing.ts";
import type { Figures } from "./figures.ts";

/** What the certainty of a network is to reach. */
const AIM = { firm: 0.95, error: 0.06, fate: 0.9, birth: 0.65 } as const;

const three = (value: number | null): string => (value === null ? "–" : value.toFixed(3));

/** Prints what was measured beside the aims. */
export function printFigures({ photographs, kinds, firmTrue, rows, layers }: Figures): void {
  const replicates = kinds[0]!.reliability.length - 1;
  console.log(
    `\nOf the statements that so many of ${replicates} replicates bear out, the share that a fit on other photographs bears out (in brackets: how many); ${photographs} photographs`,
  );
  printTable(
    [
      "statement",
      ...Array.from({ length: replicates + 1 }, (_, said) => String(said)),
      "error of the share",
      "calibrated",
      "by chance to",
    ],
    kinds.map(({ kind, reliability, rawError, calibratedError, errorByChance }) => [
      kind,
      ...reliability.map(({ count, isTrue }) => (count === 0 ? "" : `${isTrue!.toFixed(2)} (${count})`)),
      three(rawError),
      three(calibratedError),
      three(errorByChance),
    ]),
  );
  console.log("");
  printTable(
    ["layer", "J of both fits", "κ / range", "salient"],
    layers.map(({ name, agreement, kappaShare, salient }) => [
      name,
      three(agreement),
      three(kappaShare),
      salient.toFixed(1),
    ]),
  );
  console.log("");
  const mean = kinds.reduce((sum, { calibratedError }) => sum + calibratedError / kinds.length, 0);
  const line = (what: string, value: number, aim: number | null, isReached: boolean): string[] => [
    what,
    three(value),
    aim === null ? "" : String(aim),
    aim === null ? "" : isReached ? "reached" : "! missed",
  ];
  printTable(
    ["", "", "aim", ""],
    [
      line("firm statements that are true, all kinds", firmTrue, AIM.firm, firmTrue >= AIM.firm),
      ...kinds.map(({ kind, reliability }): string[] => {
        const { isTrue } = reliability.at(-1)!;
        return line(`firm statements that are true, ${kind}`, isTrue ?? 1, AIM.firm, (isTrue ?? 1) >= AIM.firm);
      }),
      ...kinds.map(({ kind, calibratedError }) =>
        line(`calibration error on the other half, ${kind}`, calibratedError, AIM.error, calibratedError <= AIM.error),
      ),
      line("calibration error on the other half, mean of the kinds", mean, AIM.error, mean <= AIM.error),
      line("rows firm in fate", rows.fate, AIM.fate, rows.fate >= AIM.fate),
      line("rows firm in birth", rows.birth, AIM.birth, rows.birth >= AIM.birth),
      line("rows firm in both", rows.both, null, true),
      line("rows firm, signs with them", rows.isFirm, null, true),
    ],
  );
}
