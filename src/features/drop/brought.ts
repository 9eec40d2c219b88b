/** What a person drops, pastes or chooses, sorted by what it may be: names tell enough to know whom to ask, contents tell the rest. */
import { isProbesFileName } from "../../formats/probes-file/document.ts";
import { isStudyFileName } from "../../study/file-name.ts";
import type { NamedFile } from "../../platform/named-file.ts";

const NETWORK = /\.onnx$/i;
const IMAGE = /\.(jpe?g|png|webp|avif|gif|hei[cf])$/i;

/** What is to be done with files. */
export type Brought =
  /** One file that tells by its content what it is. */
  | { readonly do: "open"; readonly file: NamedFile }
  /** A network with what lies beside it, or what belongs to the one that is asked about. */
  | { readonly do: "network"; readonly files: readonly NamedFile[]; readonly image: NamedFile | null }
  /** Probes that were fitted before, perhaps elsewhere. */
  | { readonly do: "probes"; readonly file: NamedFile }
  /** Several images, to be gone through. */
  | { readonly do: "images"; readonly files: readonly NamedFile[] }
  /** A study, with what lies beside it. */
  | { readonly do: "study"; readonly study: NamedFile; readonly beside: readonly NamedFile[] }
  | { readonly do: "try"; readonly image: NamedFile }
  | { readonly do: "refuse"; readonly why: "many-files" | "no-file" | "no-study" };

/** What files are for; while a network is asked about, they belong to it. */
export function sorted(files: readonly NamedFile[], isAsking: boolean): Brought {
  const [first] = files;
  if (first === undefined) return { do: "refuse", why: "no-file" };
  if (files.length === 1 && isProbesFileName(first.name)) return { do: "probes", file: first };
  const studies = files.filter(({ name }) => isStudyFileName(name));
  if (studies.length === 1) return studyOf(studies[0]!, files);
  const image = files.find(({ name }) => IMAGE.test(name)) ?? null;
  const others = files.filter(({ name }) => !IMAGE.test(name));
  if (files.some(({ name }) => NETWORK.test(name))) return { do: "network", files: others, image };
  if (isAsking) return others.length === 0 ? { do: "try", image: image! } : { do: "network", files: others, image };
  if (files.length === 1) return { do: "open", file: first };
  return others.length === 0 ? { do: "images", files } : { do: "refuse", why: "many-files" };
}

/** What a folder that was dropped is for. */
export function sortedFolder(files: readonly NamedFile[]): Brought {
  const studies = files.filter(({ name }) => isStudyFileName(name));
  return studies.length === 1 ? studyOf(studies[0]!, files) : { do: "refuse", why: "no-study" };
}

const studyOf = ({ name, file }: NamedFile, files: readonly NamedFile[]): Brought => ({
  do: "study",
  study: { name: name.replace(/^.*\//, ""), file },
  beside: files.filter((other) => other.file !== file),
});

/** Files by their names. */
export const named = (files: Iterable<File>): NamedFile[] => [...files].map((file) => ({ name: file.name, file }));

/** The files of a file menu, which can then be chosen again. */
export function chosenFiles(input: HTMLInputElement): NamedFile[] {
  const files = named(input.files ?? []);
  input.value = "";
  return files;
}
