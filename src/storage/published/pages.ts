/** Which file a page of a host of networks is about. */
import { PublishedError } from "./errors.ts";

/** Where the bytes are that a page shows or lists. */
interface PageFile {
  readonly address: string;
  readonly isGuess?: boolean;
  readonly lfsAddress?: string;
}

/** Where exporters put the network of a repository on Hugging Face, and libraries look for it. */
const USUAL_FILE = "onnx/model.onnx";

/** The file of a page that is known to stand for one; null for any other address. Throws PublishedError `names-no-file` for a page of many files. */
export function fileOfPage(url: URL): PageFile | null {
  const parts = url.pathname.split("/").filter((part) => part !== "");
  switch (url.host.replace(/^www\./, "")) {
    case "huggingface.co":
    case "hf.co":
      return fileOnHuggingFace(parts, url.host);
    case "github.com":
      return fileOnGitHub(parts, url.host);
    case "raw.githubusercontent.com":
      return rawFile(parts);
    default:
      return null;
  }
}

/** `ORG/REPO`, behind `datasets` or `spaces` or nothing, then `blob`, `resolve`, `raw` or `tree`, a revision and a path. */
function fileOnHuggingFace(parts: readonly string[], host: string): PageFile | null {
  const kind = parts[0] === "datasets" || parts[0] === "spaces" ? [parts[0]] : [];
  const [organisation, repository, view, revision = "main", ...path] = parts.slice(kind.length);
  if (organisation === undefined || repository === undefined) throw new PublishedError("names-no-file", { host });
  const at = (...segments: readonly string[]): string =>
    `https://huggingface.co/${[...kind, organisation, repository, "resolve", revision, ...segments].join("/")}`;
  if (view === "blob" || view === "resolve" || view === "raw") {
    if (path.length === 0) throw new PublishedError("names-no-file", { host });
    return { address: at(...path) };
  }
  if (kind.length > 0 || (view !== undefined && view !== "tree")) throw new PublishedError("names-no-file", { host });
  // A folder that is shown is looked into by its own name.
  return { address: at(...(path.length === 0 ? USUAL_FILE.split("/") : [...path, "model.onnx"])), isGuess: true };
}

/** `ORG/REPO/blob/REVISION/PATH`, or `raw`; released files are left as they are. */
function fileOnGitHub(parts: readonly string[], host: string): PageFile | null {
  const [organisation, repository, view, ...rest] = parts;
  if (view === "releases" && rest[0] === "download" && rest.length === 3) return null;
  if (organisation === undefined || repository === undefined || (view !== "blob" && view !== "raw"))
    throw new PublishedError("names-no-file", { host });
  return rawFile([organisation, repository, ...rest]) ?? namesNoFile(host);
}

/** A file of a repository on GitHub, and where it is if its repository has it in Git LFS. */
function rawFile(parts: readonly string[]): PageFile | null {
  if (parts.length < 4) return null;
  const path = parts.join("/");
  return {
    address: `https://raw.githubusercontent.com/${path}`,
    lfsAddress: `https://media.githubusercontent.com/media/${path}`,
  };
}

function namesNoFile(host: string): never {
  throw new PublishedError("names-no-file", { host });
}
