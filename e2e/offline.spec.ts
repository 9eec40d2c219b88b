import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { openBareHost, type BareHost } from "./bare-host.ts";
import { chooseNetwork, expect, explore, open, rows, settled, shipped, test as base } from "./support.ts";

/** Journeys on a host without headers, where the page lives in a folder. */
const test = base.extend<{ host: BareHost }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs off its parameter.
  host: async ({}, use, { project }) => {
    const host = await openBareHost(project.use.baseURL!);
    await use(host);
    await host.close();
  },
  baseURL: async ({ host }, use) => use(host.url),
  serviceWorkers: "allow",
});

/** Waits until the page opens without a network. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.strata?.store.getState().offline.phase === "ready");
}

/** Loads the page anew and waits until there is a picture, computed or kept. */
async function reload(page: Page): Promise<void> {
  await page.reload();
  await shown(page);
}

async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const run = globalThis.strata?.store.getState().run;
    return run?.phase === "done" || (run?.phase === "opened" && run.from !== "build");
  });
}

async function cutOff(page: Page, host: BareHost): Promise<void> {
  host.down = true;
  await page.context().setOffline(true);
}

/** Opens a sample and waits for its picture. */
async function openSample(page: Page, name: string): Promise<void> {
  await page.evaluate(() => ((globalThis as { before?: unknown }).before = globalThis.strata.store.getState().image));
  await page.getByRole("button", { name: `Open the sample: ${name}` }).click();
  await page.waitForFunction(() => {
    const { image, run } = globalThis.strata.store.getState();
    return image !== (globalThis as { before?: unknown }).before && run.phase === "done";
  });
}

/** The page's start on a host that has it in a folder, asked of four patches. */
const START = "./#grid=2x2";

const line = (page: Page) => page.getByRole("region", { name: "Offline" });

test("after the first visit the page opens, explores and takes images without a network, isolated though its host sends no headers", async ({
  page,
  host,
}) => {
  await open(page, START);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  await kept(page);
  await expect(line(page)).toContainText("This page works offline.");
  await cutOff(page, host);
  await expect(line(page)).toContainText("You are offline");
  // The very first page, too, goes on: it was taken over once everything was there.
  await openSample(page, "church");
  await reload(page);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  await openSample(page, "parachute");
  await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
  expect(await rows(page).count()).toBeGreaterThan(0);
});

test("keeping the page costs the network nothing that the first picture has fetched already", async ({
  host,
  playwright,
  launchOptions,
}) => {
  // A private window, which tests run in otherwise, has no room to remember files of several megabytes.
  const profile = mkdtempSync(join(tmpdir(), "strata-profile-"));
  const context = await playwright.chromium.launchPersistentContext(profile, { ...launchOptions, baseURL: host.url });
  const page = await context.newPage();
  await open(page, START);
  await kept(page);
  for (const path of [
    "/models/imagenette-residual.json",
    "/models/imagenette-residual.onnx",
    "/models/imagenette-residual.tail.onnx",
    "/samples/church.png",
  ]) {
    expect(host.sent.get(path), path).toBe(shipped(path.slice(1)).length);
  }
  await context.close();
  rmSync(profile, { recursive: true });
});

const digest = (content: string | Uint8Array): string =>
  `sha256-${createHash("sha256").update(content).digest("base64")}`;

/** Puts a second version on the host: another page, another manifest of a model, a part under another name; and a worker that lists them. */
async function publishSecond(host: BareHost): Promise<{ readonly goneFromHost: string }> {
  const get = async (path: string): Promise<string> => (await fetch(new URL(`.${path}`, host.url))).text();
  const [page, model, models, worker] = (await Promise.all(
    ["/index.html", "/models/glass-box.json", "/models/index.json", "/service.worker.js"].map(get),
  )) as [string, string, string, string];
  const secondPage = page.replace("<title>", '<meta name="version" content="second" /><title>');
  const secondModel = `${model}\n`;
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const secondModels = models.replace(sha256(model), sha256(secondModel));
  const [font] = /assets\/inter-[\w-]+\.woff2/.exec(worker)!;
  const secondFont = font!.replace(".woff2", "-second.woff2");
  for (const path of ["/", "/index.html"]) host.replaced.set(path, secondPage);
  host.replaced.set("/models/glass-box.json", secondModel);
  host.replaced.set("/models/index.json", secondModels);
  host.replaced.set(`/${secondFont}`, "a typeface");
  host.replaced.set(`/${font}`, null);
  const listed = new RegExp(`"integrity":"[^"]+","path":"${font}"`);
  host.replaced.set(
    "/service.worker.js",
    worker
      .replace(digest(page), digest(secondPage))
      .replace(digest(model), digest(secondModel))
      .replace(digest(models), digest(secondModels))
      .replace(listed, `"integrity":"${digest("a typeface")}","path":"${secondFont}"`),
  );
  return { goneFromHost: font! };
}

