import type { Elements } from "../models/elements.ts";

/** Images one after another, in an array of their own of the same kind; one alone is not copied. */
export function joinedElements(parts: readonly Elements[]): Elements {
  const [first] = parts;
  if (first === undefined) throw new RangeError("there is nothing to join");
  if (parts.length === 1) return first;
  const whole = new (first.constructor as new (length: number) => Elements)(first.length * parts.length);
  parts.forEach((part, i) => whole.set(part, i * first.length));
  return whole;
}
