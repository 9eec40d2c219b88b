import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "@playwright/test";
import { build, preview } from "vite";
import { findOrInstallChromium } from "../scripts/chromium.ts";

/** Builds the page, serves it, and hands its address and a browser to `work`; leaves nothing behind. */
export async function withBuiltPage(work: (browser: Browser, address: string) => Promise<void>): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), "strata-bench-"));
  await build({ build: { outDir, emptyOutDir: true }, logLevel: "silent" });
  const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: "silent" });
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: ["--no-sandbox"] });
  try {
    await work(browser, server.resolvedUrls!.local[0]!);
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true });
  }
}
