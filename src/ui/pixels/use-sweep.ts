import { useRef, type MouseEvent, type PointerEvent, type RefObject } from "react";
import { passed } from "./sweep.ts";

/** What is swept over, and what comes of it. */
export interface Sweep<Value> {
  /** The element that the items are in, each with its number in `data-NAME`. */
  readonly within: RefObject<HTMLElement | null>;
  readonly name: string;
  /** Whether a finger sweeps, too; else it moves what it is on. */
  readonly byFinger: boolean;
  /** What a stroke that begins at an item gives to it and to all that it passes. */
  begin(item: number): Value;
  has(item: number, value: Value): boolean;
  give(item: number, value: Value): void;
}

/** Items that are given a value where they are pressed or swept over, each that a pointer passes, however fast; `handlers` are those of their element, and `reset` is for what keys do. */
export function useSweep<Value>({ within, name, byFinger, begin, has, give }: Sweep<Value>) {
  /** What a pointer that is down gives; null: none is. */
  const stroke = useRef<{ readonly value: Value } | null>(null);
  /** Whether the click that comes was a pointer's, which gave when it went down. */
  const isDone = useRef(false);
  /** Where that pointer was told of last. */
  const last = useRef<readonly [number, number]>([0, 0]);
  const itemAt = (element: Element | null): number | null => {
    const item = element?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;
    return item === null || within.current?.contains(element) !== true ? null : Number(item);
  };
  const press = (item: number): Value => {
    const value = begin(item);
    give(item, value);
    return value;
  };
  const lift = (): void => void (stroke.current = null);
  const handlers = {
    onPointerDown: (event: PointerEvent): void => {
      const item = itemAt(event.target as Element);
      isDone.current = item !== null && event.button === 0 && (byFinger || event.pointerType !== "touch");
      if (!isDone.current) return;
      last.current = [event.clientX, event.clientY];
      stroke.current = { value: press(item!) };
    },
    onPointerMove: (event: PointerEvent): void => {
      if (stroke.current === null) return;
      const { value } = stroke.current;
      const here = [event.clientX, event.clientY] as const;
      for (const place of passed(last.current, here)) {
        // A finger's events go on to where it came down.
        const item = itemAt(document.elementFromPoint(...place));
        if (item !== null && !has(item, value)) give(item, value);
      }
      last.current = here;
    },
    onPointerUp: lift,
    onPointerLeave: lift,
    onPointerCancel: lift,
    onClick: (event: MouseEvent): void => {
      const isAlreadyDone = isDone.current;
      isDone.current = false;
      const item = itemAt(event.target as Element);
      if (item !== null && !isAlreadyDone) press(item);
    },
  };
  return { handlers, reset: (): void => void (isDone.current = false) };
}
