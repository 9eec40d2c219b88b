import type { Finding, Verdict } from "../../study/findings.ts";
import type { PlacedFindings } from "../../study/tables.ts";
import { BETWEEN, samePart, type StudyRecord } from "./records.ts";
import { useStudyWords } from "./words.ts";

/** A finding, and the part that it is of. */
export interface PartFinding {
  readonly part: StudyRecord;
  readonly finding: Finding;
}

/** What names a number of a finding among those of a study. */
export const evidenceName = ({ part, finding }: PartFinding, evidence: string): string =>
  [part.at, finding.id, evidence].join(".");

/** The findings that speak of a cell: its own, those of its network beside others, and those under noise. */
export function findingsOf(
  parts: readonly StudyRecord[],
  findings: readonly PlacedFindings[],
  cell: StudyRecord,
): PartFinding[] {
  const speaks = (part: StudyRecord): boolean =>
    part.kind === "pair"
      ? part.network.split(BETWEEN).includes(cell.network) && samePart({ ...part, network: cell.network }, cell)
      : samePart(part, cell);
  return parts.filter(speaks).flatMap((part) => findings[part.at]!.findings.map((finding) => ({ part, finding })));
}

/** Marks that tell verdicts apart without colour. */
const MARKS: Readonly<Record<Verdict, string>> = {
  holds: "✓",
  "does-not-hold": "✕",
  undecided: "?",
  "not-measured": "–",
  reported: "·",
};

interface FindingsProps {
  readonly caption: string;
  readonly cell: StudyRecord;
  readonly found: readonly PartFinding[];
  readonly chosen: string | null;
  readonly onChoose: (evidence: string, lowestFirst: boolean) => void;
}

/** Claims with their verdicts and numbers, which are pressed for their images. */
export function Findings({ caption, cell, found, chosen, onChoose }: FindingsProps) {
  const { t, choiceText, estimateText, evidenceText } = useStudyWords();
  return (
    <div className="study-findings" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {(["claim", "verdict", "number", "images"] as const).map((head) => (
              <th key={head} scope="col">
                {t(`view.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        {found.map((one) => {
          const { finding, part } = one;
          const rows = finding.evidence;
          return (
            <tbody key={`${part.at}${finding.id}`}>
              {rows.map((evidence, i) => {
                const name = evidenceName(one, evidence.id);
                // A share is written with its percent sign.
                const unit = evidence.unit === "share" ? "" : t(`view.unit.${evidence.unit}`);
                return (
                  <tr key={evidence.id}>
                    {i === 0 && (
                      <th scope="rowgroup" rowSpan={rows.length}>
                        {t(`claim.${finding.id}`)}
                        {part.network !== cell.network && <small>{choiceText("network", part.network)}</small>}
                      </th>
                    )}
                    {i === 0 && (
                      <td rowSpan={rows.length} className="study-verdict" data-verdict={finding.verdict}>
                        <span aria-hidden="true">{MARKS[finding.verdict]}</span> {t(`view.verdict.${finding.verdict}`)}
                      </td>
                    )}
                    <td>
                      {evidence.count === 0 ? (
                        estimateText(evidence, evidence.unit)
                      ) : (
                        <button
                          type="button"
                          className="link"
                          aria-pressed={name === chosen}
                          onClick={() => onChoose(name, finding.verdict !== "reported")}
                        >
                          {estimateText(evidence, evidence.unit)} {unit}
                        </button>
                      )}
                      <small>{evidenceText(evidence, part)}</small>
                    </td>
                    <td className="study-count">
                      {evidence.count === part.of.images.length
                        ? evidence.count
                        : t("view.some", { count: evidence.count, total: String(part.of.images.length) })}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}
