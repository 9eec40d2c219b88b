import { expect, test, type Page } from "@playwright/test";
import { createServer, type ViteDevServer } from "vite";
import { smallTexts } from "./sight.ts";
import { graveFaults, still } from "./support.ts";

/** What the gallery hands to the browser's console: its states, as its address names them. */
declare global {
  var gallery: readonly string[];
}

let server: ViteDevServer;
let address: string;

test.beforeAll(async () => {
  // The gallery is in no build.
  server = await createServer({ server: { port: 0, hmr: false }, logLevel: "error" });
  await server.listen();
  address = `${server.resolvedUrls!.local[0]}gallery.html`;
});
test.afterAll(() => server.close());

/** How the gallery is looked at. */
interface Look {
  readonly name: string;
  readonly query?: string;
  readonly width?: number;
  readonly forced?: "light" | "dark";
}

const LOOKS: readonly Look[] = [
  { name: "light, in English" },
  { name: "dark, in Chinese", query: "?dark&zh" },
  { name: "on a phone, in English", width: 390 },
  { name: "on a phone, in Chinese", query: "?zh", width: 390 },
  { name: "in forced colours", query: "?dark", forced: "dark" },
];

/** Elements that stand out of the place that their view has, beside it or, cut off, within. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const words = (element: Element): string =>
      `${element.tagName} ${element.getAttribute("class") ?? ""} ${(element.textContent ?? "").trim().slice(0, 40)}`;
    const found = root.scrollWidth > root.clientWidth ? [`the page by ${root.scrollWidth - root.clientWidth} px`] : [];
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      if (element.closest(".sr, svg, select") !== null || !element.checkVisibility()) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      // What scrolls, and what ends in an ellipsis, means to.
      if (overflowX === "auto" || overflowX === "scroll" || textOverflow === "ellipsis" || element.tagName === "INPUT")
        continue;
      if (
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0 &&
        getComputedStyle(element).display !== "inline"
      )
        found.push(`${words(element)} by ${element.scrollWidth - element.clientWidth} px`);
    }
    return found;
  });
}

for (const { name, query = "", width = 1440, forced } of LOOKS) {
  test(`every view in every state, ${name}: nothing cut off or small, nothing against axe's rules, no error`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.setViewportSize({ width, height: 900 });
    if (forced !== undefined) await page.emulateMedia({ forcedColors: "active", colorScheme: forced });
    await page.goto(`${address}${query}`);
    const states = await (await page.waitForFunction(() => globalThis.gallery)).jsonValue();
    expect(states.length).toBeGreaterThan(100);
    for (const state of states) {
      await page.evaluate((hash) => (location.hash = hash), state);
      await expect(page.locator(`[data-state="${state}"]`)).toBeAttached();
      await still(page);
      await expect.poll(() => cutOff(page), `${state}: cut off`).toEqual([]);
      expect.soft(await smallTexts(page), `${state}: small`).toEqual([]);
      expect.soft(await graveFaults(page), `${state}: axe`).toEqual([]);
      // The view that is made to throw says so.
      expect
        .soft(
          errors.splice(0).filter((text) => !(state === "failsafe/thrown" && text.includes("made to"))),
          `${state}: errors`,
        )
        .toEqual([]);
    }
  });
}
