import type { ErrorContext } from "../../inference/errors.ts";

/**
 * What can be wrong with a share link: `damaged`: it was cut, altered or never whole; `newer-version`: a newer page made it;
 * `too-long`: no link of this page is that long; `too-coarse`: its effects are rounded by more than MAX_EFFECT_ERROR.
 */
export type LinkErrorCode = "damaged" | "newer-version" | "too-long" | "too-coarse";

/** A share link that is refused. */
export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly code: LinkErrorCode;
  readonly context: ErrorContext;

  constructor(code: LinkErrorCode, context: ErrorContext = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(context)}`, options);
    this.code = code;
    this.context = context;
  }
}
