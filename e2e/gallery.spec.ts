import { expect, test, type Page } from "@playwright/test";
import { createServer, type ViteDevServer } from "vite";
import { atRest, smallTextsHere } from "./sight.ts";
import { graveFaults } from "./support.ts";

/** What the gallery hands to the browser's console: its states, as its address names them. */
declare global {
  var gallery: readonly string[];
  /** Put there by this file. */
  var sight: {
    readonly atRest: typeof atRest;
    readonly cutOff: typeof cutOff;
    readonly smallTexts: typeof smallTextsHere;
  };
}

test.use({ contextOptions: { reducedMotion: "reduce" } });

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
  /** Whether axe's rules are tried, too: at other widths they find the same. */
  readonly axe?: boolean;
}

/** States of each view, the first ones, on which axe tries its rules, which takes most of the time: the journeys try them on the page in all of its own states. */
const TRIED = 1;

const LOOKS: readonly Look[] = [
  { name: "light, in English", axe: true },
  { name: "on a phone, in English", width: 390 },
  { name: "on a phone, dark, in Chinese", query: "?dark&zh", width: 390 },
];

/** Texts that stand out of the page, of a drawing or of what hides the rest of them, and texts of one drawing that stand on each other. */
function cutOff(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page by ${scrollWidth - clientWidth} px`] : [];
  const drawn = new Map<Element, { readonly text: string; readonly rect: DOMRect }[]>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    const text = node.nodeValue!.trim();
    if (text === "" || rect.width === 0 || !element.checkVisibility({ opacityProperty: true })) continue;
    // The edge of a number on a low cell is the same text once more, behind it.
    if (element.closest(".sr, select, option, title, script, style, .picture-number-edge") !== null) continue;
    const svg = element.closest("svg");
    if (svg !== null) drawn.set(svg, [...(drawn.get(svg) ?? []), { text, rect }]);
    // Outwards, up to what scrolls or ends in an ellipsis, which means to hide.
    for (let around: Element | null = svg ?? element; around !== null; around = around.parentElement) {
      const { overflowX, textOverflow, position } = getComputedStyle(around);
      if (position === "fixed" && around !== element.closest("dialog")) break;
      if (overflowX === "auto" || overflowX === "scroll" || textOverflow === "ellipsis") break;
      const hides = around === svg || overflowX === "hidden" || overflowX === "clip" || around === document.body;
      const { left, right } = around.getBoundingClientRect();
      const by = Math.max(left - rect.left, rect.right - right);
      if (hides && by > 1.5) {
        found.push(`“${text}” by ${by.toFixed(1)} px out of ${around.tagName} ${around.getAttribute("class") ?? ""}`);
        break;
      }
    }
  }
  for (const texts of drawn.values())
    texts.forEach((one, i) => {
      for (const other of texts.slice(i + 1)) {
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        // Lines of text may touch: a line's box is higher than its letters.
        if (across > 2 && down > 4) found.push(`“${one.text}” on “${other.text}”`);
      }
    });
  return found;
}

/** Shows a state. @returns what is cut off there, and what is small */
function lookAt(page: Page, state: string): Promise<{ readonly cut: string[]; readonly small: string[] }> {
  return page.evaluate(async (wanted) => {
    location.hash = wanted;
    // Rows are drawn in slices.
    while (
      document.querySelector(`[data-state="${wanted}"]`) === null ||
      document.querySelector(".picture-grid[aria-busy=true]") !== null
    )
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await globalThis.sight.atRest();
    return { cut: globalThis.sight.cutOff(), small: globalThis.sight.smallTexts() };
  }, state);
}

for (const { name, query = "", width = 1440, axe = false } of LOOKS) {
  test(`every view in every state, ${name}: nothing cut off or small, no error${axe ? ", nothing against axe's rules" : ""}`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.setViewportSize({ width, height: 900 });
    await page.addInitScript(
      `globalThis.sight = { atRest: ${String(atRest)}, cutOff: ${String(cutOff)}, smallTexts: ${String(smallTextsHere)} }`,
    );
    await page.goto(`${address}${query}`);
    const states = await (await page.waitForFunction(() => globalThis.gallery)).jsonValue();
    expect(states.length).toBeGreaterThan(100);
    const views = new Map<string, number>();
    for (const state of states) {
      const view = state.slice(0, state.indexOf("/"));
      const seen = (views.get(view) ?? 0) + 1;
      views.set(view, seen);
      const { cut, small } = await lookAt(page, state);
      expect.soft(cut, `${state}: cut off`).toEqual([]);
      expect.soft(small, `${state}: small`).toEqual([]);
      if (axe && seen <= TRIED) expect.soft(await graveFaults(page), `${state}: axe`).toEqual([]);
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
