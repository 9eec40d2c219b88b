import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "@playwright/test";
import { build, mergeConfig, preview, type InlineConfig } from "vite";
import { findOrInstallChromium } from "../scripts/chromium.ts";

/** Builds the page, or what another configuration builds, serves it, and hands its address and a browser to `work`; leaves nothing behind. */
export async function withBuiltPage(
  work: (browser: Browser, address: string) => Promise<void>,
  config: InlineConfig = {},
): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const here = mergeConfig(config, { build: { outDir, emptyOutDir: true }, preview: { port: 0 }, logLevel: "silent" });
  await build(here);
  const server = await preview(here);
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: ["--no-sandbox"] });
  try {
    await work(browser, server.resolvedUrls!.local[0]!);
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true });
  }
}
