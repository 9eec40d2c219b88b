import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { withBuiltPage } from "../built-page.ts";
import { DATA } from "../networks/photographs.ts";
import { printTable } from "../timing.ts";

const NETWORK = join(DATA, "models/squeezenet1.1.onnx");
/** Takes whatever may be dropped. */
const FILES = 'input[type=file][accept*=".onnx"]';
const PHOTOGRAPHS = ["free_chelsea.jpg", "in_n02391049_zebra.jpg", "flower_sunflowers_12471791574.jpg"];

declare global {
  var noted: Noted | null;
}

/** Of one run: when its masks began, when its first estimate was drawn and from how many masks, and when all of it was; ms. */
interface Noted {
  readonly begunMs: number;
  readonly estimatedMs: number | null;
  readonly masks: number | null;
  readonly doneMs: number;
}

/** In a page: notes when what comes after the next image's masks have begun is drawn. No function in it has a name: compiled, it would call what the page does not have. */
function noteNext(): void {
  const { store } = globalThis.strata;
  const before = store.getState().image;
  globalThis.noted = null;
  let begunMs: number | null = null;
  let first: { readonly ms: number; readonly masks: number } | null = null;
  const looking = setInterval(() => {
    const { image, run, result } = store.getState();
    if (image === before) return;
    if (run.phase === "running") begunMs ??= performance.now();
    if (begunMs === null || document.querySelector("[data-row]") === null) return;
    if (result?.estimated) first ??= { ms: performance.now(), masks: result.estimated.masks };
    if (run.phase !== "done" || document.querySelector("[aria-busy=true]") !== null) return;
    clearInterval(looking);
    globalThis.noted = {
      begunMs,
      estimatedMs: first?.ms ?? null,
      masks: first?.masks ?? null,
      doneMs: performance.now(),
    };
  }, 5);
}

async function given(page: Page, file: string): Promise<Noted> {
  await page.evaluate(noteNext);
  await page.setInputFiles(FILES, join(DATA, "photos", file));
  return (await page.waitForFunction(() => globalThis.noted).then((handle) => handle.jsonValue()))!;
}

/** Prints when the first estimate of SqueezeNet at 3 x 4 patches is drawn, as a share of its whole run: from when masks begin to the exact picture. */
export async function benchEarly(): Promise<void> {
  if (!existsSync(NETWORK)) {
    console.log(`\n! the first estimate is skipped: there is no ${NETWORK}`);
    return;
  }
  await withBuiltPage(async (browser, address) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(600_000);
    await page.goto(`${address}#grid=3x4`);
    const settled = (): Promise<unknown> =>
      page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done");
    await settled();
    await page.setInputFiles(FILES, NETWORK);
    await page.waitForFunction(() => globalThis.strata.store.getState().own?.trial?.isOver === true);
    await page.getByRole("button", { name: "Use it this once", exact: true }).click();
    await page.waitForFunction(() => globalThis.strata.store.getState().own === null);
    await settled();
    const lines: string[][] = [];
    for (const file of PHOTOGRAPHS) {
      const { begunMs, estimatedMs, masks, doneMs } = await given(page, file);
      const [first, whole] = [estimatedMs === null ? null : estimatedMs - begunMs, doneMs - begunMs];
      lines.push([
        file,
        first === null ? "none" : (first / 1000).toFixed(1),
        String(masks ?? ""),
        (whole / 1000).toFixed(1),
        first === null ? "" : (first / whole).toFixed(3),
      ]);
    }
    const { rows, cols } = await page.evaluate(() => globalThis.strata.store.getState().settings);
    console.log(`\nThe first estimate of SqueezeNet at ${rows} x ${cols} patches, seconds from when its masks begin`);
    printTable(["photograph", "first estimate", "of masks", "exact picture", "share"], lines);
  });
}
