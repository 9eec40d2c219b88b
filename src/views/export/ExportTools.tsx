import { useRef, useState } from "react";
import { useStrata, useStrataStore } from "../../state/react.ts";
import type { PictureModel } from "../concepts/picture-model.ts";
import { useCatalogue, useStrings } from "../language/strings.tsx";
import { ExportError } from "./export-error.ts";
import type { ExportFormat } from "./save.ts";
import type { PictureSource } from "./source.ts";
import "./export.css";

const FORMATS: readonly ExportFormat[] = ["png", "svg", "csv"];

/** A picture's exports: what is being made, what there is to say about the last one, and how to ask for one. */
export interface PictureExport {
  readonly ready: boolean;
  readonly busy: ExportFormat | null;
  /** A sentence: why there is no file, or what its PNG lacks. */
  readonly message: string | null;
  save(format: ExportFormat): void;
}

/** Saves the picture on the page; `picture` is null, or unfinished, while there is nothing to save. */
export function usePictureExport(picture: PictureModel | null): PictureExport {
  const t = useStrings("export");
  const catalogue = useCatalogue();
  const { store } = useStrataStore();
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const [said, setSaid] = useState<{ readonly of: PictureModel["players"]; readonly text: string } | null>(null);
  const working = useRef(false);
  const finished = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const ready = picture?.stage === "done" && finished;

  const make = async (format: ExportFormat, source: PictureSource): Promise<string | null> => {
    try {
      const { savePicture } = await import("./save.ts");
      const { scaledDownTo } = await savePicture(format, source, catalogue);
      return scaledDownTo === null ? null : t("scaled", { width: scaledDownTo });
    } catch (error) {
      return t(`failed.${error instanceof ExportError ? error.code : "unknown"}`);
    }
  };
  const save = (format: ExportFormat): void => {
    const { result, samples, selection, filters, openOthers, scaleLock } = store.getState();
    if (!ready || result === null || working.current) return;
    working.current = true;
    setBusy(format);
    setSaid(null);
    void make(format, { picture, result, model: result.model, view: { selection, filters, openOthers, scaleLock }, samples }).then((text) => {
      working.current = false;
      setBusy(null);
      setSaid(text === null ? null : { of: picture.players, text });
    });
  };
  return { ready, busy, message: said?.of === picture?.players ? said?.text ?? null : null, save };
}

/** Three quiet buttons: the picture as PNG, as SVG, its numbers as CSV. */
export function ExportTools({ ready, busy, save }: Pick<PictureExport, "ready" | "busy" | "save">) {
  const t = useStrings("export");
  return (
    <span className="export-tools" role="group" aria-label={t("label")}>
      {FORMATS.map((format) => (
        <button key={format} type="button" className="quiet" disabled={!ready} aria-busy={busy === format} title={t(`hint.${format}`)} onClick={() => save(format)}>
          {t(`format.${format}`)}
        </button>
      ))}
    </span>
  );
}
