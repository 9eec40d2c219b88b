import { printable } from "../../platform/printable.ts";
import { PublishedError } from "./errors.ts";
import { fileOfPage } from "./pages.ts";
import { isPrivateHost } from "./private-host.ts";

/** An address of a network, as it will be asked. */
export interface NetworkAddress {
  /** https, without name, password and fragment. */
  readonly address: string;
  /** With its port where that is not https's own: what a person is shown before it is asked. */
  readonly host: string;
  readonly fileName: string;
  /** The address named a repository and no file; this is where its kind has one by convention. */
  readonly isGuess: boolean;
  /** Where the file is if only its pointer is at `address`; asked in that case alone. */
  readonly lfsAddress: string | null;
}

/** Longest address that is typed or comes in a link, characters; where hosts lead may be longer, signatures and all. */
const MAX_LENGTH = 2048;

/**
 * The address that is asked for what a person typed or a link says: the page of a file on Hugging Face or GitHub becomes that of its bytes. Asks nobody.
 * Throws PublishedError `not-an-address`, `not-https`, `private-address` or `names-no-file`.
 */
export function normalise(text: string): NetworkAddress {
  if (text.length > MAX_LENGTH) throw new PublishedError("not-an-address");
  const url = publicUrl(withScheme(text.trim()));
  const { address, isGuess = false, lfsAddress = null } = fileOfPage(url) ?? { address: url.href };
  const { host, pathname } = new URL(address);
  const fileName = readable(pathname.slice(pathname.lastIndexOf("/") + 1));
  if (fileName === "") throw new PublishedError("names-no-file", { host });
  return { address, host, fileName, isGuess, lfsAddress };
}

/** The host that would be asked; throws as `normalise` does. */
export const hostOf = (text: string): string => normalise(text).host;

/** An address that may be asked; throws PublishedError as `normalise` does, also for where a host led. */
export function publicUrl(text: string): URL {
  if (!URL.canParse(text)) throw new PublishedError("not-an-address");
  const url = new URL(text);
  const { host, hostname, protocol, username, password } = url;
  if (protocol !== "https:") {
    if (protocol === "http:") throw new PublishedError("not-https", { host });
    throw new PublishedError("not-an-address");
  }
  // Whoever writes a name before the host's may want it taken for the host.
  if (username !== "" || password !== "") throw new PublishedError("not-an-address");
  if (isPrivateHost(hostname)) throw new PublishedError("private-address", { host });
  url.hash = "";
  return url;
}

/** People leave the scheme out; what has another one keeps it. */
const withScheme = (text: string): string =>
  /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) || text.startsWith("/") || text === "" ? text : `https://${text}`;

/** As it may be put into the sentence that asks whether to fetch it. */
function readable(segment: string): string {
  try {
    return printable(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}
