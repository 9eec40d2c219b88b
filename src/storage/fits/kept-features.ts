import type { FeatureStore, Mark } from "../../probes/tools.ts";
import type { Folder, SyncFile } from "./folder.ts";

/** Numbers of a mark: rows, photograph, drawn, and their sum, by which half a mark is told. */
const MARK_NUMBERS = 4;
const MARK_BYTES = 8 * MARK_NUMBERS;

/**
 * A store of features in files of a folder, one a layer, and one for the marks: two of them by turns, so that one is whole whenever the page ends. What the
 * folder has no room for stays in memory, and from there on nothing is marked. A null folder: all of it does.
 */
export async function keptFeatures(
  folder: Folder | null,
  name: string,
  features: readonly number[],
): Promise<FeatureStore> {
  const files = folder === null ? null : await openFiles(folder, name, features.length);
  const mark = files && lastMark(files, features);
  const layers = features.map((width, layer) => new Layer(files?.layers[layer] ?? null, 4 * width, mark?.rows ?? 0));
  let marks = mark === null ? 0 : mark.which + 1;
  return {
    mark: mark && mark.of,
    append: async (layer, values) => layers[layer]!.append(bytesOf(values)),
    reached: async (of) => {
      if (files !== null && layers.every(({ isInFile }) => isInFile)) writeMark(files.marks, marks++ % 2, of);
    },
    read: async (layer, first, rows) => {
      const values = new Float32Array(rows * features[layer]!);
      layers[layer]!.read(bytesOf(values), first);
      return values;
    },
    close: async () => {
      for (const file of files === null ? [] : [...files.layers, files.marks]) file.close();
    },
  };
}

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Rows of one layer: first those in its file, then those that found no room there. */
class Layer {
  readonly #file: SyncFile | null;
  readonly #rowBytes: number;
  readonly #more: Uint8Array[] = [];
  #inFile: number;

  constructor(file: SyncFile | null, rowBytes: number, rows: number) {
    this.#file = file;
    this.#rowBytes = rowBytes;
    this.#inFile = rows * rowBytes;
    file?.truncate(this.#inFile);
  }

  get isInFile(): boolean {
    return this.#file !== null && this.#more.length === 0;
  }

  append(bytes: Uint8Array): void {
    if (this.#file !== null && this.isInFile && written(this.#file, bytes, this.#inFile)) this.#inFile += bytes.length;
    else this.#more.push(bytes.slice());
  }

  read(into: Uint8Array, firstRow: number): void {
    const from = firstRow * this.#rowBytes;
    let done = 0;
    while (from + done < this.#inFile && done < into.length) {
      const part = into.subarray(done, Math.min(into.length, this.#inFile - from));
      const read = this.#file!.read(part, from + done);
      if (read === 0) break;
      done += read;
    }
    let start = this.#inFile;
    for (const bytes of this.#more) {
      const skipped = from + done - start;
      if (done < into.length && skipped >= 0 && skipped < bytes.length) {
        const part = bytes.subarray(skipped, skipped + into.length - done);
        into.set(part, done);
        done += part.length;
      }
      start += bytes.length;
    }
    if (done < into.length)
      throw new RangeError(`there are fewer rows than ${firstRow + into.length / this.#rowBytes}`);
  }
}

/** Whether all bytes found room. */
function written(file: SyncFile, bytes: Uint8Array, at: number): boolean {
  try {
    return file.write(bytes, at) === bytes.length;
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") return false;
    throw error;
  }
}

interface Files {
  readonly layers: readonly SyncFile[];
  readonly marks: SyncFile;
}

async function openFiles(folder: Folder, name: string, layers: number): Promise<Files> {
  const opened: SyncFile[] = [];
  try {
    for (let layer = 0; layer < layers; layer++) opened.push(await folder.open(`${name}.${layer}`));
    return { layers: opened, marks: await folder.open(`${name}.marks`) };
  } catch (error) {
    for (const file of opened) file.close();
    throw error;
  }
}

/** The last whole mark whose rows are all there. */
function lastMark(
  { layers, marks }: Files,
  features: readonly number[],
): { readonly of: Mark; readonly rows: number; readonly which: number } | null {
  const found = [0, 1].flatMap((which) => {
    const numbers = new Float64Array(MARK_NUMBERS);
    const isWhole = marks.read(new Uint8Array(numbers.buffer), which * MARK_BYTES) === MARK_BYTES;
    const [rows, photograph, drawn, sum] = numbers as unknown as readonly [number, number, number, number];
    const isSound = isWhole && rows > 0 && sum === rows + photograph + drawn;
    const areThere = features.every((width, layer) => layers[layer]!.getSize() >= 4 * width * rows);
    return isSound && areThere ? [{ of: { rows, photograph, drawn }, rows, which }] : [];
  });
  return found.sort((a, b) => b.rows - a.rows)[0] ?? null;
}

function writeMark(file: SyncFile, which: number, { rows, photograph, drawn }: Mark): void {
  const numbers = Float64Array.of(rows, photograph, drawn, rows + photograph + drawn);
  written(file, new Uint8Array(numbers.buffer), which * MARK_BYTES);
}
