import type { ReactNode } from "react";
import type { TermName } from "../../strings/terms.ts";
import { KindMark } from "../../ui/glyph/Glyph.tsx";
import { LifeBar, LifePoint } from "./LifeMarks.tsx";
import type { PictureModel } from "./picture-model.ts";
import { UNCLEAR } from "./Row.tsx";

/** A mark of the picture and what it means; marks are drawn in a box of `width` x 10 pixels. */
export interface LegendKey {
  readonly name:
    | "birth"
    | "death"
    | "unsure"
    | "within"
    | "doubted"
    | "fragile"
    | "below"
    | "bridged"
    | "waiting"
    | "and"
    | "or"
    | "order"
    | "unclear"
    | "fold"
    | "little";
  readonly width: number;
  /** A drawing, or the text that is the mark itself. */
  readonly mark: ReactNode;
  /** What the glossary calls it. */
  readonly term?: TermName;
}

/** Of how sure a picture is. */
function sureKeys(replicates: number | null): LegendKey[] {
  const keys: (LegendKey | false)[] = [
    (replicates ?? 0) > 0 && {
      name: "within",
      width: 16,
      mark: (
        <>
          <LifeBar from={0} to={11} y={2.5} />
          <LifeBar from={5} to={16} y={7.5} />
        </>
      ),
      term: "certainty",
    },
    (replicates ?? 0) > 0 && {
      name: "doubted",
      width: 16,
      mark: <path d="M0 0H8V2.5H16V7.5H8V10H0Z" fill="var(--ink-3)" />,
      term: "certainty",
    },
    replicates !== null && {
      name: "fragile",
      width: 16,
      mark: <rect x={0.5} y={0.5} width={15} height={9} rx={2} className="picture-fragile" stroke="var(--ink)" />,
      term: "robust",
    },
  ];
  return keys.filter((key) => key !== false);
}

/** What the marks mean, in the picture's own strokes: those that this picture can hold. */
export function legendKeys({
  stage,
  heads,
  groups,
  replicates,
}: Pick<PictureModel, "stage" | "heads" | "groups" | "replicates">): LegendKey[] {
  const done = stage === "done";
  const isAsked = (replicates ?? 0) > 0;
  const point = (end: "birth" | "death"): ReactNode => <LifePoint end={end} how="firm" x={5} y={5} />;
  const keys: (LegendKey | false)[] = [
    done && isAsked && { name: "birth", width: 10, mark: point("birth"), term: "life" },
    done && isAsked && { name: "death", width: 10, mark: point("death"), term: "life" },
    done &&
      !isAsked && {
        name: "unsure",
        width: 10,
        mark: <LifePoint end="birth" how="unknown" x={5} y={5} />,
        term: "certainty",
      },
    ...(done ? sureKeys(replicates) : []),
    stage !== "measuring" && {
      name: "below",
      width: 16,
      mark: <line x1={0} x2={16} y1={5} y2={5} stroke="var(--rule-2)" />,
      term: "salient",
    },
    done && {
      name: "bridged",
      width: 16,
      mark: <rect x={0.5} y={0.5} width={15} height={9} className="picture-bridge" />,
      term: "steadied",
    },
    !done && { name: "waiting", width: 16, mark: <rect y={3.5} width={16} height={3} rx={1.5} fill="var(--field)" /> },
    { name: "and", width: 10, mark: <KindMark kind="and" x={5} y={5} />, term: "and" },
    { name: "or", width: 10, mark: <KindMark kind="or" x={5} y={5} />, term: "or" },
    { name: "order", width: 6, mark: "3", term: "order" },
    done && isAsked && { name: "unclear", width: 6, mark: UNCLEAR, term: "certainty" },
    groups.some(({ rows, others }) => [...rows, ...others].some(({ fold }) => fold !== undefined)) && {
      name: "fold",
      width: 10,
      mark: <path d="M2.5 -3.5L6 0L2.5 3.5" transform="translate(0 5)" className="picture-chevron" />,
      term: "fold",
    },
    heads.some(({ knowsLittle }) => knowsLittle) && {
      name: "little",
      width: 12,
      mark: <rect width={12} height={10} rx={2} className="picture-little" />,
      term: "knowsLittle",
    },
  ];
  return keys.filter((key) => key !== false);
}
