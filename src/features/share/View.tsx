import { useEffect, useState, type ReactNode } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectSample } from "../../session/selectors.ts";
import type { LinkDraft, Sharing } from "../../session/dialogs.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import "./share.css";

/** Chat apps cut messages at about this many characters (Discord at 2,000, others above). */
const APP_LIMIT = 2000;

/** A QR code of more characters has modules too fine for the camera of a phone. */
const QR_LIMIT = 1500;

/** Whether a camera can read a QR code of an address. */
const fitsQr = (url: string): boolean => url.length <= QR_LIMIT;

/** A QR code's dark modules as one SVG path in units of a module, two modules of margin around it. */
function qrPath(modules: readonly (readonly boolean[])[]): { readonly path: string; readonly size: number } {
  const margin = 2;
  const path = modules
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])))
    .join("");
  return { path, size: modules.length + 2 * margin };
}

function Qr({ url }: { readonly url: string }) {
  const t = useStrings("share");
  const [code, setCode] = useState<{ readonly url: string; readonly path: string; readonly size: number } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let stale = false;
    void import("uqr")
      .then(({ encode }) => {
        if (!stale) setCode({ url, ...qrPath(encode(url, { ecc: "L", border: 0 }).data) });
      })
      .catch(() => {
        // Without a network, and before its part was kept: the link itself is still there to copy.
        if (!stale) setFailed(true);
      });
    return () => {
      stale = true;
    };
  }, [url]);
  if (failed) return <p className="note">{t("qrMissing")}</p>;
  if (code === null || code.url !== url) return <div className="share-qr" />;
  return (
    <svg
      className="share-qr"
      viewBox={`0 0 ${code.size} ${code.size}`}
      role="img"
      aria-label={t("qr")}
      shapeRendering="crispEdges"
    >
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  );
}

function ImageChoice({ sharing }: { readonly sharing: Extract<Sharing, { phase: "ready" }> }) {
  const t = useStrings("share");
  const { chooseDraft } = useActions();
  const isEstimate = useStrata((state) => selectSample(state) !== null);
  return (
    <fieldset className="share-kinds">
      <legend>{t("image")}</legend>
      {sharing.drafts.map(({ image, url }) => (
        <label key={image} data-checked={image === sharing.chosen || undefined}>
          <input
            type="radio"
            name="share-image"
            checked={image === sharing.chosen}
            onChange={() => chooseDraft(image)}
          />
          <span>
            <b>{t(`kind.${image}.name`)}</b>{" "}
            {isEstimate && image === "exact" ? t("exactEstimate") : t(`kind.${image}.detail`)}
          </span>
          <span className="share-length">
            {t("characters", { count: url.length, replace: { count: grouped(url.length) } })}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** How much of the image a lossy copy keeps, and what it looks like. */
function Quality({ lossy }: { readonly lossy: NonNullable<LinkDraft["lossy"]> }) {
  const t = useStrings("share");
  const { chooseQuality } = useActions();
  const { quality, qualities, pixels } = lossy;
  // What is asked for is said at once; the link and its image follow, of a quality that a link has room for.
  const [asked, setAsked] = useState({ of: lossy, quality });
  const shown = asked.of === lossy ? asked.quality : quality;
  const said = t("qualityOf", { quality: shown, qualities });
  return (
    <div className="share-quality">
      <span className="share-copy">
        <PixelImage pixels={pixels} />
      </span>
      <label>
        <span>
          {t("quality")} <b>{said}</b>
        </span>
        <input
          type="range"
          min={1}
          max={qualities}
          value={shown}
          aria-valuetext={said}
          onChange={({ target }) => {
            setAsked({ of: lossy, quality: target.valueAsNumber });
            chooseQuality(target.valueAsNumber);
          }}
        />
        <span className="note">{t("lossy")}</span>
      </label>
    </div>
  );
}

interface LinkProps {
  readonly draft: LinkDraft;
  /** Whether another link of the picture is short enough for every app. */
  readonly isShorter: boolean;
  readonly copied: "link" | "embed" | null;
}

function Link({ draft, isShorter, copied }: LinkProps) {
  const t = useStrings("share");
  const actions = useActions();
  const players = useStrata((state) => state.result?.players);
  const isEstimate = useStrata((state) => selectSample(state) !== null);
  return (
    <>
      <input
        className="field share-link"
        readOnly
        value={draft.url}
        aria-label={t("address")}
        onFocus={(event) => event.target.select()}
      />
      <div className="share-acts">
        <button type="button" className="button primary" onClick={actions.copyLink}>
          {t(copied === "link" ? "copied" : "copy")}
        </button>
        {"share" in navigator && (
          <button type="button" className="button" onClick={actions.sendLink}>
            {t("send")}
          </button>
        )}
        <button type="button" className="button" onClick={actions.exportPicture}>
          {t("file")}
        </button>
        <button type="button" className="button" title={t("embedTitle")} onClick={actions.copyEmbed}>
          {t(copied === "embed" ? "copied" : "embed")}
        </button>
        <span className="sr" role="status">
          {copied === null ? "" : t("copied")}
        </span>
      </div>
      {draft.url.length > APP_LIMIT && (
        <p className="share-warning" role="note">
          {t(isShorter ? "long" : "longAll", { limit: grouped(APP_LIMIT) })}
        </p>
      )}
      <div className="share-holds">
        <div>
          <p className="note">{t("holds", { error: percentText(draft.effectError, 2) })}</p>
          {isEstimate && <p className="note">{t("holdsEstimate")}</p>}
          {draft.image !== "none" && players && (
            <p className="note">{t("holdsImage", { width: players.width, height: players.height })}</p>
          )}
          {!fitsQr(draft.url) && <p className="note">{t("qrLong")}</p>}
        </div>
        {fitsQr(draft.url) && <Qr url={draft.url} />}
      </div>
    </>
  );
}

/** The link to the picture on the page: what it holds, how long it is, and the ways to pass it on. */
export function ShareDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("share");
  const actions = useActions();
  const sharing = useStrata((state) => state.sharing);
  const study = useStrata((state) => state.study?.study.plan.name);
  const draft = sharing.phase === "ready" ? sharing.drafts.find(({ image }) => image === sharing.chosen) : undefined;
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={actions.closeDialog} notice={notice}>
      <p>{t("read")}</p>
      {study !== undefined && <p className="note">{t("study", { name: study })}</p>}
      {sharing.phase === "preparing" && <p role="status">{t("preparing")}</p>}
      {sharing.phase === "failed" && sharing.lacks !== null && (
        <p role="alert">{t("lacks", { part: sharing.lacks })}</p>
      )}
      {sharing.phase === "failed" && sharing.lacks === null && (
        <>
          <p role="alert">{t("failed")}</p>
          <div className="share-acts">
            <button type="button" className="button" onClick={actions.exportPicture}>
              {t("file")}
            </button>
          </div>
        </>
      )}
      {sharing.phase === "ready" && draft !== undefined && (
        <>
          <ImageChoice sharing={sharing} />
          {draft.lossy && <Quality lossy={draft.lossy} />}
          <Link
            draft={draft}
            copied={sharing.copied}
            isShorter={sharing.drafts.some(({ url }) => url.length <= APP_LIMIT)}
          />
        </>
      )}
    </Dialog>
  );
}
