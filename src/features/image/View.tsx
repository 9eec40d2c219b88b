import { useRef } from "react";
import { Apart } from "../../ui/apart.tsx";
import { useActions, useStrata } from "../../session/react.ts";
import { canCrop } from "../../session/cropping.ts";
import { selectLock } from "../../session/lock.ts";
import { selectComing, selectPatchCounts, selectPlayers } from "../../session/selectors.ts";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { useImageName } from "../../ui/language/image-name.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { chosenFiles } from "../drop/brought.ts";
import { useOpen } from "../drop/use-open.ts";
import { Classes } from "./classes.tsx";
import { CutAs } from "./cut-as.tsx";
import { FinerGrid, GridChoice, MasksChoice, PickCells } from "./grid-choice.tsx";
import { HiddenAs } from "./hidden-as.tsx";
import { namesOf } from "./layout.ts";
import { Photo } from "./photo.tsx";
import { Samples } from "./samples.tsx";
import { TrayPlace } from "./tray-place.tsx";
import "./image.css";

/** What the file menu offers; what is really inside is told from the bytes. */
const ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif,.strata,.study,.onnx,.json,.txt,.data";

/** Marks the file input for whoever wants it opened from elsewhere on the page. */
export const FILE_INPUT_ID = "image-file";

function SelectionLine() {
  const t = useStrings("page");
  const actions = useActions();
  const settings = useStrata((state) => state.settings);
  const patches = useStrata((state) => state.selection.patches);
  const only = useStrata((state) => state.filters.onlyPatches);
  const counts = useStrata(selectPatchCounts);
  if (patches === 0)
    return (
      <p className="selection-line">
        <span>
          <Marked text={t("image.hint")} />
        </span>
      </p>
    );
  const names = namesOf(patches, settings);
  const key =
    counts === null
      ? names.length === 1
        ? "onlyName"
        : "onlyNames"
      : names.length === 1
        ? "oneSelected"
        : "manySelected";
  return (
    <p className="selection-line">
      <i className="violet" aria-hidden="true" />
      <span role="status">
        <Marked
          text={t(`image.${key}`, {
            name: names[0],
            names: names.join(" "),
            within: counts?.within,
            count: counts?.all,
          })}
        />
      </span>
      {counts !== null && (
        <button
          type="button"
          className="link"
          aria-pressed={only}
          onClick={() => actions.setFilters({ onlyPatches: !only })}
        >
          {t(only ? "image.showAll" : "image.only")}
        </button>
      )}
      <button
        type="button"
        className="quiet"
        aria-label={t("image.clear")}
        title={t("image.clear")}
        onClick={actions.clearPatches}
      >
        <CloseIcon />
      </button>
    </p>
  );
}

/** What the image is called; its line is there before the image. */
function Title() {
  const t = useStrings("page");
  const nameOf = useImageName();
  const image = useStrata((state) => state.image);
  const samples = useStrata((state) => state.samples);
  const locked = useStrata(selectLock) !== null;
  const { openCrop } = useActions();
  if (image === null) return <div className="sub" />;
  const name = nameOf(image.title, samples);
  const { width, height } = image.pixels;
  return (
    <div className="sub">
      <p className="read one-line" title={`${name}. ${t("image.asSeen", { width, height })}`}>
        {t("image.named", { name, width, height })}
      </p>
      {canCrop(image) && !locked && (
        <button type="button" className="quiet" title={t("image.cropTitle")} onClick={openCrop}>
          {t("image.crop")}
        </button>
      )}
      <FinerGrid />
      <MasksChoice />
    </div>
  );
}

/** The image: as the network sees it, cut into patches; what the network says about it; and what to change about the question. */
export function ImagePanel() {
  const t = useStrings("page");
  const open = useOpen();
  const file = useRef<HTMLInputElement>(null);
  const image = useStrata((state) => state.image);
  const players = useStrata(selectPlayers);
  const coming = useStrata(selectComing);
  const choose = (): void => file.current?.click();
  return (
    <section className="image-panel" aria-labelledby="image-title">
      <div className="head">
        <h2 id="image-title">{t("image.title")}</h2>
        <div className="tools">
          <GridChoice />
          <PickCells />
          <button type="button" className="quiet" onClick={choose}>
            {t(image === null ? "image.choose" : "image.replace")}
          </button>
        </div>
      </div>
      <Title />
      <input
        ref={file}
        id={FILE_INPUT_ID}
        type="file"
        accept={ACCEPT}
        multiple
        hidden
        onChange={(event) => {
          const files = chosenFiles(event.target);
          if (files.length > 0) open(files, "chosen");
        }}
      />
      <div className="stage">
        {image === null || players === null ? (
          coming ? (
            <div className="coming-photo" />
          ) : (
            <button type="button" className="empty-photo" onClick={choose}>
              {t("image.empty")}
            </button>
          )
        ) : (
          <Photo image={image} players={players} />
        )}
        <Apart>
          <Samples />
        </Apart>
      </div>
      <TrayPlace />
      {image !== null && (
        <>
          <SelectionLine />
          <Apart>
            <Classes />
          </Apart>
          <Apart>
            <HiddenAs pixels={image.pixels} />
          </Apart>
          <CutAs />
        </>
      )}
    </section>
  );
}
