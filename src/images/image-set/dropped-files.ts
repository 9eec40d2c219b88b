/** A file with the folders that it lies in, as far as these came along: "flowers/daisy/1.jpg". */
export interface DroppedFile {
  readonly path: string;
  readonly file: Blob;
}

/** More files than this are not looked for in folders. */
export const MOST_FILES = 50_000;

/** Files that were chosen, with their folder where a folder was. */
export function chosenFiles(files: Iterable<File>): DroppedFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop, those in folders too, MOST_FILES and one more at most. To be called as the drop comes: what it holds is gone a moment later. */
export async function droppedFiles(data: Pick<DataTransfer, "items" | "files">): Promise<DroppedFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...data.files];
  return entries.every((entry) => entry === null) ? chosenFiles(plain) : walked(entries);
}

/** The files of what was dropped and asked for its entries then; as many at most. */
export async function walked(entries: readonly (FileSystemEntry | null)[]): Promise<DroppedFile[]> {
  const found: DroppedFile[] = [];
  for (const entry of entries) if (entry !== null) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: DroppedFile[]): Promise<void> {
  if (found.length > MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a folder's entries by parts, the last of which is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const inside of part) await walk(inside, found);
  }
}
