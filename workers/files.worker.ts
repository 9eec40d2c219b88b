import { verify } from "../src/exploration/verify.ts";
import { contentOf } from "../src/formats/content.ts";
import { FileError } from "../src/formats/strata-file/file-error.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { writeStrataFile } from "../src/formats/strata-file/write.ts";
import { serve } from "../src/platform/serve.ts";
import type { FilesWorkerApi } from "../src/storage/files.ts";

/** A FileError loses its class on the way to the page: it goes as data. */
async function told<T>(work: Promise<T>) {
  try {
    return { answer: await work };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { refused: { code: error.code, context: error.context } };
  }
}

serve<Omit<FilesWorkerApi, "begin">>({
  read: (bytes) => told(readStrataFile(bytes)),
  write: (entries, options) => told(writeStrataFile(entries, options)),
  content: (snapshot) => told(contentOf(snapshot)),
  verify: async (there, here) => ({ answer: verify(there, here) }),
});
