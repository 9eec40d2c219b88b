/** Has the page draw the figures that the paper asks of a network's layers, for one image, and saves them as SVG: npm run figures; or those of a study: npm run figures -- FILE.study. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { withBuiltPage } from "../bench/built-page.ts";
import type { Topic } from "../src/session/topics.ts";
import { saveStudyFigures } from "./study-figures.ts";

const SAMPLE = "golf-ball.png";
const FOLDER = fileURLToPath(new URL("../docs/figures/", import.meta.url));
/** So many times the image is explained anew under noise. */
const DRAWS = 20;

/** What is asked before a view has something to draw. */
const BEFORE: { readonly [Name in Topic]?: (page: Page) => Promise<void> } = {
  across: async (page) => {
    await page.getByRole("button", { name: "Ask it" }).click();
    await page.waitForFunction(() => globalThis.strata.store.getState().inquiries.across.found !== null);
  },
  stability: async (page) => {
    await page.evaluate((draws) => globalThis.strata.actions.askStability({ sigma: 0.02, draws, seed: 1 }), DRAWS);
    await page.waitForFunction(() => {
      const { work, found } = globalThis.strata.store.getState().inquiries.stability;
      return work === null && found !== null;
    });
  },
};
const FIGURES: readonly Topic[] = ["orders", "completeness", "sparsity", "matching", "across", "stability"];

const [study] = process.argv.slice(2);
if (study === undefined) await saveFigures();
else await saveStudyFigures(study);

async function saveFigures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await withBuiltPage(async (browser, address) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    page.setDefaultTimeout(600_000);
    await page.goto(`${address}#sample=${SAMPLE}`);
    await page.waitForFunction(() => {
      const { run, certainty } = globalThis.strata?.store.getState() ?? { run: null, certainty: null };
      return run?.phase === "done" && certainty === null;
    });
    for (const topic of FIGURES) {
      await page.evaluate((of) => globalThis.strata.actions.chooseTopic(of), topic);
      await page.locator("#topic-title").waitFor();
      await BEFORE[topic]?.(page);
      const save = page.getByRole("group", { name: "Save" }).getByRole("button", { name: "SVG" });
      const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
      await file.saveAs(`${FOLDER}${topic}.svg`);
      console.log(`docs/figures/${topic}.svg`);
    }
  });
}
