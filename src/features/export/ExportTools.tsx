import { useRef, useState } from "react";
import { bringLaterStrings } from "../../strings/index.ts";
import { useActions, useStrata, useStrataStore } from "../../session/react.ts";
import { isCertaintyTold } from "../../session/certainty.ts";
import { selectFirmCounts, selectKnownClasses } from "../../session/selectors.ts";
import type { PictureModel } from "../concepts/picture-model.ts";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { useCatalogue, useStrings } from "../../ui/language/strings.tsx";
import { ExportError } from "./export-error.ts";
import type { ExportFormat, Saved } from "./save.ts";
import { lastingAddress, type PictureSource } from "./source.ts";
import "./export.css";

/** What can be done with a picture: saved in a format, or copied to the clipboard, where the browser has one for pictures. */
export type ExportWish = ExportFormat | "copy";

const WISHES: readonly ExportWish[] = [
  "png",
  "svg",
  "pdf",
  "csv",
  ...("ClipboardItem" in globalThis ? (["copy"] as const) : []),
];

/** A picture's exports: what is being made, what there is to say about the last one, and how to ask for one. */
export interface PictureExport {
  readonly ready: boolean;
  readonly busy: ExportWish | null;
  /** Sentences: why there is no file, or what it lacks; that the picture was copied. */
  readonly message: string | null;
  /** Where the last one has firm rows alone: makes it again with all that the page shows. */
  readonly withAllRows: (() => void) | null;
  save(wish: ExportWish): void;
  /** Takes the message away. */
  dismiss(): void;
}

/** What was said of an export, and of which picture. */
interface Said {
  readonly of: PictureModel["players"];
  readonly text: string;
  /** What was asked for, where firm rows alone were given. */
  readonly firmOnly: ExportWish | null;
}

/**
 * Saves the picture on the page; `picture` is null, or unfinished, while there is nothing to save.
 *
 * @param firm the picture with firm rows alone, which figures have unless all rows are asked for; null where that is not known.
 */
export function usePictureExport(picture: PictureModel | null, firm: PictureModel | null): PictureExport {
  const t = useStrings("export");
  const catalogue = useCatalogue();
  const { store } = useStrataStore();
  const [busy, setBusy] = useState<ExportWish | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const working = useRef(false);
  const finished = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const ready = picture?.stage === "done" && finished;

  const sentences = (wish: ExportWish, { scaledDownTo, folded }: Saved, isFirmOnly: boolean): string =>
    [
      wish === "copy" && t("copied"),
      scaledDownTo !== null && t("scaled", { width: scaledDownTo }),
      folded && t("folded"),
      isFirmOnly && t("firmOnly"),
    ]
      .filter((text) => text !== false)
      .join(" ");
  const make = async (wish: ExportWish, source: PictureSource, isFirmOnly: boolean): Promise<string> => {
    try {
      const [{ copyPicture, savePicture }] = await Promise.all([import("./save.ts"), bringLaterStrings(catalogue)]);
      return sentences(
        wish,
        await (wish === "copy" ? copyPicture(source, catalogue) : savePicture(wish, source, catalogue)),
        isFirmOnly,
      );
    } catch (error) {
      return t(`failed.${error instanceof ExportError ? error.code : wish === "copy" ? "copy" : "unknown"}`);
    }
  };
  const saveRows = (wish: ExportWish, rows: "firm" | "all"): void => {
    const state = store.getState();
    const {
      result,
      samples,
      selection,
      filters,
      openOthers,
      scaleLock,
      names,
      source: { from },
    } = state;
    if (!ready || result === null || working.current) return;
    working.current = true;
    setBusy(wish);
    setSaid(null);
    // Numbers are for programs, which can choose for themselves.
    const isFirmOnly = rows === "firm" && firm !== null && wish !== "csv" && !filters.onlyFirm;
    const address = lastingAddress({ from }, location.href);
    const source: PictureSource = {
      picture: isFirmOnly ? firm : picture,
      result,
      model: result.model,
      classCount: selectKnownClasses(state).length,
      counts: selectFirmCounts(state),
      isTold: isCertaintyTold(state),
      view: {
        selection,
        filters: { ...filters, onlyFirm: filters.onlyFirm || isFirmOnly },
        openOthers,
        scaleLock,
        names,
      },
      samples,
      address,
    };
    void make(wish, source, isFirmOnly).then((text) => {
      working.current = false;
      setBusy(null);
      setSaid(text === "" ? null : { of: picture.players, text, firmOnly: isFirmOnly ? wish : null });
    });
  };
  const told = said?.of === picture?.players ? said : null;
  const firmOnly = told?.firmOnly ?? null;
  return {
    ready,
    busy,
    message: told?.text ?? null,
    withAllRows: firmOnly === null ? null : () => saveRows(firmOnly, "all"),
    save: (wish) => saveRows(wish, "firm"),
    dismiss: () => setSaid(null),
  };
}

/** What there is to say about the last export, until it is read; a screen reader hears it when it comes. */
export function ExportMessage({
  message,
  withAllRows,
  dismiss,
}: Pick<PictureExport, "message" | "withAllRows" | "dismiss">) {
  const t = useStrings("export");
  return (
    <div className="export-message">
      <p role="status">
        {message}
        {withAllRows !== null && (
          <>
            {" "}
            <button type="button" className="link" onClick={withAllRows}>
              {t("withAllRows")}
            </button>
          </>
        )}
      </p>
      {message !== null && (
        <button type="button" className="quiet" aria-label={t("dismiss")} title={t("dismiss")} onClick={dismiss}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}

/** Quiet buttons: the picture as PNG, SVG and PDF, its numbers as CSV, the picture to the clipboard, and how to cite it. */
export function ExportTools({ ready, busy, save }: Pick<PictureExport, "ready" | "busy" | "save">) {
  const t = useStrings("export");
  const { openCitation } = useActions();
  return (
    <span className="export-tools" role="group" aria-label={t("label")}>
      {WISHES.map((wish) => (
        <button
          key={wish}
          type="button"
          className="quiet"
          disabled={!ready}
          aria-busy={busy === wish}
          title={t(`hint.${wish}`)}
          onClick={() => save(wish)}
        >
          {t(`format.${wish}`)}
        </button>
      ))}
      <button type="button" className="quiet" title={t("hint.cite")} onClick={openCitation}>
        {t("format.cite")}
      </button>
    </span>
  );
}
