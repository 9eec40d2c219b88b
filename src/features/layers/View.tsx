import { useRef, type ReactNode } from "react";
import { chosenFiles, droppedFiles } from "../../images/image-set/dropped-files.ts";
import { tellingOf } from "../../probes/verdict.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { shareOf, type Fit, type LayersDialog } from "../../session/layers-work.ts";
import own from "../../strings/en/own.ts";
import probeWords from "../../strings/en/probes.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { percent } from "../../ui/scale/numbers.ts";
import { Strip } from "./Strip.tsx";
import "../own/own.css";
import "./layers.css";

/** Which layers of the person's network are looked into, and how: at once on this image, or with probes fitted on images. */
export function LayersDialogView({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("layers");
  const { leaveLayers } = useActions();
  const layers = useStrata((state) => state.layers);
  if (layers === null) return notice;
  return (
    <Dialog
      title={t("title", { name: layers.title })}
      closeLabel={t("close")}
      onClose={leaveLayers}
      notice={notice}
      wide
    >
      {layers.stage === "reading" && layers.refusal === null ? (
        <div aria-busy="true">
          <p role="status">{t("reading")}</p>
          <div className="own-bar" aria-hidden="true" />
        </div>
      ) : (
        <>
          <p>{t("read")}</p>
          <Strip layers={layers.layers} chosen={layers.chosen} />
          {layers.refusal !== null && <Refusal layers={layers} />}
          <OnImage layers={layers} />
          <Probes layers={layers} />
          <Verdicts sha256={layers.sha256} />
        </>
      )}
    </Dialog>
  );
}

/** Why something could not be done. */
function Refusal({ layers }: { readonly layers: LayersDialog }) {
  const t = useStrings(["own", "probes"]);
  const { code, values } = layers.refusal!;
  const said = { message: code, ...values };
  const isProbes = (of: string): of is keyof typeof probeWords.errors => Object.hasOwn(probeWords.errors, of);
  const isOwn = (of: string): of is "unopened" => Object.hasOwn(own.refused, of);
  const [title, body] = isProbes(code)
    ? [t(`probes:errors.${code}.title`, said), t(`probes:errors.${code}.body`, said)]
    : [
        t(`own:refused.${isOwn(code) ? code : "unopened"}.title`, said),
        t(`own:refused.${isOwn(code) ? code : "unopened"}.body`, said),
      ];
  return (
    <div role="alert" className="layers-refusal">
      <p>
        <b>{title}</b> {body}
      </p>
    </div>
  );
}

function OnImage({ layers }: { readonly layers: LayersDialog }) {
  const t = useStrings(["layers", "probes"]);
  const { lookOnImage } = useActions();
  const isUnderWay = useStrata(({ load }) => load?.target.kind === "on-image");
  const canBegin = useStrata(({ result, model }) => (result?.target ?? null) !== null && model !== null);
  return (
    <section className="layers-way">
      <h3>{t("now.title")}</h3>
      <p>{t("probes:onImage.note")}</p>
      <div className="own-acts">
        <button
          type="button"
          className="button"
          disabled={!canBegin || isUnderWay || layers.chosen.length === 0}
          onClick={lookOnImage}
        >
          {t("now.do")}
        </button>
        <span className="note" role="status">
          {isUnderWay ? t("now.wait") : ""}
        </span>
      </div>
      <Checks sha256={layers.sha256} />
    </section>
  );
}

function Probes({ layers }: { readonly layers: LayersDialog }) {
  const t = useStrings(["layers", "probes"]);
  const { giveImages, fitProbes } = useActions();
  const fit = useStrata((state) => state.fit);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { images, collecting, chosen } = layers;
  const take = (input: HTMLInputElement): void => {
    const taken = chosenFiles(input.files ?? []);
    input.value = "";
    if (taken.length > 0) giveImages(taken);
  };
  if (fit !== null) return <Fitting fit={fit} />;
  return (
    <section className="layers-way">
      <h3>{t("fit.title")}</h3>
      <p>{t("fit.read")}</p>
      <div
        className="layers-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          // The page's own target would take one image for the picture.
          event.preventDefault();
          event.stopPropagation();
          giveImages(droppedFiles(event.dataTransfer));
        }}
      >
        <p>
          {collecting !== null ? (
            t("fit.collecting")
          ) : images === null ? (
            t("fit.drop")
          ) : (
            <>
              <b>{t("fit.images", { count: images.count })}</b>{" "}
              {images.others > 0 && t("fit.others", { count: images.others })}{" "}
              {t(
                images.rule === "names"
                  ? "probes:labelsByName"
                  : images.rule === "order"
                    ? "probes:labelsByOrder"
                    : "probes:unknownLabels",
              )}
            </>
          )}
        </p>
        <div className="own-acts">
          <input
            ref={files}
            type="file"
            accept="image/*,.zip"
            multiple
            hidden
            onChange={(event) => take(event.target)}
          />
          <input
            ref={folder}
            type="file"
            multiple
            hidden
            {...{ webkitdirectory: "" }}
            onChange={(event) => take(event.target)}
          />
          <button type="button" className="button" onClick={() => files.current?.click()}>
            {t("fit.files")}
          </button>
          <button type="button" className="button" onClick={() => folder.current?.click()}>
            {t("fit.folder")}
          </button>
        </div>
      </div>
      <div className="own-acts">
        <button
          type="button"
          className="button primary"
          disabled={images === null || images.count === 0 || collecting !== null || chosen.length === 0}
          onClick={fitProbes}
        >
          {t("fit.do")}
        </button>
        <span className="note">{chosen.length === 0 ? t("fit.layersFew") : ""}</span>
      </div>
    </section>
  );
}

