import type { ReactNode } from "react";
import { useWidth } from "../../ui/size/use-width.ts";

/** Draws what hangs on the room there is, once that is known; `children` of pixels. */
export function Wide({ children }: { readonly children: (width: number) => ReactNode }) {
  const { ref, width } = useWidth<HTMLDivElement>();
  return <div ref={ref}>{width > 0 && children(Math.max(LEAST, width))}</div>;
}

/** Narrower than any screen. */
const LEAST = 240;
