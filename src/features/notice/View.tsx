import { useActions, useStrata } from "../../session/react.ts";
import type { Notice, NoticeCode } from "../../session/notice.ts";
import { WarningIcon } from "../../ui/controls/icons.tsx";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { assuranceOf } from "./layout.ts";
import "./notice.css";

const ACTIONS = {
  "choose-file": "notice.chooseFile",
  "open-again": "notice.runAgain",
  "run-again": "notice.runAgain",
  "open-library": "notice.openLibrary",
  "choose-network": "notice.chooseNetwork",
  "fetch-network": "notice.fetchNetwork",
} as const;

/** What needs more of the page than a frame has. */
const NOT_IN_A_FRAME: ReadonlySet<Notice["action"]> = new Set([
  "choose-file",
  "open-library",
  "choose-network",
  "fetch-network",
]);

/** Notices that call a network as the page does: people who wonder about it know its title. */
const TITLED: ReadonlySet<NoticeCode> = new Set([
  "model-retired",
  "model-replaced",
  "model-missing",
  "model-damaged",
  "labels-missing",
  "labels-damaged",
  "labels-instead",
  "replicates-missing",
  "replicates-damaged",
  "no-label-probes",
  "question-locked",
  "address-no-class",
  "certainty-other-probes",
]);

/** What went wrong, what would work, that nothing was lost, and one thing to do about it. `onChooseFile` opens the file menu; a frame has neither that nor the library. */
export function NoticeToast({ onChooseFile }: { readonly onChooseFile?: () => void }) {
  const t = useStrings(["page", "errors"]);
  const actions = useActions();
  const titleOf = useNetworkTitle();
  const named = ({ code, values }: Notice): string => {
    const name = String(values["name"] ?? "");
    return name === "" ? t("errors:pastedName") : TITLED.has(code) ? titleOf(name) : name;
  };
  const notice = useStrata((state) => state.notice);
  const network = useStrata((state) => state.result?.model ?? null);
  const assurance = useStrata((state) => (state.notice === null ? null : assuranceOf(state.notice.code, state)));
  const act = (): void => {
    actions.dismissNotice();
    if (notice?.action === "choose-file") onChooseFile?.();
    else if (notice?.action === "open-again") actions.openAgain();
    else if (notice?.action === "open-library") actions.openLibrary();
    else if (notice?.action === "choose-network") actions.openNetworks();
    // Nobody is contacted yet: the address, and whom it asks, is shown first.
    else if (notice?.action === "fetch-network" && network?.address)
      actions.openAddress(network.address, { sha256: network.sha256, bytes: null });
    else if (notice?.action === "run-again") actions.retry();
  };
  const offered =
    notice === null || notice.action === "dismiss" || (onChooseFile === undefined && NOT_IN_A_FRAME.has(notice.action))
      ? null
      : notice.action;
  // The region is always there, so that a screen reader hears what appears in it.
  return (
    <div role="alert">
      {notice !== null && (
        <div className="toast">
          <WarningIcon />
          <div>
            <p className="what">{t(`errors:notice.${notice.code}.title`, { ...notice.values, name: named(notice) })}</p>
            <p>
              {t(`errors:notice.${notice.code}.body`, {
                ...notice.values,
                name: named(notice),
                other: titleOf(String(notice.values["other"])),
              })}
              {assurance !== null && ` ${t(`errors:${assurance}`)}`}
            </p>
            <div className="acts">
              {offered !== null && (
                <button type="button" className="link" onClick={act}>
                  {t(ACTIONS[offered])}
                </button>
              )}
              <button type="button" className="quiet" onClick={actions.dismissNotice}>
                {t("notice.dismiss")}
              </button>
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
