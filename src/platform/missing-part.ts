import { carry, CodedError } from "./coded-error.ts";

/** The browser lacks something that the page is made with (`context.part`, as its documentation calls it). */
export class MissingPart extends CodedError<"missing"> {
  override readonly name = "MissingPart";
}
carry("MissingPart", MissingPart);

/** What the platform has under a name; throws MissingPart where it has nothing. */
export function needed<T>(part: string, found: T | undefined): T {
  if (found === undefined) throw new MissingPart("missing", { part });
  return found;
}
