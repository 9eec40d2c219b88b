import { useEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode } from "react";
import type { Crop, Pixels } from "../../core/resize.ts";
import { canCrop } from "../../session/cropping.ts";
import { knownManifestOf } from "../../session/lock.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { isWhole, moved, opaque, rectOf, resized, seen, wholeFrame, zoomed, zoomOf, type Sides } from "./frame.ts";
import "./crop.css";

/** A turn of the wheel by a usual notch zooms by this factor. */
const WHEEL_FACTOR = 1.1;
const WHEEL_NOTCH = 100;

/** Steps of the slider that zooms. */
const ZOOM_STEPS = 100;

interface StageProps {
  readonly whole: Pixels;
  readonly sides: Sides;
  readonly frame: Crop;
  readonly onFrame: (change: (frame: Crop) => Crop) => void;
}

/** The whole image, and over it the frame: dragged with one finger or the pointer, zoomed with two fingers or the wheel. */
function Stage({ whole, sides, frame, onFrame }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const pointers = useRef(new Map<number, readonly [x: number, y: number]>());
  const { left, top, width, height } = rectOf(frame, sides);
  const percent = (value: number, of: number): string => `${(100 * value) / of}%`;
  useEffect(() => {
    const element = stage.current!;
    const onWheel = (event: WheelEvent): void => {
      // Else the dialog would scroll.
      event.preventDefault();
      const notches = event.deltaMode === event.DOM_DELTA_PIXEL ? event.deltaY / WHEEL_NOTCH : Math.sign(event.deltaY);
      onFrame((before) => resized(before, before.size * WHEEL_FACTOR ** notches, sides));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [onFrame, sides]);
  const onPointerMove = (event: PointerEvent): void => {
    const before = [...pointers.current.values()];
    if (!pointers.current.has(event.pointerId)) return;
    const [x, y] = pointers.current.get(event.pointerId)!;
    pointers.current.set(event.pointerId, [event.clientX, event.clientY]);
    const scale = sides.width / stage.current!.clientWidth;
    const share = scale / before.length;
    const after = [...pointers.current.values()];
    const closer = before.length === 2 ? distance(before) / Math.max(1, distance(after)) : 1;
    onFrame((frameBefore) => {
      const panned = moved(frameBefore, share * (event.clientX - x), share * (event.clientY - y), sides);
      // Fingers that part draw the frame out.
      return closer === 1 ? panned : resized(panned, panned.size / closer, sides);
    });
  };
  const release = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);
  return (
    <div
      ref={stage}
      className="crop-stage"
      style={{ aspectRatio: `${whole.width} / ${whole.height}` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        if (pointers.current.size < 2) pointers.current.set(event.pointerId, [event.clientX, event.clientY]);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <PixelImage pixels={whole} />
      <div
        className="crop-frame"
        style={{
          left: percent(left, sides.width),
          top: percent(top, sides.height),
          width: percent(width, sides.width),
          height: percent(height, sides.height),
        }}
      />
    </div>
  );
}

function distance([a, b]: readonly (readonly [number, number])[]): number {
  return Math.hypot(a![0] - b![0], a![1] - b![1]);
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly said?: string;
  readonly onChange: (value: number) => void;
}

function Slider({ label, value, most, said, onChange }: SliderProps) {
  return (
    <label className="crop-slider">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={most}
        value={value}
        disabled={most === 0}
        aria-valuetext={said}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly whole: Pixels;
  readonly sides: Sides;
  readonly crop: Crop | undefined;
}

function Choice({ whole, sides, crop }: ChoiceProps) {
  const t = useStrings("crop");
  const { applyCrop, closeDialog } = useActions();
  const first = useMemo(() => {
    if (crop === undefined) return wholeFrame(sides);
    const { left, top, width } = rectOf(crop, sides);
    return { x: left, y: top, size: width };
  }, [crop, sides]);
  const [frame, setFrame] = useState(first);
  const rgba = useMemo(() => opaque(whole), [whole]);
  const pixels = useMemo(() => seen(rgba, whole, frame, sides), [rgba, whole, frame, sides]);
  const { left, top, width, height } = rectOf(frame, sides);
  const [across, down] = sides.input;
  // A network that takes more than the middle of an image has not seen the frame yet.
  const isMiddle = useStrata((state) => (knownManifestOf(state)?.input.resize ?? "centre-crop") === "centre-crop");
  const isSeen = crop !== undefined || isMiddle;
  const isSame = isSeen && frame.x === first.x && frame.y === first.y && frame.size === first.size;
  return (
    <div className="crop">
      <Stage whole={whole} sides={sides} frame={frame} onFrame={setFrame} />
      <div className="crop-controls">
        <figure>
          <span className="crop-seen" style={{ aspectRatio: `${across} / ${down}` }}>
            <PixelImage pixels={pixels} />
          </span>
          <figcaption>{t("seen", { width: across, height: down })}</figcaption>
        </figure>
        <Slider
          label={t("zoom")}
          value={Math.round(ZOOM_STEPS * zoomOf(frame, sides))}
          most={wholeFrame(sides).size > 16 ? ZOOM_STEPS : 0}
          said={t("zoomed", { width, height })}
          onChange={(value) => setFrame((before) => zoomed(before, value / ZOOM_STEPS, sides))}
        />
        <Slider
          label={t("across")}
          value={left}
          most={sides.width - width}
          said={t("pixels", { count: left })}
          onChange={(value) => setFrame((before) => ({ ...before, x: value }))}
        />
        <Slider
          label={t("down")}
          value={top}
          most={sides.height - height}
          said={t("pixels", { count: top })}
          onChange={(value) => setFrame((before) => ({ ...before, y: value }))}
        />
        <p className="note">
          {t("takes", { width, height, x: left, y: top, wholeWidth: sides.width, wholeHeight: sides.height })}
        </p>
        <button
          type="button"
          className="link"
          disabled={isWhole(frame, sides)}
          onClick={() => setFrame(wholeFrame(sides))}
        >
          {t("reset")}
        </button>
        <div className="crop-acts">
          <button
            type="button"
            className="button primary"
            disabled={isSame}
            onClick={() => applyCrop(isMiddle && isWhole(frame, sides) ? null : frame)}
          >
            {t("apply")}
          </button>
          <button type="button" className="button" onClick={closeDialog}>
            {t("cancel")}
          </button>
        </div>
      </div>
    </div>
  );
}

/** What part of the image the network is shown. */
export function CropDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("crop");
  const { closeDialog } = useActions();
  const image = useStrata((state) => state.image);
  const cropping = useStrata((state) => state.cropping);
  const sides = useMemo(
    (): Sides | null =>
      cropping.phase !== "ready" || image === null
        ? null
        : { width: cropping.width, height: cropping.height, input: [image.pixels.width, image.pixels.height] },
    [cropping, image],
  );
  if (!canCrop(image)) return notice;
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={closeDialog} notice={notice} wide>
      <p>{t("read")}</p>
      {cropping.phase === "reading" && <p role="status">{t("reading")}</p>}
      {cropping.phase === "failed" && <p role="alert">{t("failed")}</p>}
      {cropping.phase === "ready" && sides !== null && (
        <Choice whole={cropping.whole} sides={sides} crop={image.crop} />
      )}
    </Dialog>
  );
}
