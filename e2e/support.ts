import type { StrataState } from "../src/session/state.ts";
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type BrowserContext, type Locator, type Page } from "@playwright/test";
import type { StoreApi } from "zustand/vanilla";
import type { Actions } from "../src/session/actions.ts";
import { still, svgTexts } from "./sight.ts";

/** What the page hands to the browser's console. */
declare global {
  var strata: { readonly store: StoreApi<StrataState>; readonly actions: Actions };
}

/**
 * Every journey also asserts that no request leaves the page's origin, that nothing throws unseen and that the page asks for nothing its
 * policy forbids. The page's service worker is only there where a journey says `test.use({ serviceWorkers: "allow" })`: once a page has
 * settled it answers for the server.
 */
export const test = base.extend<{ savesData: boolean; sparing: void; watched: void }>({
  // The replicates, which are fetched and explained behind every picture, would take the processor from what comes next: only journeys about them have them.
  savesData: [true, { option: true }],
  sparing: [
    async ({ browser, context, savesData }, use) => {
      if (!savesData) return use();
      const spare = (of: BrowserContext): Promise<unknown> =>
        of.addInitScript(() =>
          Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true }),
        );
      await spare(context);
      // So do those that a journey opens beside it.
      const { newContext } = browser;
      browser.newContext = async (...how) => {
        const another = await newContext.apply(browser, how);
        await spare(another);
        return another;
      };
      await use();
      browser.newContext = newContext;
    },
    { auto: true },
  ],
  watched: [
    async ({ page, baseURL }, use) => {
      const strangers: string[] = [];
      const errors: string[] = [];
      const forbidden: string[] = [];
      page.context().on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (origin !== new URL(baseURL!).origin && protocol !== "blob:" && protocol !== "data:")
          strangers.push(request.url());
      });
      page.on("pageerror", (error) => errors.push(error.stack ?? String(error)));
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) forbidden.push(message.text());
      });
      await use();
      expect(strangers, "requests to other origins").toEqual([]);
      expect(errors, "errors nobody caught").toEqual([]);
      expect(forbidden, "what the policy forbids").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Where the page's first image is asked of four patches: 16 masks in place of 512, for whatever holds of any grid. */
export const SMALL = "/#grid=2x2";
/** The same of six patches: 64 masks, several batches. */
export const SEVERAL_BATCHES = "/#grid=2x3";

/** Waits until the run that is under way has ended well, and its own rows are drawn: not those that ship with the page, which are there before. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      globalThis.strata?.store.getState().run.phase === "done" && document.querySelector("[aria-busy=true]") === null,
  );
}

/** Opens the page and waits for its first picture. */
export async function open(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Drops a file on the page as the desktop would. */
export async function drop(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ([fileName, fileType, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName, { type: fileType }),
      );
      return transfer;
    },
    [name, type, Buffer.from(bytes).toString("base64")] as const,
  );
  for (const event of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("main", event, { dataTransfer: data });
}

/** Drops an image and waits for its picture. */
export async function explore(page: Page, name: string, type: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(() => ((globalThis as { before?: unknown }).before = globalThis.strata.store.getState().image));
  await drop(page, name, type, bytes);
  await page.waitForFunction(
    () => globalThis.strata.store.getState().image !== (globalThis as { before?: unknown }).before,
  );
  await settled(page);
}

/** Chooses a network by its title, and waits until it is the page's, by its name. */
export async function chooseNetwork(page: Page, title: string, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Network / }).click();
  await page.getByRole("dialog", { name: "Networks" }).getByRole("button", { name: title, exact: true }).click();
  await page.waitForFunction((chosen) => globalThis.strata.store.getState().model?.name === chosen, name);
}

/** The rows of the main picture, as a screen reader names them. */
export const rows = (page: Page): Locator =>
  page.getByRole("grid", { name: "Concepts by layers" }).getByRole("row", { name: /, order \d+, / });

/** The scores v of every layer, straight from the page. */
export function scores(page: Page): Promise<number[][]> {
  return page.evaluate(() => globalThis.strata.store.getState().result!.snapshot!.values!.layers.map((v) => [...v]));
}

/** The AND and OR effects of every layer of the picture, straight from the page. */
export function effects(page: Page): Promise<[mask: string, effect: number][][]> {
  return page.evaluate(() =>
    globalThis.strata.store
      .getState()
      .result!.layers.map((layer) => layer!.interactions)
      .map(({ and, or }) =>
        [and, or].flatMap(({ masks, effects }) =>
          Array.from(masks, (mask, i): [string, number] => [String(mask), effects[i]!]),
        ),
      ),
  );
}

/** A file that ships with the project. */
export const shipped = (path: string): Uint8Array => readFileSync(new URL(`../public/${path}`, import.meta.url));

