import { useMemo, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { STUDY_FIGURES, type OpenStudy, type StudyLook } from "../../session/study.ts";
import { FEWEST_IMAGES } from "../../study/statistics.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { Frame, type Numbers } from "../topics/Frame.tsx";
import { Choices } from "../topics/LayerPicker.tsx";
import { Wide } from "../topics/Wide.tsx";
import "../topics/chart.css";
import { evidenceName, Findings, findingsOf, type PartFinding } from "./Findings.tsx";
import { Images } from "./Images.tsx";
import { seriesIn } from "./layout.ts";
import { Lines, type DrawingProps } from "./Lines.tsx";
import { highestOf, layerOf, type DrawnFigure, type Point, type Solved } from "./measures.ts";
import { Panels } from "./Panels.tsx";
import {
  CHOICES,
  differing,
  mostAlike,
  optionsOf,
  partsFor,
  partsOf,
  samePart,
  type Choice,
  type StudyRecord,
} from "./records.ts";
import { useSolved } from "./use-solved.ts";
import { useStudyWords, type StudyWords } from "./words.ts";
import "./figure.css";
import "./study.css";

/** A study in the picture's place, one figure at a time. */
export function StudyView() {
  const study = useStrata((state) => state.study);
  return study === null ? null : <Shown study={study} />;
}

function Shown({ study }: { readonly study: OpenStudy }) {
  const { t } = useStudyWords();
  const { lookAtStudy } = useActions();
  const { figure } = study.look;
  const parts = useMemo(() => partsOf(study.study), [study.study]);
  // Findings are chosen by the cell that they speak of.
  const usable = useMemo(
    () => partsFor(parts, figure).filter(({ kind }) => figure !== "findings" || kind === "cell"),
    [parts, figure],
  );
  const record = mostAlike(usable, study.look.record);
  const beside = study.look.beside === null ? null : mostAlike(usable, study.look.beside);
  const offered = STUDY_FIGURES.filter((of) => of === figure || partsFor(parts, of).length > 0);
  const controls = (
    <>
      <Choices
        label={t("view.figures")}
        names={offered.map((of) => t(`view.name.${of}`))}
        at={offered.indexOf(figure)}
        onChoose={(i) => lookAtStudy({ figure: offered[i]! })}
      />
      {record !== null && <PartChoice usable={usable} record={record} beside={beside} />}
    </>
  );
  if (record === null)
    return (
      <StudyFrame study={study} controls={controls} numbers={null} missing={t("view.nothingHere")} about={[]}>
        {null}
      </StudyFrame>
    );
  const sides = beside === null ? [record] : [record, beside];
  return figure === "findings" ? (
    <FindingsFigure study={study} parts={parts} sides={sides} controls={controls} />
  ) : (
    <Figure study={study} figure={figure} sides={sides} controls={controls} />
  );
}

interface StudyFrameProps {
  readonly study: OpenStudy;
  readonly controls: ReactNode;
  readonly numbers: Numbers | null;
  readonly missing?: string;
  readonly about: readonly string[];
  readonly children: ReactNode;
  readonly below?: ReactNode;
}

function StudyFrame({ study, missing, about, ...rest }: StudyFrameProps) {
  const { t } = useStudyWords();
  const topics = useStrings("topics");
  const { showStudy, closeStudy } = useActions();
  const { figure } = study.look;
  const { name } = study.study.plan;
  return (
    <Frame
      id={figure}
      title={t(`view.title.${figure}`)}
      read={t(`view.read.${figure}`)}
      missing={missing ?? t("view.solving")}
      isTable={figure === "findings"}
      of={{ name, about }}
      ways={
        <>
          <button type="button" className="link" onClick={() => showStudy(false)}>
            {topics("back")}
          </button>
          <button type="button" className="link" onClick={closeStudy}>
            {t("view.closed")}
          </button>
          <span className="study-name">{name}</span>
        </>
      }
      {...rest}
    />
  );
}

interface PartChoiceProps {
  readonly usable: readonly StudyRecord[];
  readonly record: StudyRecord;
  readonly beside: StudyRecord | null;
}

/** Which part of the study the figure is of, and which stands beside it. */
function PartChoice({ usable, record, beside }: PartChoiceProps) {
  const { t, choiceText } = useStudyWords();
  const { lookAtStudy } = useActions();
  const named = ({ experiment, network, grid, question }: StudyRecord) => ({ experiment, network, grid, question });
  const choose = (choice: Choice, value: string): void => {
    const next = mostAlike(usable, { ...named(record), [choice]: value }, choice)!;
    lookAtStudy({ record: named(next) });
  };
  const others = usable.filter((part) => !samePart(part, record));
  const besideText = (part: StudyRecord): string =>
    differing(part, record)
      .map((choice) => choiceText(choice, part[choice]))
      .join(" · ");
  return (
    <div className="study-pickers">
      {CHOICES.map((choice) => {
        const options = optionsOf(usable, record, choice);
        const shown = choiceText(choice, record[choice]);
        return (
          <Picker
            key={choice}
            label={t(`view.choice.${choice}`)}
            shown={shown}
            title={shown}
            value={record[choice]}
            options={options.map((value) => ({ value, text: choiceText(choice, value) }))}
            disabled={options.length < 2}
            onPick={(value) => choose(choice, value)}
          />
        );
      })}
      {others.length > 0 && (
        <Picker
          label={t("view.beside")}
          shown={beside === null || samePart(beside, record) ? t("view.nothing") : besideText(beside)}
          value={beside === null || samePart(beside, record) ? "" : String(beside.at)}
          options={[
            { value: "", text: t("view.nothing") },
            ...others.map((part) => ({ value: String(part.at), text: besideText(part) })),
          ]}
          onPick={(at) => {
            const part = others.find((one) => String(one.at) === at);
            lookAtStudy({ beside: part === undefined ? null : named(part) });
          }}
        />
      )}
    </div>
  );
}

/** The fewest images that a point has; null where there is no point. */
function fewestOf(points: readonly Point[]): number | null {
  const counts = points.flatMap(({ estimate: { count } }) => (count === 0 ? [] : [count]));
  return counts.length === 0 ? null : Math.min(...counts);
}

/** How many images speak, of what is drawn `fewest` at the least, and what is missing. */
function partialText({ t }: StudyWords, record: StudyRecord, fewest: number | null): string {
  const { images, missing } = record.of;
  const differ = record.kind === "pair" ? record.of.differing : 0;
  return [
    images.length === 0 ? t("view.none") : t("view.images", { count: images.length }),
    ...(missing > 0 ? [t("view.missing", { count: missing })] : []),
    ...(differ > 0 ? [t("view.differing", { count: differ })] : []),
    ...(fewest !== null && fewest < images.length ? [t("view.fewest", { count: fewest })] : []),
    ...(images.length > 0 && images.length < FEWEST_IMAGES ? [t("view.few", { count: FEWEST_IMAGES })] : []),
    ...(record.kind === "noise"
      ? [t("view.noise", { sigma: String(record.of.sigma), draws: String(record.of.draws) })]
      : []),
  ].join(" ");
}

/** What tells sides apart, and how many images each is of. */
function SideHead({
  name,
  record,
  words,
  fewest = null,
}: {
  readonly name: string;
  readonly record: StudyRecord;
  readonly words: StudyWords;
  readonly fewest?: number | null;
}) {
  return (
    <header className="study-side">
      {name !== "" && <h3>{name}</h3>}
      <p className="topic-note">{partialText(words, record, fewest)}</p>
    </header>
  );
}

/** What tells each of two sides from the other; of one, nothing needs to. */
function sideNames({ choiceText }: StudyWords, sides: readonly StudyRecord[]): string[] {
  return sides.map((side, s) => {
    const other = sides[1 - s];
    if (other === undefined) return "";
    const apart = differing(side, other);
    return (apart.length === 0 ? CHOICES : apart).map((choice) => choiceText(choice, side[choice])).join(" · ");
  });
}

interface FigureProps {
  readonly study: OpenStudy;
  readonly figure: DrawnFigure;
  readonly sides: readonly StudyRecord[];
  readonly controls: ReactNode;
}

const ALONG_ORDERS: readonly DrawnFigure[] = ["networks", "noise"];
const BY_ORDER: readonly DrawnFigure[] = ["shares", "salient", "origins"];

function Figure({ study, figure, sides, controls }: FigureProps) {
  const words = useStudyWords();
  const { t } = words;
  const { lookAtStudy } = useActions();
  const { look } = study;
  const asked = {
    order: BY_ORDER.includes(figure) ? look.order : null,
    layer: ALONG_ORDERS.includes(figure) ? look.layer : null,
  };
  const solved = [useSolved(figure, sides[0]!, asked), useSolved(figure, sides[1] ?? null, asked)].slice(
    0,
    sides.length,
  );
  const names = sides.map((side) => layerNamesOf(words, study, side));
  const apart = sideNames(words, sides);
  const all = solved.every((one) => one !== null) ? (solved as readonly Solved[]) : null;
  const points = all?.flatMap((one) => one.points) ?? [];
  const isPanels = (all?.[0]?.bars ?? null) !== null;
  const orders = Array.from({ length: sides[0]!.of.n }, (_, m) => m + 1).slice(figure === "origins" ? 1 : 0);
  const { at } = look;
  const side = at?.isBeside === true ? 1 : 0;
  const chosen = at === null ? undefined : all?.[side]?.points.find(({ id }) => id === at.point);
  return (
    <StudyFrame
      study={study}
      numbers={all === null ? null : numbersOf(words, figure, sides, names, all)}
      about={sides.map(words.titleOf)}
      controls={
        <>
          {controls}
          {BY_ORDER.includes(figure) && (
            <Choices
              label={t("view.orders.label")}
              names={[t("view.orders.all"), ...orders.map(String)]}
              at={look.order === null ? 0 : orders.indexOf(look.order) + 1}
              onChoose={(i) => lookAtStudy({ order: i === 0 ? null : orders[i - 1]! })}
            />
          )}
          {ALONG_ORDERS.includes(figure) && (
            <Choices
              label={t("view.layer")}
              names={names[0]!}
              at={layerOf(sides[0]!, asked)}
              onChoose={(i) => lookAtStudy({ layer: i === names[0]!.length - 1 ? null : i })}
            />
          )}
        </>
      }
      below={
        <>
          <div className="study-pickers">
            {sides.map((_, s) => (
              <PointPicker
                key={s}
                words={words}
                record={sides[s]!}
                label={[t("view.point"), apart[s]].filter(Boolean).join(" · ")}
                points={all?.[s]?.points ?? []}
                names={names[s]!}
                chosen={at !== null && side === s ? at.point : null}
                onChoose={(point) => lookAtStudy({ at: { point, isBeside: s === 1 }, lowestFirst: false })}
              />
            ))}
          </div>
          {chosen !== undefined && (
            <Images
              key={`${side} ${chosen.id}`}
              record={sides[side]!}
              title={t("view.imagesOf", { what: words.pointText(chosen, names[side]!) })}
              values={sides[side]!.of.images.map((_, image) => chosen.of(image))}
              unit={chosen.unit}
            />
          )}
        </>
      }
    >
      <div className="study-sides" data-count={sides.length}>
        {sides.map((record, s) => (
          <div key={s}>
            <SideHead name={apart[s]!} record={record} words={words} fewest={fewestOf(all?.[s]?.points ?? [])} />
            {all !== null && (
              <Wide>
                {(width) => (
                  <Drawing
                    figure={figure}
                    record={record}
                    solved={all[s]!}
                    names={names[s]!}
                    also={scaleOf(all)}
                    label={`${t(`view.name.${figure}`)}: ${words.titleOf(record)}`}
                    caption={apart[s] === "" ? undefined : apart[s]}
                    points={all[s]!.points}
                    highest={highestOf(points)}
                    width={width}
                    chosen={at !== null && side === s ? at.point : null}
                    onChoose={(point) => lookAtStudy({ at: { point, isBeside: s === 1 }, lowestFirst: false })}
                    tell={(point) =>
                      `${words.pointText(point, names[s]!)}: ${words.estimateText(point.estimate, point.unit)}${words.countText(point.estimate, record)}`
                    }
                    across={ALONG_ORDERS.includes(figure) ? t("view.acrossOrders") : undefined}
                  />
                )}
              </Wide>
            )}
          </div>
        ))}
      </div>
      {all !== null && (isPanels ? <BarKeys figure={figure} /> : <LineKeys figure={figure} points={points} />)}
      <p className="topic-note">{t("view.upright", { what: t(`view.axis.${figure}`) })}</p>
    </StudyFrame>
  );
}

/** The ends of the scale that all sides share: of stacks, and of intervals. */
function scaleOf(solved: readonly Solved[]): [number, number] {
  const ends = solved.flatMap(({ bars, points }) => [
    ...(bars ?? []).map(({ sign, shared, forget, new: still }) => sign * (shared + forget + still)),
    ...points.map(({ series, estimate: { interval } }) => (series === "against" ? -1 : 1) * (interval?.[1] ?? 0)),
  ]);
  return [Math.min(0, ...ends), Math.max(0, ...ends)];
}

interface FigureDrawingProps extends DrawingProps {
  readonly figure: DrawnFigure;
  readonly record: StudyRecord;
  readonly solved: Solved;
  readonly names: readonly string[];
  readonly also: readonly number[];
  readonly across: string | undefined;
}

function Drawing({ record, solved, names, also, across, ...drawing }: FigureDrawingProps) {
  const orders = Array.from({ length: record.of.n }, (_, m) => String(m + 1));
  return solved.bars === null ? (
    <Lines {...drawing} names={across === undefined ? names : orders} {...(across !== undefined && { across })} />
  ) : (
    <Panels {...drawing} bars={solved.bars} n={record.of.n} names={names} also={also} />
  );
}

/** Of layers their names; of pairs what is held against what. */
function layerNamesOf({ t, layerNames }: StudyWords, { study }: OpenStudy, record: StudyRecord): string[] {
  if (record.kind !== "pair") return layerNames(record.of.layers);
  const { networks, depths } = record.of;
  const names = networks.map(({ name }) =>
    layerNames(
      study.cells.find((cell) => samePart({ ...cell, network: cell.network.name }, { ...record, network: name }))
        ?.layers ?? [],
    ),
  );
  return depths.map(([a, b]) => {
    const [inA, inB] = [names[0]?.[a] ?? String(a), names[1]?.[b] ?? String(b)];
    return inA === inB ? inA : t("view.between", { a: inA, b: inB });
  });
}

interface PointPickerProps {
  readonly words: StudyWords;
  readonly record: StudyRecord;
  readonly label: string;
  readonly points: readonly Point[];
  readonly names: readonly string[];
  readonly chosen: string | null;
  readonly onChoose: (point: string) => void;
}

/** The points of a figure by their words, for whoever presses no drawing. */
function PointPicker({ words, record, label, points, names, chosen, onChoose }: PointPickerProps) {
  const { t, pointText, estimateText, countText } = words;
  const known = points.filter(({ estimate }) => estimate.count > 0);
  const current = known.find(({ id }) => id === chosen);
  return (
    <Picker
      label={label}
      shown={current === undefined ? t("view.choosePoint") : pointText(current, names)}
      value={current?.id ?? ""}
      options={[
        ...(current === undefined ? [{ value: "", text: t("view.choosePoint") }] : []),
        ...known.map((point) => ({
          value: point.id,
          text: `${pointText(point, names)}: ${estimateText(point.estimate, point.unit)}${countText(point.estimate, record)}`,
        })),
      ]}
      disabled={known.length === 0}
      onPick={(id) => id !== "" && onChoose(id)}
    />
  );
}

function LineKeys({ figure, points }: { readonly figure: DrawnFigure; readonly points: readonly Point[] }) {
  const { t } = useStudyWords();
  const isBand = !ALONG_ORDERS.includes(figure);
  return (
    <ul className="topic-keys">
      {seriesIn(points).map((series, s) => (
        <li key={series}>
          <svg className="chart" width={22} height={12} aria-hidden="true">
            <path className={s === 0 ? "chart-line" : "chart-dashed"} d="M1 6H21" />
            <circle className={s === 0 ? "chart-dot" : "chart-ring"} cx={11} cy={6} r={3} />
          </svg>
          {t(`view.series.${series}`)}
        </li>
      ))}
      <li>
        <svg className="chart" width={12} height={12} aria-hidden="true">
          {isBand ? (
            <rect className="chart-area" width={12} height={12} />
          ) : (
            <path className="study-whisker" d="M6 0V12" />
          )}
        </svg>
        {t("view.interval")}
      </li>
    </ul>
  );
}

const STACK = ["shared", "forget", "new"] as const;

function BarKeys({ figure }: { readonly figure: DrawnFigure }) {
  const { t } = useStudyWords();
  const topics = useStrings("topics");
  return (
    <ul className="topic-keys">
      {figure === "strength" ? (
        STACK.map((part) => (
          <li key={part}>
            <svg className="orders" width={22} height={12} aria-hidden="true">
              <rect className={`orders-for orders-${part}`} x={0.5} y={0.5} width={9} height={11} />
              <rect className={`orders-against orders-${part}`} x={11.5} y={0.5} width={9} height={11} />
            </svg>
            {topics(`orders.${part}`)}
          </li>
        ))
      ) : (
        <li>
          <svg className="orders" width={12} height={12} aria-hidden="true">
            <rect className="study-born" width={12} height={12} />
          </svg>
          {t("view.series.born")}
        </li>
      )}
      <li>
        <svg className="chart" width={12} height={12} aria-hidden="true">
          <path className="study-whisker" d="M6 0V12" />
        </svg>
        {t("view.interval")}
      </li>
    </ul>
  );
}

/** The numbers of a figure, of all sides. */
function numbersOf(
  { t, titleOf }: StudyWords,
  figure: DrawnFigure,
  sides: readonly StudyRecord[],
  names: readonly (readonly string[])[],
  solved: readonly Solved[],
): Numbers {
  const ids = ["of", "layer", "order", "series", "mean", "low", "high", "count"] as const;
  const shares = figure === "strength" ? STACK : [];
  return {
    columns: [...ids, ...shares].map((id) => ({
      id: id === "of" ? "part" : id === "series" ? "quantity" : id === "count" ? "images" : id,
      text: t(`view.head.${id}`),
    })),
    rows: solved.flatMap(({ points, bars }, s) =>
      points
        .filter(({ estimate }) => estimate.count > 0)
        .map(({ layer, order, series, estimate: { mean, interval, count } }) => {
          const sign = series === "against" ? -1 : 1;
          const bar = bars?.find((one) => one.layer === layer && one.order === order && one.sign === sign);
          return [
            titleOf(sides[s]!),
            names[s]![layer] ?? "",
            order ?? t("view.orders.all"),
            t(`view.series.${series}`),
            mean,
            interval?.[0] ?? null,
            interval?.[1] ?? null,
            count,
            ...shares.map((part) => bar?.[part] ?? null),
          ];
        }),
    ),
  };
}

interface FindingsFigureProps {
  readonly study: OpenStudy;
  readonly parts: readonly StudyRecord[];
  readonly sides: readonly StudyRecord[];
  readonly controls: ReactNode;
}

function FindingsFigure({ study, parts, sides, controls }: FindingsFigureProps) {
  const words = useStudyWords();
  const { t } = words;
  const { lookAtStudy } = useActions();
  const { at }: StudyLook = study.look;
  const found = useMemo(
    () => sides.map((side) => findingsOf(parts, study.findings, side)),
    // Of at most two.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [parts, study.findings, sides[0], sides[1]],
  );
  const chosen = at === null ? undefined : evidenceIn(found.flat(), at.point);
  const apart = sideNames(words, sides);
  return (
    <StudyFrame
      study={study}
      controls={controls}
      about={sides.map(words.titleOf)}
      numbers={{
        columns: (["of", "finding", "verdict", "evidence", "mean", "low", "high", "unit", "count"] as const).map(
          (id) => ({
            id: id === "of" ? "part" : id === "count" ? "images" : id,
            text: t(`view.head.${id}`),
          }),
        ),
        rows: found
          .flat()
          .flatMap(({ part, finding }) =>
            finding.evidence.map(({ id, mean, interval, unit, count }) => [
              words.titleOf(part),
              finding.id,
              finding.verdict,
              id,
              mean,
              interval?.[0] ?? null,
              interval?.[1] ?? null,
              unit,
              count,
            ]),
          ),
      }}
      below={
        chosen !== undefined && (
          <Images
            key={at!.point}
            record={chosen.part}
            title={`${t("view.failing")}: ${words.evidenceText(chosen.evidence, chosen.part)}`}
            values={chosen.evidence.values}
            unit={chosen.evidence.unit}
          />
        )
      }
    >
      {sides.map((side, s) => (
        <div key={s}>
          <SideHead name={apart[s]!} record={side} words={words} />
          <Findings
            caption={words.titleOf(side)}
            cell={side}
            found={found[s]!}
            chosen={at?.point ?? null}
            onChoose={(point, lowestFirst) => lookAtStudy({ at: { point, isBeside: s === 1 }, lowestFirst })}
          />
        </div>
      ))}
    </StudyFrame>
  );
}

/** The number of a finding by its name. */
function evidenceIn(found: readonly PartFinding[], name: string) {
  for (const one of found)
    for (const evidence of one.finding.evidence)
      if (evidenceName(one, evidence.id) === name) return { part: one.part, evidence };
  return undefined;
}
