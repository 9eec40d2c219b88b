import type { StrataState } from "../../session/state.ts";
import type { NoticeCode } from "../../session/notice.ts";

/** What was refused before it touched the page. */
const REFUSED: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  "empty",
  "svg",
  "not-an-image",
  "network",
  "unsupported-format",
  "too-large",
  "slow-scans",
  "slow-avif",
  "damaged",
  "unreadable",
  "no-room",
  "left-out",
  "many-files",
  "no-file",
  "model-missing",
  "model-not-here",
  "model-unknown",
  "model-damaged",
  "labels-missing",
  "labels-damaged",
  "replicates-missing",
  "replicates-damaged",
  "sample-missing",
  "list-missing",
  "list-damaged",
  "unopened",
  "sandboxed",
  "no-workers",
  "no-webassembly",
  "file-empty",
  "file-not-strata",
  "file-damaged",
  "file-given-twice",
  "file-newer-version",
  "file-too-large",
  "file-too-coarse",
  "part-missing",
]);

/** What a notice may say of the page besides what went wrong: a page with nothing on it has nothing that could be unchanged. */
export function assuranceOf(
  code: NoticeCode,
  { image, run, result }: Pick<StrataState, "image" | "run" | "result">,
): "unchanged" | "resultsKept" | null {
  if (image === null || run.phase === "failed") return null;
  if (REFUSED.has(code)) return "unchanged";
  return code.startsWith("run-") && result?.snapshot ? "resultsKept" : null;
}
