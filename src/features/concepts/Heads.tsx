import { memo } from "react";
import type { LayerFlow } from "../../core/layer-flow.ts";
import type { Units } from "../../session/shape.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { NO_NUMBER, percent, r2Text, signed, sumDigits } from "../../ui/scale/numbers.ts";
import type { TermName } from "../../strings/terms.ts";
import { Flow, strengthLine } from "./Flow.tsx";
import { fittingNames, textWidth } from "../../ui/language/fitting-text.ts";
import { columnCentre, columnX, type Columns } from "./layout.ts";
import type { ColumnHead } from "./picture-model.ts";
import { headWords } from "./words.ts";

/** Height of the line above the names that says what is a readout, pixels. */
const READOUT_LINE = 13;
const hasReadout = (heads: readonly ColumnHead[]): boolean => heads.some(({ isReadout }) => isReadout);

/** Baseline of the heads' first line, the layers' names, pixels. */
const firstLine = ({ type }: Columns, heads: readonly ColumnHead[]): number =>
  type.flow + 14 + (hasReadout(heads) ? READOUT_LINE : 0);

/** One line of the heads: what it is called, what it says per layer, how large. */
interface HeadLine {
  readonly key: "vFull" | "sampled" | "accuracy" | "probeAgreement" | "layerAgreement";
  readonly text: (head: ColumnHead, units: Units) => string;
}

const share = (value: number | null): string => (value === null ? NO_NUMBER : value.toFixed(2));
const layerShare = ({ solved, layerAgreement }: ColumnHead): string => (solved ? share(layerAgreement) : "~");
const withoutZero = (text: string): string => text.replace(/^(−?)0/, "$1");

const lines: readonly HeadLine[] = [
  { key: "vFull", text: ({ vFull }, units) => (vFull === null ? "~" : signed(vFull, sumDigits(units))) },
  { key: "sampled", text: ({ sampled }) => (sampled === null ? "~" : r2Text(sampled.heldOutR2)) },
  { key: "accuracy", text: ({ accuracy }) => (accuracy === null ? NO_NUMBER : `${percent(accuracy)} %`) },
  { key: "probeAgreement", text: ({ probeAgreement }) => share(probeAgreement) },
  { key: "layerAgreement", text: (head) => layerShare(head) },
];
/** On a phone three figures must do: a positive score goes without its sign, percent stand beside their name, and a share without its zero. */
const compactLines: readonly HeadLine[] = lines.map((line) => {
  if (line.key === "vFull")
    return {
      ...line,
      text: ({ vFull }) => (vFull === null ? "~" : signed(vFull, Math.abs(vFull) < 9.95 ? 1 : 0).replace("+", "")),
    };
  if (line.key === "accuracy")
    return { ...line, text: ({ accuracy }) => (accuracy === null ? NO_NUMBER : percent(accuracy)) };
  if (line.key === "sampled" || line.key === "probeAgreement" || line.key === "layerAgreement")
    return { ...line, text: (head, units) => withoutZero(line.text(head, units)) };
  return line;
});

/** Where a plus sign would reach the neighbour's number, positive scores go without. */
function withoutPlus({ key, text }: HeadLine): HeadLine {
  return { key, text: (head, units) => text(head, units).replace("+", "") };
}

/** The lines that say something: constructed probes carry no accuracy, and older ones no agreement. */
function linesOf({ compact, plus }: Columns, heads: readonly ColumnHead[]): readonly HeadLine[] {
  return (compact ? compactLines : plus ? lines : lines.map(withoutPlus)).filter(
    ({ key }) => key === "vFull" || key === "layerAgreement" || heads.some((head) => head[key] !== null),
  );
}

/** Height of the band and the lines of text together, pixels. */
export function headsHeight(columns: Columns, heads: readonly ColumnHead[]): number {
  return firstLine(columns, heads) + linesOf(columns, heads).length * columns.type.line + 6;
}

interface HeadsProps {
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly flow: LayerFlow | null;
  /** What the heads' scores and the band are in. */
  readonly units: Units;
  readonly selectedLayer: number;
  readonly tabLayer: number | null;
}

/** A bracket over the last layer and the output, which reads it, with the word for it. */
function ReadoutMark({ columns, y }: { readonly columns: Columns; readonly y: number }) {
  const t = useStrings("picture");
  const word = t("head.readout");
  const [from, to] = [columnX(columns, columns.apart) + 2.5, columns.right - 2.5];
  const middle = (from + to) / 2;
  const half = textWidth(word) / 2 + 4;
  return (
    <g className="picture-readout">
      <path d={`M${from} ${y + 1}V${y - 4}H${middle - half}M${middle + half} ${y - 4}H${to}V${y + 1}`} />
      <text x={middle} y={y} textAnchor="middle">
        {word}
      </text>
    </g>
  );
}

