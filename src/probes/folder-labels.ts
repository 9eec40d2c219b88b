/** What folders say of the classes of images. "names": each is called like a class; "order": there are as many as classes, which they are in the order of their names. */
export interface FolderLabels {
  readonly rule: "names" | "order" | null;
  /** One an image, an index among the classes; all null where the folders say nothing. */
  readonly labels: readonly (number | null)[];
  /** Names of the folders that images lie in directly, ascending. */
  readonly folders: readonly string[];
}

/** Names as they are compared: however they are written, "tench", "Tench_fish" and "tench fish" differ in no more than they say. */
const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();

/** The classes of images by the folders that they lie in, `paths` with "/" between folders; an image in no folder has none, and then no image has. */
export function labelsByFolder(paths: readonly string[], classes: readonly string[]): FolderLabels {
  const folderOf = (path: string): string | null => path.split("/").at(-2) ?? null;
  const of = paths.map(folderOf);
  const folders = [...new Set(of.filter((folder) => folder !== null))].sort();
  const unknown: FolderLabels = { rule: null, labels: paths.map(() => null), folders };
  if (folders.length === 0 || of.includes(null)) return unknown;
  const names = classes.map(plain);
  const byName = folders.map((folder) => {
    const whole = names.indexOf(plain(folder));
    // Sets with many names a class, "tench, Tinca tinca", call the folder by the first.
    return whole === -1 ? names.findIndex((name) => name.split(",")[0]!.trim() === plain(folder)) : whole;
  });
  const isNamed = byName.every((index) => index !== -1) && new Set(byName).size === byName.length;
  const isOrdered = folders.length === classes.length && byName.every((index) => index === -1);
  if (!isNamed && !isOrdered) return unknown;
  const index = new Map(folders.map((folder, i) => [folder, isNamed ? byName[i]! : i]));
  return { rule: isNamed ? "names" : "order", labels: of.map((folder) => index.get(folder!)!), folders };
}
