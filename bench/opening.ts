import type { Browser, Page } from "@playwright/test";
import type { LinkDraft } from "../src/session/dialogs.ts";
import { withBuiltPage } from "./built-page.ts";
import { medianOf, printTable } from "./timing.ts";

const SAMPLES = ["golf-ball.png", "chain-saw.png"];
const GRIDS = ["3x3", "3x4"];
const RUNS = 5;

interface Shown {
  drawnMs?: number;
}

/** The links that a page makes of a sample's picture. */
async function draftsOf(page: Page, address: string): Promise<readonly LinkDraft[]> {
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done", null, {
    timeout: 300_000,
  });
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().sharing.phase === "ready");
  return page.evaluate(() => {
    const { sharing } = globalThis.strata.store.getState();
    return sharing.phase === "ready" ? sharing.drafts : [];
  });
}

/** Notes the time of the first frame after the picture's rows; as text, since a compiled function would call what the page does not have. */
const NOTE_PICTURE = `(function look() {
  if (document.querySelector("[data-row]") === null) requestAnimationFrame(look);
  else requestAnimationFrame(() => (globalThis.drawnMs = performance.now()));
})();`;

/** Milliseconds from the arrival of the page's script to the frame after the linked picture, in a browser that has never seen the page. */
async function msToPicture(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript({ content: NOTE_PICTURE });
  await page.goto(url);
  await page.waitForFunction(() => (globalThis as Shown).drawnMs !== undefined);
  const ms = await page.evaluate(() => {
    const script = performance
      .getEntriesByType("resource")
      .find(({ name }) => /\/index-[^/]+\.js$/.test(name)) as PerformanceResourceTiming;
    return (globalThis as Shown).drawnMs! - script.responseEnd;
  });
  await context.close();
  return ms;
}

/** Prints, in a real browser, how long a sample's links are with each image and how soon they show their picture. */
export async function benchOpening(): Promise<void> {
  console.log(`\nOpening links in Chromium, from the page's script to the picture; median of ${RUNS}`);
  await withBuiltPage(async (browser, address) => {
    const page = await browser.newPage();
    const lines: string[][] = [];
    for (const sample of SAMPLES) {
      for (const grid of GRIDS) {
        for (const { image, url } of await draftsOf(page, `${address}#sample=${sample}&grid=${grid}`)) {
          const times: number[] = [];
          for (let run = 0; run < RUNS; run++) times.push(await msToPicture(browser, url));
          lines.push([sample, grid, image, String(url.length), medianOf(times).toFixed(0)]);
        }
      }
    }
    printTable(["sample", "grid", "image", "characters", "picture ms"], lines);
  });
}
