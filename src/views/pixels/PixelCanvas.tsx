import { useEffect, useRef } from "react";
import type { Pixels } from "../../core/resize.ts";

interface PixelCanvasProps {
  /** [width·height·4], 0..255. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly className?: string;
}

/** Pixels drawn one to one on a canvas that CSS scales up with hard edges; decoration, the text beside it says what it is. */
export function RgbaCanvas({ rgba, width, height, className }: PixelCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    ref.current?.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [rgba, width, height]);
  return <canvas ref={ref} width={width} height={height} className={className} aria-hidden="true" />;
}

/** The RGBA bytes of `pixels`, opaque. */
export function rgbaOf({ width, height, rgb }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) rgba[4 * pixel + channel] = rgb[3 * pixel + channel]!;
    rgba[4 * pixel + 3] = 255;
  }
  return rgba;
}
