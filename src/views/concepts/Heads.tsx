import type { LayerFlow } from "../../core/layer-flow.ts";
import { useStrings } from "../language/strings.tsx";
import { NO_NUMBER, percent, signed, smallRatio } from "../scale/numbers.ts";
import { Flow } from "./Flow.tsx";
import { fittingNames } from "./layer-names.ts";
import { columnCentre, columnX, type Columns } from "./layout.ts";
import type { ColumnHead } from "./picture-model.ts";
import { headWords } from "./words.ts";

/** The band of strength above the heads, and each line of text in them, pixels. */
const FLOW_HEIGHT = 46;
const LINE_HEIGHT = 12;
const FIRST_LINE = FLOW_HEIGHT + 14;

/** One line of the heads: what it is called, what it says per layer, how large. */
interface HeadLine {
  readonly key: "vFull" | "accuracy" | "noiseFloor" | "gap";
  readonly text: (head: ColumnHead) => string;
}

const lines: readonly HeadLine[] = [
  { key: "vFull", text: ({ vFull }) => (vFull === null ? "~" : signed(vFull, 1)) },
  { key: "accuracy", text: ({ accuracy }) => (accuracy === null ? NO_NUMBER : `${percent(accuracy)} %`) },
  { key: "noiseFloor", text: ({ noiseFloor }) => (noiseFloor === null ? NO_NUMBER : noiseFloor.toFixed(2)) },
  { key: "gap", text: ({ gap }) => (gap === null ? "~" : smallRatio(gap)) },
];
/** On a phone two lines of three figures must do; the detail says the rest. */
const compactLines: readonly HeadLine[] = [
  { key: "vFull", text: ({ vFull }) => (vFull === null ? "~" : signed(vFull, Math.abs(vFull) < 9.95 ? 1 : 0)) },
  ...lines.filter(({ key }) => key === "gap"),
];

/** The lines that say something: constructed probes carry neither accuracy nor noise floor. */
function linesOf({ compact }: Columns, heads: readonly ColumnHead[]): readonly HeadLine[] {
  return (compact ? compactLines : lines).filter(({ key }) => key === "vFull" || key === "gap" || heads.some((head) => head[key] !== null));
}

/** Height of the band and the lines of text together, pixels. */
export function headsHeight(columns: Columns, heads: readonly ColumnHead[]): number {
  return FIRST_LINE + linesOf(columns, heads).length * LINE_HEIGHT + 6;
}

interface HeadsProps {
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly flow: LayerFlow | null;
  readonly selectedLayer: number;
  readonly tabLayer: number | null;
}

function LineLabels({ columns, shown }: { readonly columns: Columns; readonly shown: readonly HeadLine[] }) {
  const t = useStrings("picture");
  const { compact } = columns;
  const names = { vFull: t(compact ? "head.vFullShort" : "head.vFull"), accuracy: t("head.accuracy"), noiseFloor: t("head.noiseFloor"), gap: t(compact ? "head.gapShort" : "head.gap") };
  const titles = { vFull: t("head.vFullTitle"), accuracy: t("head.accuracyTitle"), noiseFloor: t("head.noiseFloorTitle"), gap: t("head.gapTitle") };
  return (
    <g aria-hidden="true">
      <text x={0} y={FIRST_LINE}>{t("head.layer")}</text>
      {shown.map(({ key }, i) => <text key={key} x={0} y={FIRST_LINE + (i + 1) * LINE_HEIGHT}>{names[key]}<title>{titles[key]}</title></text>)}
      <text x={columns.width} y={FIRST_LINE} textAnchor="end">{t("head.peak")}</text>
    </g>
  );
}

/** The band of strength and, for each layer, its name, v with everything shown, accuracy, noise floor and gap. */
export function Heads({ columns, heads, flow, selectedLayer, tabLayer }: HeadsProps) {
  const t = useStrings("picture");
  const shown = linesOf(columns, heads);
  const height = headsHeight(columns, heads);
  const names = fittingNames(heads.map(({ name }) => name), columns.pitch - (columns.compact ? 0 : 4), t("head.out"));
  return (
    <svg className="picture-heads" width={columns.width} height={height} role="rowgroup">
      <Flow columns={columns} flow={flow} heads={heads} height={FLOW_HEIGHT} />
      <g role="row" aria-rowindex={1}>
        <LineLabels columns={columns} shown={shown} />
        <rect role="columnheader" aria-colindex={1} aria-label={t("detail.title")} width={0} height={0} fill="none" />
        {heads.map((head, l) => {
          const isOutput = l === heads.length - 1;
          const words = headWords(t, head, isOutput);
          return (
            <g key={l} role="columnheader" aria-colindex={l + 2} aria-label={words} tabIndex={tabLayer === l ? 0 : -1} data-cell={`heads/${l}`}
              className="picture-head" data-output={isOutput || undefined} data-little={head.knowsLittle || undefined} data-selected={l === selectedLayer || undefined}>
              <title>{head.knowsLittle ? `${words}. ${t("head.littleTitle")}` : words}</title>
              <rect className="picture-head-back" x={columnX(columns, l)} y={FIRST_LINE - 13} width={columns.pitch} height={height - FIRST_LINE + 12} rx={3} />
              <text className="picture-head-name" x={columnCentre(columns, l)} y={FIRST_LINE} textAnchor="middle">{names[l]}</text>
              {shown.map(({ key, text }, i) => (
                <text key={key} data-line={key} x={columnCentre(columns, l)} y={FIRST_LINE + (i + 1) * LINE_HEIGHT} textAnchor="middle">{text(head)}</text>
              ))}
            </g>
          );
        })}
        <rect role="columnheader" aria-colindex={heads.length + 2} aria-label={t("head.peak")} width={0} height={0} fill="none" />
      </g>
    </svg>
  );
}
