import { useRef, useState } from "react";
import { bringLaterStrings } from "../../strings/index.ts";
import { useActions, useStrata, useStrataStore } from "../../session/react.ts";
import { selectKnownClasses } from "../../session/selectors.ts";
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
  save(wish: ExportWish): void;
  /** Takes the message away. */
  dismiss(): void;
}

/** Saves the picture on the page; `picture` is null, or unfinished, while there is nothing to save. */
export function usePictureExport(picture: PictureModel | null): PictureExport {
  const t = useStrings("export");
  const catalogue = useCatalogue();
  const { store } = useStrataStore();
  const [busy, setBusy] = useState<ExportWish | null>(null);
  const [said, setSaid] = useState<{ readonly of: PictureModel["players"]; readonly text: string } | null>(null);
  const working = useRef(false);
  const finished = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const ready = picture?.stage === "done" && finished;

  const sentences = (wish: ExportWish, { scaledDownTo, folded }: Saved): string =>
    [
      wish === "copy" && t("copied"),
      scaledDownTo !== null && t("scaled", { width: scaledDownTo }),
      folded && t("folded"),
    ]
      .filter((text) => text !== false)
      .join(" ");
  const make = async (wish: ExportWish, source: PictureSource): Promise<string> => {
    try {
      const [{ copyPicture, savePicture }] = await Promise.all([import("./save.ts"), bringLaterStrings(catalogue)]);
      return sentences(
        wish,
        await (wish === "copy" ? copyPicture(source, catalogue) : savePicture(wish, source, catalogue)),
      );
    } catch (error) {
      return t(`failed.${error instanceof ExportError ? error.code : wish === "copy" ? "copy" : "unknown"}`);
    }
  };
  const save = (wish: ExportWish): void => {
    const state = store.getState();
    const {
      result,
      samples,
      selection,
      filters,
      openOthers,
      scaleLock,
      source: { from },
    } = state;
    if (!ready || result === null || working.current) return;
    working.current = true;
    setBusy(wish);
    setSaid(null);
    const address = lastingAddress({ from }, location.href);
    void make(wish, {
      picture,
      result,
      model: result.model,
      classCount: selectKnownClasses(state).length,
      view: { selection, filters, openOthers, scaleLock },
      samples,
      address,
    }).then((text) => {
      working.current = false;
      setBusy(null);
      setSaid(text === "" ? null : { of: picture.players, text });
    });
  };
  return {
    ready,
    busy,
    message: said?.of === picture?.players ? (said?.text ?? null) : null,
    save,
    dismiss: () => setSaid(null),
  };
}

/** What there is to say about the last export, until it is read; a screen reader hears it when it comes. */
export function ExportMessage({ message, dismiss }: Pick<PictureExport, "message" | "dismiss">) {
  const t = useStrings("export");
  return (
    <div className="export-message">
      <p role="status">{message}</p>
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