/** A word of the heads that is a term, or none of the glossary's, and where its line of text begins, pixels. */
export interface HeadText {
  readonly term: TermName | null;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const TERMS = {
  vFull: "score",
  sampled: "heldOut",
  accuracy: "accuracy",
  probeAgreement: "probeAgreement",
  layerAgreement: "layerAgreement",
} as const satisfies { readonly [Key in HeadLine["key"]]: TermName };

/** What stands beside the columns' heads, from the top: strength, what is a readout, layer, and what each line is called. */
export function useHeadTexts(columns: Columns, heads: readonly ColumnHead[]): HeadText[] {
  const t = useStrings("picture");
  const { compact, plus, type } = columns;
  const first = firstLine(columns, heads);
  const isOnImage = heads.some((head) => head.isOnImage);
  const names = {
    vFull: t(compact ? "head.vFullShort" : "head.vFull"),
    sampled: t(compact ? "head.heldOutShort" : "head.heldOut"),
    accuracy: t(compact ? "head.accuracyShort" : "head.accuracy"),
    probeAgreement: t(
      compact ? "head.probeAgreementShort" : plus ? "head.probeAgreement" : "head.probeAgreementNarrow",
    ),
    layerAgreement: t(
      compact ? "head.layerAgreementShort" : plus ? "head.layerAgreement" : "head.layerAgreementNarrow",
    ),
  };
  const readout = t("head.readout");
  const middle = (columnX(columns, columns.apart) + columns.right) / 2;
  return [
    { term: "strength", text: t("head.strength"), x: 0, y: strengthLine(type.flow) },
    ...(hasReadout(heads)
      ? [{ term: "readout" as const, text: readout, x: middle - textWidth(readout) / 2, y: first - READOUT_LINE }]
      : []),
    {
      term: isOnImage ? "onImage" : "layer",
      text: t(isOnImage && !compact ? "head.layerOnImage" : "head.layer"),
      x: 0,
      y: first,
    },
    ...linesOf(columns, heads).map(({ key }, i) => ({
      term: TERMS[key],
      text: names[key],
      x: 0,
      y: first + (i + 1) * type.line,
    })),
  ];
}

/** Layer, and what the lines are called; the band and the bracket have their words themselves. */
function LineLabels({ columns, heads, first }: Pick<HeadsProps, "columns" | "heads"> & { readonly first: number }) {
  const t = useStrings("picture");
  const texts = useHeadTexts(columns, heads).filter(({ y }) => y >= first);
  return (
    <g aria-hidden="true">
      {texts.map(({ text, x, y }) => (
        <text key={y} x={x} y={y}>
          {text}
        </text>
      ))}
      <text x={columns.width} y={first} textAnchor="end">
        {t("head.peak")}
      </text>
    </g>
  );
}

interface HeadProps extends Pick<HeadsProps, "columns" | "heads" | "units"> {
  readonly layer: number;
  /** What it is called where there is room for no more. */
  readonly name: string;
  readonly selected: boolean;
  readonly tabbable: boolean;
}

/** A layer's name and what is known of it. */
const Head = memo(function Head({ columns, heads, layer, name, units, selected, tabbable }: HeadProps) {
  const t = useStrings("picture");
  const head = heads[layer]!;
  const isOutput = layer === heads.length - 1;
  const words = headWords(t, head, isOutput, units);
  const first = firstLine(columns, heads);
  return (
    <g
      role="columnheader"
      aria-colindex={layer + 2}
      aria-label={words}
      tabIndex={tabbable ? 0 : -1}
      data-cell={`heads/${layer}`}
      className="picture-head"
      data-output={isOutput || undefined}
      data-little={head.knowsLittle || undefined}
      data-noise={head.isWithinNoise || undefined}
      data-selected={selected || undefined}
    >
      <title>{head.knowsLittle ? `${words}. ${t("head.littleTitle")}` : words}</title>
      <rect
        className="picture-head-back"
        x={columnX(columns, layer)}
        y={first - 13}
        width={columns.pitch}
        height={headsHeight(columns, heads) - first + 12}
        rx={3}
      />
      <text className="picture-head-name" x={columnCentre(columns, layer)} y={first} textAnchor="middle">
        {name}
      </text>
      {linesOf(columns, heads).map(({ key, text }, i) => (
        <text
          key={key}
          data-line={key}
          x={columnCentre(columns, layer)}
          y={first + (i + 1) * columns.type.line}
          textAnchor="middle"
        >
          {text(head, units)}
        </text>
      ))}
    </g>
  );
});

/** The band of strength and, for each layer, its name, v with everything shown, accuracy, the agreement of its probes and beside it that of the image with the layer before. */
export const Heads = memo(function Heads({ columns, heads, flow, units, selectedLayer, tabLayer }: HeadsProps) {
  const t = useStrings("picture");
  const height = headsHeight(columns, heads);
  const first = firstLine(columns, heads);
  const names = fittingNames(
    heads.map(({ name }) => name),
    columns.pitch - (columns.compact ? 0 : 4),
    t("head.out"),
  );
  return (
    <svg
      className="picture-heads"
      data-compact={columns.compact || undefined}
      width={columns.width}
      height={height}
      role="rowgroup"
    >
      <Flow columns={columns} flow={flow} units={units} height={columns.type.flow} />
      {hasReadout(heads) && <ReadoutMark columns={columns} y={first - READOUT_LINE} />}
      <g role="row" aria-rowindex={1}>
        <LineLabels columns={columns} heads={heads} first={first} />
        <rect role="columnheader" aria-colindex={1} aria-label={t("detail.title")} width={0} height={0} fill="none" />
        {names.map((name, l) => (
          <Head
            key={l}
            columns={columns}
            heads={heads}
            layer={l}
            name={name}
            units={units}
            selected={l === selectedLayer}
            tabbable={tabLayer === l}
          />
        ))}
        <rect
          role="columnheader"
          aria-colindex={heads.length + 2}
          aria-label={t("head.peak")}
          width={0}
          height={0}
          fill="none"
        />
      </g>
    </svg>
  );
});