const version = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>("meta[name=version]")?.content ?? null);
const lookForUpdate = (page: Page): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => null));

test("on a wish all that ships is kept; a new version is offered, waits for the run, and comes on a click with all of that", async ({
  page,
  host,
}) => {
  await open(page, START);
  await kept(page);
  await test.step("all is kept, and works without a network", async () => {
    expect(await page.evaluate(() => globalThis.strata.store.getState().offline.allCached)).toBe(false);
    await line(page)
      .getByRole("button", { name: /Make all available offline, with all \d+ networks \([\d.]+ [kM]B\)/ })
      .click();
    await expect(line(page)).toContainText("All of this page works offline.");
    await cutOff(page, host);
    await reload(page);
    await chooseNetwork(page, "Glass box", "glass-box");
    await settled(page);
    expect(await rows(page).count()).toBeGreaterThan(0);
    host.down = false;
    await page.context().setOffline(false);
    await page.goto("about:blank");
    await page.goto(START);
    await shown(page);
  });

  await publishSecond(host);
  await lookForUpdate(page);
  await expect(line(page)).toContainText("A new version is ready.");

  // The old one stays in charge, also for pages opened later.
  await reload(page);
  await expect(line(page)).toContainText("A new version is ready.");
  expect(await version(page)).toBeNull();

  await page.getByRole("combobox", { name: "Grid" }).selectOption("4x4");
  await expect(line(page)).toContainText("it waits for the run to end");
  await expect(line(page).getByRole("button")).toHaveCount(0);
  const measured = () =>
    page.evaluate(() => {
      const { run } = globalThis.strata.store.getState();
      return run.phase === "running" ? run.done : -1;
    });
  const before = await measured();
  await expect.poll(measured).toBeGreaterThan(Math.max(0, before));
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Grid" }).selectOption("2x2");
  await settled(page);
  await line(page).getByRole("button", { name: "Reload now" }).click();
  await page.waitForFunction(() => document.querySelector("meta[name=version]") !== null);
  await shown(page);
  await expect(line(page)).toContainText("All of this page works offline.");

  await cutOff(page, host);
  await reload(page);
  expect(await version(page)).toBe("second");
  await chooseNetwork(page, "Glass box", "glass-box");
  await settled(page);
});

test("a window of the old version is not reloaded when another one takes the new, and keeps its own parts", async ({
  page,
  host,
  context,
}) => {
  await open(page, START);
  await kept(page);
  const other = await context.newPage();
  await other.goto(START);
  await shown(other);
  const { goneFromHost } = await publishSecond(host);
  await lookForUpdate(page);
  await line(other).getByRole("button", { name: "Reload now" }).click();
  await other.waitForFunction(() => document.querySelector("meta[name=version]") !== null);
  await shown(other);
  expect(await version(page)).toBeNull();
  await expect(line(page).getByRole("button", { name: "Reload now" })).toBeVisible();
  const statusOf = (path: string): Promise<number> =>
    page.evaluate(async (address) => (await fetch(address)).status, path);
  expect(await statusOf(goneFromHost)).toBe(200);

  await other.close();
  await line(page).getByRole("button", { name: "Reload now" }).click();
  await page.waitForFunction(() => document.querySelector("meta[name=version]") !== null);
  await shown(page);
  await expect.poll(() => statusOf(goneFromHost), "the old version's files are dropped").toBe(404);
});