/** How far the fit is; it goes on while the dialog is closed. */
function Fitting({ fit }: { readonly fit: Fit }) {
  const t = useStrings(["layers", "probes"]);
  const { cancelFit } = useActions();
  const { news, planned, isKept, of } = fit;
  const classes = useStrata(({ model }) =>
    of !== null && model?.manifest.network.sha256 === of.sha256 ? model.manifest.classes : null,
  );
  const notNeeded = planned?.left.filter(({ code }) => code === "not-needed").length ?? 0;
  const unread = (planned?.left.length ?? 0) - notNeeded;
  const share = shareOf(news);
  const said =
    news === null || news.stage === "kept" || news.stage === "planned"
      ? t(of === null ? "fit.going" : "reading")
      : t(`probes:progress.${news.stage}`, news.stage === "fitted" ? { ...news, index: news.index + 1 } : { ...news });
  return (
    <section className="layers-way" aria-busy="true">
      <h3>{t("fit.title")}</h3>
      <p role="status">{said}</p>
      <div
        className="own-bar"
        role="progressbar"
        aria-label={t("fit.title")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
        data-known
      >
        <i style={{ width: `${100 * share}%` }} />
      </div>
      <p className="note">
        {planned !== null && t("probes:planned", planned)} {unread > 0 && t("probes:leftOut", { count: unread })}{" "}
        {notNeeded > 0 && t("probes:notNeeded", { count: notNeeded })}{" "}
        {isKept !== null && t(isKept ? "probes:kept" : "probes:notKept")}
      </p>
      <Covers covers={planned?.covers ?? null} classes={classes} />
      <div className="own-acts">
        <button type="button" className="button" onClick={cancelFit}>
          {t("fit.cancel")}
        </button>
      </div>
    </section>
  );
}

/** Which of many classes probes know. */
function Covers({
  covers,
  classes,
}: {
  readonly covers: readonly number[] | null;
  readonly classes: readonly string[] | null;
}) {
  const t = useStrings(["layers", "probes"]);
  if (covers === null || classes === null) return null;
  const names = covers.map((index) => classes[index]).join(", ");
  return <p className="note">{t("probes:covers", { classes: classes.length, names })}</p>;
}

/** How well each column's function does on the masks that it was not fitted on, where the page is looked at through such. */
function Checks({ sha256 }: { readonly sha256: string }) {
  const t = useStrings(["layers", "probes"]);
  const checks = useStrata(({ model }) => (model?.manifest.network.sha256 === sha256 ? model.checks : undefined));
  if (checks === undefined) return null;
  return (
    <dl className="layers-verdicts">
      {checks.map(({ layer, r2, agreement, checked }) => (
        <div key={layer}>
          <dt>{layer}</dt>
          <dd>
            {t("probes:onImage.check", { r2: r2.toFixed(2).replace("-", "−"), agreement: percent(agreement), checked })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A plain word on each layer's probe, where the network on the page has some that were fitted here. */
function Verdicts({ sha256 }: { readonly sha256: string }) {
  const t = useStrings(["layers", "probes"]);
  const manifest = useStrata(({ model }) => (model?.manifest.network.sha256 === sha256 ? model.manifest : null));
  const { probes = null, classes = null } = manifest ?? {};
  const told = (probes?.layers ?? []).filter(({ verdict }) => verdict !== undefined);
  if (told.length === 0) return null;
  return (
    <section className="layers-way">
      <h3>{t("verdicts")}</h3>
      <dl className="layers-verdicts">
        {told.map(({ name, verdict }) => {
          const [sentence, values] = tellingOf(verdict!);
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{t(`probes:verdict.${sentence}`, { ...values })}</dd>
            </div>
          );
        })}
      </dl>
      <Covers covers={probes!.covers ?? null} classes={classes} />
      <p className="note">{t("probes:verdictNote")}</p>
    </section>
  );
}
