import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { selectTrayAt } from "../../session/selectors.ts";
import type { TrayItem } from "../../session/tray.ts";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import "./tray.css";

function Thumbnail({ item: { thumbnail, isBroken } }: { readonly item: TrayItem }) {
  if (isBroken === true) return <span aria-hidden="true">!</span>;
  return thumbnail === null ? null : <PixelImage pixels={thumbnail} />;
}

/** The images that were brought at once: which of them is on the page, and ways to the others. */
export function TrayView() {
  const t = useStrings("tray");
  const { goToImage, removeImage, closeTray } = useActions();
  const tray = useStrata((state) => state.tray);
  const at = useStrata(selectTrayAt);
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at]);
  if (tray === null) return null;
  const { items, left } = tray;
  const count = items.length;
  const current = Math.min(focused, count - 1);
  // What cannot be read says so to whoever asks for it, and is else passed over.
  const isThere = ({ isBroken }: TrayItem): boolean => isBroken !== true;
  const previous = items.findLastIndex((item, index) => index < at && isThere(item));
  const next = items.findIndex((item, index) => index > at && isThere(item));
  const focus = (index: number): void => {
    setFocused(index);
    list.current?.querySelectorAll<HTMLElement>("button")[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const there = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: count - 1 }[event.key];
    if (there !== undefined) focus(Math.max(0, Math.min(count - 1, there)));
    else if (event.key === "Delete") removeImage(items[current]!.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className="tray" aria-label={t("title")}>
      <div className="tray-head">
        <p role="status">{at < 0 ? t("count", { count }) : t("at", { at: at + 1, count })}</p>
        <button type="button" className="quiet" disabled={previous < 0} onClick={() => goToImage(previous)}>
          {t("previous")}
        </button>
        <button type="button" className="quiet" disabled={next < 0} onClick={() => goToImage(next)}>
          {t("next")}
        </button>
        {at >= 0 && (
          <button type="button" className="quiet" title={t("removeTitle")} onClick={() => removeImage(items[at]!.id)}>
            {t("remove")}
          </button>
        )}
        <button type="button" className="quiet" aria-label={t("close")} title={t("close")} onClick={closeTray}>
          <CloseIcon />
        </button>
      </div>
      <div ref={list} className="tray-images" role="group" aria-label={t("images")} onKeyDown={onKeyDown}>
        {items.map((item, index) => (
          <button
            key={item.id}
            type="button"
            tabIndex={index === current ? 0 : -1}
            aria-pressed={index === at}
            aria-label={t(item.isBroken === true ? "broken" : "open", { name: item.name })}
            title={item.isBroken === true ? t("broken", { name: item.name }) : item.name}
            data-broken={item.isBroken}
            onFocus={() => setFocused(index)}
            onClick={() => goToImage(index)}
          >
            <Thumbnail item={item} />
          </button>
        ))}
      </div>
      {left > 0 && <p className="note">{t("left", { most: count, count: left })}</p>}
    </section>
  );
}
