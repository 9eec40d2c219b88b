import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can be wrong with a share link: `damaged`: it was cut, altered or never whole; `newer-version`: a newer page made it;
 * `too-long`: no link of this page is that long; `too-coarse`: its effects are rounded by more than MAX_EFFECT_ERROR.
 */
export type LinkErrorCode = "damaged" | "newer-version" | "too-long" | "too-coarse";

/** A share link that is refused. */
export class LinkError extends CodedError<LinkErrorCode> {
  override readonly name = "LinkError";
}
carry("LinkError", LinkError);
