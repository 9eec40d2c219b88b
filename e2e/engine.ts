import type { Locator, Page } from "@playwright/test";
import type { EngineReport } from "../src/backends/engine-report.ts";
import { open } from "./support.ts";

const GLASS_BOX = "/#sample=glass-box.png";

/** What the engine says of itself. */
export const report = (page: Page): Promise<EngineReport> =>
  page.evaluate(() => globalThis.strata.store.getState().engine.report!);

/** The badge, wherever the page has room for it. */
export const badge = (page: Page): Locator => page.getByRole("button", { name: /^Engine: / }).filter({ visible: true });

export const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Where the network runs" });

/** Opens a picture, the glass box's unless told otherwise, with a backend that was chosen on an earlier visit. */
export async function openOn(page: Page, backend: "auto" | "webgpu" | "wasm", path = GLASS_BOX): Promise<void> {
  await page.addInitScript((choice) => localStorage.setItem("strata.road", choice), backend);
  await open(page, path);
}

/** Chooses a backend by its button's name. */
export async function choose(page: Page, backend: string): Promise<void> {
  await badge(page).click();
  await dialog(page).getByRole("button", { name: backend }).click();
  await page.keyboard.press("Escape");
}

/** Runs the network on the image once more, by the page's own button, and waits until that has begun. */
export async function runAgain(page: Page): Promise<void> {
  await badge(page).click();
  // Heard from before the click on: such a run may be over before anybody looks.
  await page.evaluate(() => {
    const begun = globalThis as { begun?: boolean };
    begun.begun = false;
    globalThis.strata.store.subscribe(({ run }) => (begun.begun ||= run.phase !== "done"));
  });
  await dialog(page).getByRole("button", { name: "Run this image again" }).click();
  await page.waitForFunction(() => (globalThis as { begun?: boolean }).begun);
}

/** Whether an address is of a file that only WebGPU needs. */
export const isForGpu = (address: string): boolean => /webgpu|asyncify|gpu\.worker/.test(address);
