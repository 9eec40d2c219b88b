import { useRef, useState, type KeyboardEvent } from "react";
import type { ProposedLayer } from "../../models/graph/found.ts";
import { useActions } from "../../session/react.ts";
import { percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

interface StripProps {
  readonly layers: readonly ProposedLayer[];
  readonly chosen: readonly string[];
}

/** A small picture of the graph: places by how much of the work is done up to them, those filled that are looked into. One tab stop; arrows go along. */
export function Strip({ layers, chosen }: StripProps) {
  const t = useStrings("layers");
  const { toggleLayer } = useActions();
  const [active, setActive] = useState(0);
  const [named, setNamed] = useState<ProposedLayer | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const current = Math.min(active, layers.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -layers.length, End: layers.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(layers.length - 1, current + step));
    setActive(next);
    list.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus();
  };
  const shapeOf = ({ name, op, dims }: ProposedLayer): string =>
    t("shape", { name, op, dims: (dims ?? []).slice(1).join(" × ") });
  return (
    <div className="layers-strip">
      <div className="layers-ends" aria-hidden="true">
        <span>{t("input")}</span>
        <span>{t("output")}</span>
      </div>
      <div
        className="layers-line"
        role="group"
        aria-label={t("strip")}
        ref={list}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setNamed(null)}
      >
        {layers.map((layer, index) => (
          <button
            key={layer.tensor}
            type="button"
            data-at={index}
            tabIndex={index === current ? 0 : -1}
            aria-pressed={chosen.includes(layer.tensor)}
            aria-label={t("layer", { name: layer.name, op: layer.op, depth: percentText(layer.depth) })}
            onClick={() => {
              setActive(index);
              toggleLayer(layer.tensor);
            }}
            onPointerEnter={() => setNamed(layer)}
            onFocus={() => {
              setActive(index);
              setNamed(layer);
            }}
          >
            <i style={{ height: `${20 + 80 * layer.depth}%` }} />
          </button>
        ))}
      </div>
      <p className="note layers-named">{named === null ? t("count", { count: chosen.length }) : shapeOf(named)}</p>
    </div>
  );
}
