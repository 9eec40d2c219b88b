import { CodedError, carry } from "../../platform/coded-error.ts";

/**
 * What can go wrong with a network that is published elsewhere; `context.host` where one is known:
 * `not-an-address`: what was given is no address, or carries a name and password;
 * `not-https`: it would be asked without encryption, at first or after the host led elsewhere;
 * `private-address`: it is of a machine that only this one reaches, by its name or number;
 * `names-no-file`: it is the address of a page that says nothing of which file;
 * `no-connection`: the browser says that it has no network, or nobody answers there;
 * `no-cors`: the host answers but does not let other pages read the file;
 * `no-answer`: one of these two, and the browser does not tell which;
 * `broken-off`: the connection was lost on the way (`context.loaded`, bytes); what came may be gone on from;
 * `not-found`: the host does not have it (`context.status`: 404 or 410);
 * `forbidden`: the host wants to know who asks, or does not have it and does not say so (`context.status`: 401 or 403);
 * `status`: any other answer than the file (`context.status`);
 * `html`: a page came in the file's place;
 * `lfs-pointer`: a pointer of Git LFS came in the file's place;
 * `too-large`: it is larger than is taken (`context.megabytesMax`);
 * `wrong-hash`: it is another file than the listed one (`context.expected`, `.actual`: SHA-256).
 */
export type PublishedErrorCode =
  | "not-an-address"
  | "not-https"
  | "private-address"
  | "names-no-file"
  | "no-connection"
  | "no-cors"
  | "no-answer"
  | "broken-off"
  | "not-found"
  | "forbidden"
  | "status"
  | "html"
  | "lfs-pointer"
  | "too-large"
  | "wrong-hash";

/** An expected failure of getting a network from where it is published. */
export class PublishedError extends CodedError<PublishedErrorCode> {
  override readonly name = "PublishedError";
}
carry("PublishedError", PublishedError);
