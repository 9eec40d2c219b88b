import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useStrings } from "../../ui/language/strings.tsx";

const CLOSEST = 6;
/** One press of a button or key: so much larger; so many pixels aside. */
const STEP = 1.4;
const ASIDE = 60;

interface ZoomPaneProps {
  readonly width: number;
  readonly height: number;
  /** What is drawn, and how the keys go. */
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/**
 * A drawing that can be looked at more closely: two fingers, the wheel with Control, buttons and keys make it larger, and then it can be moved about. Where it is not
 * enlarged, fingers and wheel scroll the page as anywhere. What is saved is the whole drawing.
 */
export function ZoomPane({ width, height, label, className, children }: ZoomPaneProps) {
  const t = useStrings("topics");
  const svg = useRef<SVGSVGElement>(null);
  const zoomer = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const [{ x, y, k }, setPlace] = useState(zoomIdentity);
  useEffect(() => {
    const drawing = select(svg.current!);
    let scale = 1;
    const follow = zoom<SVGSVGElement, unknown>()
      .extent([
        [0, 0],
        [width, height],
      ])
      .translateExtent([
        [0, 0],
        [width, height],
      ])
      .scaleExtent([1, CLOSEST])
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
        if ("touches" in event) return scale > 1 || (event as TouchEvent).touches.length > 1;
        return scale > 1 && (event as MouseEvent).button === 0;
      })
      .on("zoom", ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
        scale = transform.k;
        setPlace(transform);
      });
    zoomer.current = follow;
    drawing.call(follow).on("dblclick.zoom", null);
    // Another drawing is seen whole at first.
    drawing.call(follow.transform, zoomIdentity);
    return () => void drawing.on(".zoom", null);
  }, [width, height]);
  const by = (factor: number): void => void select(svg.current!).call(zoomer.current!.scaleBy, factor);
  const aside = (right: number, down: number): void =>
    void select(svg.current!).call(zoomer.current!.translateBy, (-ASIDE * right) / k, (-ASIDE * down) / k);
  const whole = (): void => void select(svg.current!).call(zoomer.current!.transform, zoomIdentity);
  const KEYS: Readonly<Record<string, () => void>> = {
    "+": () => by(STEP),
    "=": () => by(STEP),
    "-": () => by(1 / STEP),
    "0": whole,
    ...(k > 1 && {
      ArrowLeft: () => aside(-1, 0),
      ArrowRight: () => aside(1, 0),
      ArrowUp: () => aside(0, -1),
      ArrowDown: () => aside(0, 1),
    }),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : KEYS[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <div className="zoom-acts" role="group" aria-label={t("zoom.label")}>
        <button
          type="button"
          aria-label={t("zoom.in")}
          title={t("zoom.in")}
          disabled={k >= CLOSEST}
          onClick={() => by(STEP)}
        >
          +
        </button>
        <button
          type="button"
          aria-label={t("zoom.out")}
          title={t("zoom.out")}
          disabled={k <= 1}
          onClick={() => by(1 / STEP)}
        >
          −
        </button>
        <button type="button" disabled={k <= 1} onClick={whole}>
          {t("zoom.whole")}
        </button>
      </div>
      <div
        className="zoom-pane"
        tabIndex={0}
        role="region"
        aria-label={t("zoom.keys")}
        data-near={k > 1 || undefined}
        onKeyDown={onKeyDown}
      >
        <svg ref={svg} className={className} width={width} height={height} role="img" aria-label={label}>
          {/* As a style, which stays on the page. */}
          <g style={{ transform: `translate(${x}px, ${y}px) scale(${k})` }}>{children}</g>
        </svg>
      </div>
    </>
  );
}
