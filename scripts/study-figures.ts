/** Has the page draw the figures of a study, and saves them as SVG: npm run figures -- FILE.study. */
import { mkdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { withBuiltPage } from "../bench/built-page.ts";
import { partsFor, partsOf, type StudyRecord } from "../src/features/study/records.ts";
import { STUDY_FIGURES, type StudyFigure } from "../src/session/study.ts";
import { readStudyFile } from "../src/study/study-file.ts";

const FOLDER = fileURLToPath(new URL("../docs/study/", import.meta.url));

/** A text as a part of a file's name. */
const stem = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** Of every experiment's first grid and question the parts that a figure can be of: a network, or two, each. */
function mainParts(parts: readonly StudyRecord[], figure: StudyFigure): StudyRecord[] {
  const usable = partsFor(parts, figure).filter(({ of }) => of.images.length > 0);
  return usable.filter(({ experiment, grid, question }) => {
    const first = usable.find((part) => part.experiment === experiment)!;
    return grid === first.grid && question === first.question;
  });
}

/** Saves the main figures of a study's file: docs/study/EXPERIMENT-NETWORK-FIGURE.svg. */
export async function saveStudyFigures(path: string): Promise<void> {
  const bytes = readFileSync(path);
  const parts = partsOf(await readStudyFile(bytes));
  mkdirSync(FOLDER, { recursive: true });
  await withBuiltPage(async (browser, address) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
    page.setDefaultTimeout(600_000);
    await page.goto(address);
    await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done");
    const name = basename(path);
    await page.locator("#image-file").setInputFiles({ name, mimeType: "application/gzip", buffer: bytes });
    await page.locator("#topic-title").waitFor();
    for (const figure of STUDY_FIGURES) {
      if (figure === "findings") continue;
      for (const { experiment, network, grid, question } of mainParts(parts, figure)) {
        const record = { experiment, network, grid, question };
        // The figure before is gone once a frame was drawn.
        await page.evaluate(
          async (look) => {
            globalThis.strata.actions.lookAtStudy(look);
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          },
          { figure, record },
        );
        const save = page.getByRole("group", { name: "Save" }).getByRole("button", { name: "SVG" });
        const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
        const called = `${stem(experiment)}-${stem(network)}-${figure}.svg`;
        await file.saveAs(`${FOLDER}${called}`);
        console.log(`docs/study/${called}`);
      }
    }
  });
}
