import { useEffect, useRef, useState, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSolvedLayers } from "../../session/selectors.ts";
import type { FigurePart } from "../export/topic-figure.ts";
import { nameOfImage } from "../../session/place.ts";
import { csvTable } from "../../platform/csv.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useGridText } from "../../ui/language/grid-text.ts";
import { Marked, unmarked } from "../../ui/language/Marked.tsx";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { r2Text } from "../../ui/scale/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import "./topics.css";

/** A table of what a figure shows, for reading, for screen readers and as CSV; null is a cell without a number. */
export interface Numbers {
  /** What a program finds above each column. */
  readonly columns: readonly { readonly id: string; readonly text: string }[];
  readonly rows: Rows;
  /** Where there are more than anybody reads: what those rows are, and all of them for the file. */
  readonly excerpt?: { readonly title: string; readonly all: () => Rows };
}

type Rows = readonly (readonly (string | number | null)[])[];

interface FrameProps {
  /** What the files are called after. */
  readonly id: string;
  readonly title: string;
  /** How to read it. */
  readonly read: string;
  /** What follows from the numbers, a sentence each. */
  readonly found?: readonly string[];
  /** Null while there is no finished picture. */
  readonly numbers: Numbers | null;
  /** Why there are none though the picture is finished. */
  readonly missing?: string | undefined;
  readonly controls?: ReactNode;
  /** Whether the figure is a table, of which no drawing is saved. */
  readonly isTable?: boolean;
  /** What leads away from it, where that is not the picture's questions. */
  readonly ways?: ReactNode;
  /** What the figure is of, where that is not the page's picture: what its files are called after, and what stands below it. */
  readonly of?: FigureOf;
  /** The figure: its drawings are SVGs. */
  readonly children: ReactNode;
  /** What is looked at beside the figure, and is not saved with it. */
  readonly below?: ReactNode;
}

/** What a figure is of. */
interface FigureOf {
  readonly name: string;
  readonly about: readonly string[];
}

/** A question's view in the picture's place: what it asks, how to read the answer, the figure, its numbers, and the ways on. */
export function Frame(props: FrameProps) {
  const { id, title, read, found = [], numbers, missing, controls, isTable = false, ways, of, children, below } = props;
  const t = useStrings("topics");
  const heading = useRef<HTMLHeadingElement>(null);
  const figure = useRef<HTMLDivElement>(null);
  const sampleText = useFromSample();
  useEffect(() => {
    const title = heading.current!;
    // What was pressed to come here is gone.
    title.focus({ preventScroll: true });
    // On a phone the place of the picture is below the image, where an address that names the question would not show it.
    const { top } = title.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight) title.scrollIntoView();
  }, [id]);
  return (
    <section className="topic" aria-labelledby="topic-title">
      <div className="head">
        <h2 id="topic-title" tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <div className="tools">
          {numbers !== null && (
            <Save
              id={id}
              title={title}
              read={unmarked(
                [read, ...(sampleText === null || of !== undefined ? [] : [sampleText]), ...found].join(" "),
              )}
              figure={figure}
              numbers={numbers}
              isTable={isTable}
              of={of}
            />
          )}
        </div>
      </div>
      <p className="topic-ways">{ways ?? <PictureWays />}</p>
      <p className="read">
        <Marked text={read} />
      </p>
      {numbers !== null && of === undefined && <FromSample />}
      {controls}
      {found.map((sentence) => (
        <p key={sentence} className="topic-found">
          <Marked text={sentence} />
        </p>
      ))}
      <div className="topic-figure" ref={figure}>
        {numbers === null ? <p className="picture-empty">{missing ?? t("waiting")}</p> : children}
      </div>
      {numbers !== null && below}
      {numbers !== null && <NumbersTable numbers={numbers} />}
    </section>
  );
}

/** That the picture is estimated, and how good the estimate is. */
function FromSample() {
  const text = useFromSample();
  return text === null ? null : <p className="read">{text}</p>;
}

function useFromSample(): string | null {
  const t = useStrings("topics");
  const layers = useStrata(selectSolvedLayers) ?? [];
  const told = layers.flatMap(({ interactions: { sampled } }) => (sampled === undefined ? [] : [sampled]));
  if (told.length === 0) return null;
  const r2 = told.map(({ heldOutR2 }) => heldOutR2);
  return t("fromSample", {
    masks: grouped(told[0]!.masks),
    least: r2Text(Math.min(...r2)),
    most: r2Text(Math.max(...r2)),
  });
}

