import { useEffect, useRef, useState, type RefObject } from "react";

/** The width in whole pixels of the element that `ref` is put on, 0 before it is laid out; follows its size. */
export function useWidth<E extends HTMLElement>(): { readonly ref: RefObject<E | null>; readonly width: number } {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    // The observer also tells the first size, once the browser has laid the page out; asking for it here would lay it out at once.
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
