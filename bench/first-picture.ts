import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";
import type { InlineConfig } from "vite";
import { unpackedPreview } from "../scripts/unpacked-preview.ts";
import { withBuiltPage } from "./built-page.ts";
import { stagesOf } from "./engine/stages.ts";
import { figure } from "./figures.ts";
import { medianOf, printTable } from "./timing.ts";

const PAIRS = 7;

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ALONE: InlineConfig = {
  configFile: false,
  root: folder("first-picture"),
  publicDir: folder("../public"),
  base: "./",
  worker: { format: "es" },
  build: { target: "es2023" },
  plugins: [unpackedPreview()],
};

/** Seconds from opening a bare page to the last image's scores, in a browser that has never seen it. */
async function aloneSeconds(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const seconds = await page.waitForFunction(() => (globalThis as { aloneSeconds?: number }).aloneSeconds, null, {
    timeout: 300_000,
  });
  const value = (await seconds.jsonValue())!;
  await context.close();
  return value;
}

/** Notes when the first row is drawn; as text, since a compiled function would call what the page does not have. */
const NOTE_SHOWN = `(function look() {
  if (document.querySelector("[data-row]") === null) return requestAnimationFrame(look);
  requestAnimationFrame(() => (globalThis.shownMs = performance.now()));
})();`;

/** Seconds from opening the page as it starts on its own to the frame with the first row of the picture that ships, in a browser that has never seen it. */
async function shownSeconds(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ content: NOTE_SHOWN });
  await page.goto(address);
  const ms = await page.waitForFunction(() => (globalThis as { shownMs?: number }).shownMs, null, { timeout: 300_000 });
  const value = (await ms.jsonValue())!;
  await context.close();
  return value / 1000;
}

/**
 * Bytes of the scripts that a browser which has never seen the page fetches until the page's own run is drawn, each gzipped by itself and counted once,
 * however many workers run it.
 */
async function scriptBytes(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".js")) scripts.add(request.url());
  });
  await page.goto(address);
  await page.waitForFunction(
    () => {
      const { strata } = globalThis as { strata?: { store: { getState(): { run: { phase: string } } } } };
      return strata?.store.getState().run.phase === "done" && document.querySelector("[aria-busy=true]") === null;
    },
    null,
    { timeout: 300_000 },
  );
  await context.close();
  const sizes = await Promise.all(
    Array.from(scripts, async (script) => gzipSync(await (await fetch(script)).arrayBuffer()).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Prints how long a first visit waits for its picture of 3 x 3 patches, beside ONNX Runtime Web alone on as many images, and how much script it fetches for it. */
export async function benchFirstPicture(): Promise<void> {
  console.log("\nFrom opening the page for the first time to its first picture (3 x 3 patches, 512 masks), seconds");
  await withBuiltPage((browser, address) =>
    withBuiltPage(async (bare, bareAddress) => {
      const page: number[] = [];
      const alone: number[] = [];
      const shown: number[] = [];
      for (let pair = 0; pair < PAIRS; pair++) {
        shown.push(await shownSeconds(browser, address));
        page.push((await stagesOf(browser, address, "3x3")).drawn);
        alone.push(await aloneSeconds(bare, bareAddress));
      }
      const scripts = (await scriptBytes(browser, address)) / 1000;
      figure("first-picture, scripts up to the page's own run drawn, kB gzipped", scripts, "less");
      figure("first-picture, shipped picture shown, s", medianOf(shown), "less");
      figure("first-picture, the page's own run drawn, s", medianOf(page), "less");
      const line = (name: string, seconds: readonly number[]): string[] => [
        name,
        medianOf(seconds).toFixed(2),
        Math.min(...seconds).toFixed(2),
        Math.max(...seconds).toFixed(2),
      ];
      printTable(
        [`${PAIRS} visits each, in turns`, "median", "least", "most"],
        [
          line("the picture that ships, shown", shown),
          line("the page's own run, drawn", page),
          line("ONNX Runtime Web alone, 512 images", alone),
          line(
            "page / runtime alone, by pairs",
            page.map((seconds, pair) => seconds / alone[pair]!),
          ),
        ],
      );
      console.log(`scripts up to the page's own run drawn: ${scripts.toFixed(1)} kB gzipped`);
    }, ALONE),
  );
}