/** To the picture, and to its other questions. */
function PictureWays() {
  const t = useStrings("topics");
  const { chooseTopic, openTopics } = useActions();
  return (
    <>
      <button type="button" className="link" onClick={() => chooseTopic(null)}>
        {t("back")}
      </button>
      <button type="button" className="link" onClick={openTopics}>
        {t("other")}
      </button>
    </>
  );
}

function NumbersTable({ numbers: { columns, rows, excerpt } }: { readonly numbers: Numbers }) {
  const t = useStrings("topics");
  return (
    <details className="topic-numbers">
      <summary>{excerpt?.title ?? t("numbers")}</summary>
      <div className="topic-table" tabIndex={0} role="region" aria-label={t("numbers")}>
        <table>
          <thead>
            <tr>
              {columns.map(({ id, text }) => (
                <th key={id} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, c) => (
                  <td key={c}>{cell === null ? "–" : typeof cell === "number" ? shortened(cell) : cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** A whole number as it is, others with three decimals and a true minus. */
const shortened = (value: number): string =>
  (Number.isInteger(value) ? String(Math.abs(value)) : Math.abs(value).toFixed(3)).replace(/^/, value < 0 ? "−" : "");

/** The figure's drawings, each with those before it that have no legend of their own, and the legend below them. */
function partsOf(figure: HTMLElement): FigurePart[] {
  const parts: FigurePart[] = [];
  let drawings: SVGSVGElement[] = [];
  for (const found of figure.querySelectorAll<SVGSVGElement | HTMLElement>("svg[role=img], .topic-keys"))
    if (found instanceof SVGSVGElement) drawings = [...drawings, found];
    else {
      const keys = [...found.querySelectorAll("li")].map((key) => ({
        mark: key.querySelector("svg"),
        text: [...key.childNodes]
          .map((node) => node.textContent?.trim())
          .filter(Boolean)
          .join(" "),
      }));
      parts.push({ drawings, keys });
      drawings = [];
    }
  return drawings.length === 0 ? parts : [...parts, { drawings, keys: [] }];
}

interface SaveProps extends Pick<FrameProps, "id" | "title" | "read"> {
  readonly figure: { readonly current: HTMLDivElement | null };
  readonly numbers: Numbers;
  readonly isTable: boolean;
  readonly of: FigureOf | undefined;
}

/** What the page's picture is of: its image, and what was asked about it. */
function usePictureOf(): FigureOf {
  const t = useStrings("page");
  const image = useStrata((state) => state.image);
  const samples = useStrata((state) => state.samples);
  const result = useStrata((state) => state.result);
  const [titleOf, targetOf, gridOf] = [useNetworkTitle(), useTargetName(), useGridText()];
  return {
    name: image === null ? "" : nameOfImage(image.title, samples) || t("image.pasted"),
    about:
      result === null
        ? []
        : [
            targetOf(result.target),
            titleOf(result.model.name),
            gridOf(result.players, result.players.picked === null ? null : result.players.n),
          ],
  };
}

/** The figure as SVG, its numbers as CSV. */
function Save({ id, title, read, figure, numbers, isTable, of }: SaveProps) {
  const t = useStrings("topics");
  const [failed, setFailed] = useState(false);
  const picture = usePictureOf();
  const { name, about } = of ?? picture;
  const svg = async (): Promise<void> => {
    setFailed(false);
    try {
      const { saveTopicFigure } = await import("../export/topic-figure.ts");
      const parts = partsOf(figure.current!);
      const notes = [...figure.current!.querySelectorAll(".topic-note:not(.topic-todo)")].map(
        (note) => note.textContent,
      );
      await saveTopicFigure({ id, title, read, name, about, parts, notes });
    } catch {
      setFailed(true);
    }
  };
  const csv = async (): Promise<void> => {
    const { download, fileStem } = await import("../../storage/download.ts");
    const table = csvTable(
      numbers.columns.map((column) => column.id),
      numbers.excerpt?.all() ?? numbers.rows,
    );
    download(new Blob([table], { type: "text/csv;charset=utf-8" }), `strata-${fileStem(name)}-${id}.csv`);
  };
  return (
    <span className="export-tools" role="group" aria-label={t("saved")}>
      {!isTable && (
        <button type="button" className="quiet" title={t("savedTitle")} onClick={() => void svg()}>
          SVG
        </button>
      )}
      <button type="button" className="quiet" title={t("csvTitle")} onClick={() => void csv()}>
        {t("csv")}
      </button>
      <span role="status">{failed ? t("failed") : ""}</span>
    </span>
  );
}
