import { meanOf } from "../../src/study/statistics.ts";
import { calibrationOf } from "../../src/core/calibration.ts";
import type { Effects } from "../../src/core/interactions.ts";
import { mulberry32 } from "../../src/core/random.ts";
import { tracksOf } from "../../src/core/tracks.ts";
import type { Calibration } from "../../src/models/spec/probes.ts";
import { binsOf, calibrationErrorOf, errorByChance } from "./reliability.ts";
import { KINDS, type RowFirmness, type Statement, type StatementKind, type Stated } from "./statements.ts";

/** A photograph's statements, and what they rest on. */
export interface StatedPhotograph extends Stated {
  readonly picture: readonly Effects[];
  readonly kappaShares: readonly number[];
}

/** What was measured of a kind of statement, on all photographs but where it says otherwise. */
export interface KindFigures {
  readonly kind: StatementKind;
  readonly count: number;
  /** By the number of replicates that bear it out, the share that is true; null without any. */
  readonly reliability: readonly { readonly count: number; readonly isTrue: number | null }[];
  /** Mean difference of what is said and what is true: of the raw share, and, on the photographs that calibration was not fitted on, of that. */
  readonly rawError: number;
  readonly calibratedError: number;
  /** What chance alone makes of the latter, 19 times of 20, if what is said is right. */
  readonly errorByChance: number;
}

/** What was measured. */
export interface Figures {
  readonly photographs: number;
  readonly kinds: readonly KindFigures[];
  /** Of all statements that all replicates bear out, the share that is true. */
  readonly firmTrue: number;
  /** Shares of the rows. */
  readonly rows: { readonly fate: number; readonly birth: number; readonly both: number; readonly isFirm: number };
  readonly layers: readonly LayerFigures[];
  /** Fitted on the first half of the photographs. */
  readonly calibration: Calibration;
}

interface LayerFigures {
  readonly name: string;
  /** Mean Jaccard index of the salient concepts of the picture's fit and of that on other photographs. */
  readonly agreement: number;
  readonly kappaShare: number;
  readonly salient: number;
}

/** Measures what photographs' pictures state; `names` of the layers with a probe. */
export function figuresOf(
  photographs: readonly StatedPhotograph[],
  names: readonly string[],
  replicates: number,
): Figures {
  const half = Math.floor(photographs.length / 2);
  const statements = (of: readonly StatedPhotograph[], kind: StatementKind): Statement[] =>
    of.flatMap((photograph) => photograph.statements.filter((statement) => statement.kind === kind));
  const fitted = new Map(
    KINDS.map((kind) => [kind, calibrationOf(statements(photographs.slice(0, half), kind), replicates)]),
  );
  const fittedTo = (kind: StatementKind): number[] => fitted.get(kind)!.map(digits);
  const raw = Array.from({ length: replicates + 1 }, (_, said) => said / replicates);
  const all = photographs.flatMap((photograph) => photograph.statements);
  const firm = all.filter(({ said }) => said === replicates);
  const rows = photographs.flatMap((photograph) => photograph.rows);
  const share = (is: (row: RowFirmness) => boolean): number => rows.filter(is).length / rows.length;
  return {
    photographs: photographs.length,
    kinds: KINDS.map((kind) => {
      const bins = binsOf(statements(photographs, kind), replicates);
      const checked = binsOf(statements(photographs.slice(half), kind), replicates);
      return {
        kind,
        count: bins.reduce((sum, { count }) => sum + count, 0),
        reliability: bins.map(({ count, right }) => ({ count, isTrue: count === 0 ? null : digits(right / count) })),
        rawError: digits(calibrationErrorOf(bins, raw) ?? 0),
        calibratedError: digits(calibrationErrorOf(checked, fitted.get(kind)!) ?? 0),
        errorByChance: digits(errorByChance(checked, fitted.get(kind)!, mulberry32(1))),
      };
    }),
    firmTrue: digits(firm.filter(({ isTrue }) => isTrue).length / firm.length),
    rows: {
      fate: digits(share(({ fate }) => fate)),
      birth: digits(share(({ birth }) => birth)),
      both: digits(share(({ fate, birth }) => fate && birth)),
      isFirm: digits(share(({ isFirm }) => isFirm)),
    },
    layers: names.map((name, l) => ({
      name,
      agreement: digits(meanOf(photographs.map(({ agreements }) => agreements[l]!)).mean ?? 0),
      kappaShare: digits(meanOf(photographs.map(({ kappaShares }) => kappaShares[l]!)).mean ?? 0),
      salient: digits(meanOf(photographs.map(({ picture }) => tracksOf([picture[l]!]).length)).mean ?? 0),
    })),
    calibration: {
      alive: fittedTo("alive"),
      sign: fittedTo("sign"),
      fate: fittedTo("fate"),
      birth: fittedTo("birth"),
      death: fittedTo("death"),
      photographs: half,
    },
  };
}

const digits = (value: number): number => Number(value.toFixed(4));
