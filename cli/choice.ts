import { InputError } from "./failure.ts";

/** One of the choices of an option, `otherwise` where it is left out; throws InputError. */
export function choice<T extends string, Otherwise extends T | null>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
  otherwise: Otherwise,
): T | Otherwise {
  if (text === undefined) return otherwise;
  const found = choices.find((one) => one === text);
  if (found === undefined) throw new InputError("bad-choice", { option, value: text, choices: choices.join(", ") });
  return found;
}