/** What axe finds grave on the page as it stands: each fault with the elements that have it. */
export async function graveFaults(page: Page): Promise<string[]> {
  await still(page);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(" "))
          .slice(0, 5)
          .join(", ")}`,
    );
}

/** In forced colours the system's light or dark is the page's. */
export async function forceColours(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ forcedColors: "active", colorScheme });
  await page.locator(`html[data-theme="${colorScheme}"]`).waitFor({ state: "attached" });
}

/**
 * Asserts that axe finds nothing grave in the page's state, light and dark, in Chinese, and in forced colours on a light ground and on a dark one;
 * there also that every text of a drawing, which axe passes over, can be read. Leaves the page light and in English.
 */
export async function accessible(page: Page, state: string): Promise<void> {
  const looks = [
    ["light", () => globalThis.strata.actions.setTheme("light")],
    ["dark", () => globalThis.strata.actions.setTheme("dark")],
    ["Chinese", () => globalThis.strata.actions.setLanguage("zh")],
  ] as const;
  for (const [look, put] of looks) {
    await page.evaluate(put);
    await page
      .locator(look === "Chinese" ? 'html[lang="zh-Hans"]' : `html[data-theme="${look}"]`)
      .waitFor({ state: "attached" });
    expect(await graveFaults(page), `${state}, ${look}`).toEqual([]);
  }
  await page.evaluate(() => {
    globalThis.strata.actions.setLanguage("en");
    globalThis.strata.actions.setTheme("light");
  });
  await page.locator('html[lang="en"][data-theme="light"]').waitFor({ state: "attached" });
  for (const ground of ["light", "dark"] as const) {
    await forceColours(page, ground);
    const where = `${state}, forced colours, ${ground}`;
    expect(await graveFaults(page), where).toEqual([]);
    expect(
      (await svgTexts(page)).filter(({ contrast }) => contrast < 4.5),
      where,
    ).toEqual([]);
  }
  await page.emulateMedia({ forcedColors: null, colorScheme: null });
  await page.locator('html[data-theme="light"]').waitFor({ state: "attached" });
}

/** A run that stands still. */
export interface StandingRun {
  /** Resolves once it stands. */
  stands(): Promise<unknown>;
  /** Gives the workers what they were to be given meanwhile, and lets all runs go on. */
  goOn(): Promise<void>;
}

/** Has the next run stand still once this share of its masks is measured, however fast the machine is: from then on no worker is given anything. */
export async function standAt(page: Page, share: number): Promise<StandingRun> {
  await page.evaluate((most) => {
    const { postMessage } = Worker.prototype;
    const waiting: (() => void)[] = [];
    Worker.prototype.postMessage = function (...args: unknown[]) {
      const give = (): void => postMessage.apply(this, args as Parameters<typeof postMessage>);
      const { run } = globalThis.strata.store.getState();
      if (waiting.length > 0 || (run.phase === "running" && run.done >= most * run.total)) waiting.push(give);
      else give();
    };
    Object.assign(globalThis, {
      waiting,
      goOn: () => {
        Worker.prototype.postMessage = postMessage;
        for (const give of waiting.splice(0)) give();
      },
    });
  }, share);
  return {
    stands: () => page.waitForFunction(() => (globalThis as unknown as { waiting: unknown[] }).waiting.length > 0),
    goOn: () => page.evaluate(() => (globalThis as unknown as { goOn(): void }).goOn()),
  };
}

/** Has the network take so many ms longer for every batch, as a slow one would. @returns what lets it be as fast as it is */
export async function slowed(page: Page, ms: number): Promise<() => Promise<void>> {
  await page.evaluate((delay) => {
    const { postMessage } = Worker.prototype;
    const late = new Set<() => void>();
    Worker.prototype.postMessage = function (...args: unknown[]) {
      const give = (): void => postMessage.apply(this, args as Parameters<typeof postMessage>);
      if ((args[0] as { readonly path?: readonly string[] }).path?.[0] !== "run") return give();
      const once = (): void => {
        if (late.delete(once)) give();
      };
      late.add(once);
      setTimeout(once, delay);
    };
    Object.assign(globalThis, {
      atOnce: () => {
        Worker.prototype.postMessage = postMessage;
        for (const once of [...late]) once();
      },
    });
  }, ms);
  return () => page.evaluate(() => (globalThis as unknown as { atOnce(): void }).atOnce());
}

/**
 * Has the next run stand still once this share of its masks is measured, until the page is left. Resolves with what waits until the browser has kept
 * that much of it, and tells how many masks those are.
 */
export async function holdRunAt(page: Page, share: number): Promise<() => Promise<number>> {
  await standAt(page, share);
  const heldAndKept = (): Promise<number> =>
    page.evaluate(async (least) => {
      const { run } = globalThis.strata.store.getState();
      if (run.phase !== "running" || run.done < least * run.total) return 0;
      const asked = indexedDB.open("strata");
      await new Promise((resolve) => (asked.onsuccess = resolve));
      const runs = asked.result.transaction("runs").objectStore("runs").getAll();
      await new Promise((resolve) => (runs.onsuccess = resolve));
      asked.result.close();
      const kept = Math.max(0, ...(runs.result as { readonly done: number }[]).map(({ done }) => done));
      return kept >= run.done ? kept : 0;
    }, share);
  return async () => {
    // A batch that was under way may be answered after that, and is not kept at once.
    let kept = 0;
    await expect.poll(async () => (kept = await heldAndKept()), { intervals: [100] }).toBeGreaterThan(0);
    return kept;
  };
}

/** Notes with how many masks the page's first run begins; to be called before the page is opened. @returns what tells it */
export async function watchFirstDone(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(`
    const look = () => globalThis.strata === undefined ? setTimeout(look, 1) : globalThis.strata.store.subscribe(({ run }) => {
      if (run.phase === "running") globalThis.firstDone ??= run.done;
    });
    look();
  `);
  return () => page.evaluate(() => (globalThis as unknown as { firstDone: number }).firstDone);
}
