import { verify } from "../src/exploration/verify.ts";
import { contentOf } from "../src/formats/content.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { writeStrataFile } from "../src/formats/strata-file/write.ts";
import { serve } from "../src/platform/serve.ts";
import type { FilesWorkerApi } from "../src/storage/files.ts";

serve<Omit<FilesWorkerApi, "begin">>({
  read: readStrataFile,
  write: writeStrataFile,
  readStudy: async (bytes) => {
    const [{ readStudyFile }, { findingsOfStudy }] = await Promise.all([
      import("../src/study/study-file.ts"),
      import("../src/study/tables.ts"),
    ]);
    const study = await readStudyFile(bytes);
    return { study, findings: findingsOfStudy(study) };
  },
  // Of own networks alone: most pages never ask for these.
  readProbes: async (bytes) => (await import("../src/formats/probes-file/read.ts")).readProbesFile(bytes),
  writeProbes: async (file) => (await import("../src/formats/probes-file/write.ts")).writeProbesFile(file),
  looseProbes: async (files) => (await import("../src/formats/probes-file/loose.ts")).looseProbes(files),
  content: contentOf,
  verify: async (there, here) => verify(there, here),
});
