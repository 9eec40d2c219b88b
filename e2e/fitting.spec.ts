// Not the journeys' own test: a page of its own, built and served as the page is, which fits probes by the page's worker and nothing else.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, type Page } from "@playwright/test";
import { build, preview, type InlineConfig, type PreviewServer } from "vite";
import { pageHeadersAlways } from "../scripts/page-headers.ts";
import { securityPolicy } from "../scripts/security-policy.ts";
import type { FittingPage } from "./fitting/page.ts";

declare global {
  var fittingPage: FittingPage;
}

const outDir = mkdtempSync(join(tmpdir(), "strata-fitting-"));
const root = fileURLToPath(new URL("fitting", import.meta.url));
const config: InlineConfig = {
  configFile: false,
  root,
  base: "./",
  publicDir: false,
  plugins: [securityPolicy(), pageHeadersAlways("")],
  worker: { format: "es" },
  build: { target: "es2023", outDir, emptyOutDir: true, rolldownOptions: { input: join(root, "page.html") } },
  preview: { port: 0 },
  logLevel: "error",
};

let server: PreviewServer;
test.beforeAll(async () => {
  await build(config);
  server = await preview(config);
});
test.afterAll(async () => {
  await server.close();
  rmSync(outDir, { recursive: true });
});

async function open(page: Page): Promise<void> {
  await page.goto(`${server.resolvedUrls!.local[0]!}page.html`);
  await page.waitForFunction(() => globalThis.fittingPage !== undefined);
}

const unfinished = (page: Page) => page.evaluate(() => globalThis.fittingPage.unfinished());

test("probes are fitted in the page, go on after a reload to the same bytes, and leave nothing when stopped", async ({
  page,
}) => {
  await open(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const whole = await page.evaluate(() => globalThis.fittingPage.fit("whole", true, null));
  expect(whole).toMatchObject({ isKept: true, from: 0 });
  expect(whole.stages).toEqual(
    expect.arrayContaining(["keeping", "looking", "planned", "features", "fitted", "quality", "noise"]),
  );
  expect(await unfinished(page)).toMatchObject([{ id: "whole", name: "small", images: 120, done: 1 }]);
  await page.evaluate(() => globalThis.fittingPage.discard("whole"));
  expect(await unfinished(page)).toEqual([]);

  const loaded = page.waitForEvent("load");
  await page.evaluate(() => void globalThis.fittingPage.fit("broken", true, { at: 50, by: "reload" }));
  await loaded;
  await page.waitForFunction(() => globalThis.fittingPage !== undefined);
  const [left] = await unfinished(page);
  expect(left!.id).toBe("broken");
  expect(left!.done).toBeGreaterThan(0.2);
  expect(left!.done).toBeLessThan(0.9);
  const rest = await page.evaluate(() => globalThis.fittingPage.fit("broken", false, null));
  expect(rest.from).toBeGreaterThan(20);
  expect(rest.stages).not.toContain("looking");
  expect(rest.digests).toEqual(whole.digests);
  await page.evaluate(() => globalThis.fittingPage.discard("broken"));

  const stopped = await page.evaluate(() => globalThis.fittingPage.fit("stopped", true, { at: 30, by: "cancel" }));
  expect(stopped.digests).toBeNull();
  await expect.poll(() => unfinished(page)).toEqual([]);
});
