import { useActions, useStrata } from "../../session/react.ts";
import { WarningIcon } from "../../ui/controls/icons.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { assuranceOf } from "./layout.ts";
import "./notice.css";

const ACTIONS = {
  "choose-file": "notice.chooseFile",
  "open-again": "notice.runAgain",
  "run-again": "notice.runAgain",
  "open-library": "notice.openLibrary",
} as const;

/** What went wrong, what would work, that nothing was lost, and one thing to do about it. `onChooseFile` opens the file menu; a frame has neither that nor the library. */
export function NoticeToast({ onChooseFile }: { readonly onChooseFile?: () => void }) {
  const t = useStrings(["page", "errors"]);
  const actions = useActions();
  const notice = useStrata((state) => state.notice);
  const assurance = useStrata((state) => (state.notice === null ? null : assuranceOf(state.notice.code, state)));
  const act = (): void => {
    actions.dismissNotice();
    if (notice?.action === "choose-file") onChooseFile?.();
    else if (notice?.action === "open-again") actions.openAgain();
    else if (notice?.action === "open-library") actions.openLibrary();
    else if (notice?.action === "run-again") actions.retry();
  };
  const offered =
    notice === null ||
    notice.action === "dismiss" ||
    (onChooseFile === undefined && (notice.action === "choose-file" || notice.action === "open-library"))
      ? null
      : notice.action;
  // The region is always there, so that a screen reader hears what appears in it.
  return (
    <div role="alert">
      {notice !== null && (
        <div className="toast">
          <WarningIcon />
          <div>
            <p className="what">
              {t(`errors:notice.${notice.code}.title`, {
                ...notice.values,
                name: notice.values["name"] || t("errors:pastedName"),
              })}
            </p>
            <p>
              {t(`errors:notice.${notice.code}.body`, { ...notice.values })}
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
