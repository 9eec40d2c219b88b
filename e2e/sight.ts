import type { CDPSession, Locator, Page } from "@playwright/test";
import sharp from "sharp";

/** In the page: see `still`. Like all that runs in a page it stands by itself. */
export async function atRest(): Promise<void> {
  let changed = true;
  const changes = new MutationObserver(() => (changed = true));
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  let moving: Animation[] = [];
  while (changed || moving.length > 0) {
    changed = false;
    await Promise.allSettled(moving.map(({ finished }) => finished));
    // Within a frame the page hears of sizes; by the second the first is through.
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    // What is drawn in slices comes before what waits in the background.
    await scheduler.postTask(() => undefined, { priority: "background" });
    moving = document
      .getAnimations()
      .filter(
        ({ playState, effect }) => playState === "running" && effect?.getComputedTiming().iterations !== Infinity,
      );
  }
  changes.disconnect();
}

/**
 * Waits until the page is at rest: all that it has heard of is drawn, such as a new size of the window, and no motion is left that a look could meet
 * halfway. What moves for as long as it is there counts as still. Whatever looks at the page in this file waits for it first.
 */
export function still(page: Page): Promise<void> {
  return page.evaluate(atRest);
}

const linear = (byte: number): number =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
const luminance = ([red = 0, green = 0, blue = 0]: ArrayLike<number> & Iterable<number>): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Red, green, blue of a colour as the browser computes it, 0..255; also where it was mixed, `color(srgb 0.5 0.5 0.5)`. */
function channels(colour: string): number[] {
  const numbers = colour
    .replace("srgb", "")
    .match(/[\d.]+/g)!
    .map(Number);
  return colour.startsWith("color(") ? numbers.map((share) => 255 * share) : numbers;
}

/** WCAG contrast, 1 to 21, of two colours as the browser computes them. */
export function contrastOf(a: string, b: string): number {
  return contrast(luminance(channels(a)), luminance(channels(b)));
}

const groundOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** The largest contrast between the page's ground and any pixel in or right around an element, as it is on the screen. */
export async function contrastOnGround(page: Page, element: Locator): Promise<number> {
  await still(page);
  await element.evaluate((drawn) => drawn.scrollIntoView({ block: "center" }));
  const { x, y, width, height } = (await element.boundingBox())!;
  const around = 4;
  const clip = {
    x: Math.max(0, x - around),
    y: Math.max(0, y - around),
    width: width + 2 * around,
    height: height + 2 * around,
  };
  const back = luminance(channels(await groundOf(page)));
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  let largest = 1;
  for (let i = 0; i < data.length; i += info.channels)
    largest = Math.max(largest, contrast(luminance(data.subarray(i, i + 3)), back));
  return largest;
}

/** Every text that SVG draws on the page's own ground, and its contrast against it; a cell's number stands on its cell and is left out. */
export async function svgTexts(page: Page): Promise<{ readonly text: string; readonly contrast: number }[]> {
  await still(page);
  const ground = await groundOf(page);
  const texts = await page
    .locator("svg text:not([style])")
    .evaluateAll((all) => all.map((text) => ({ text: text.textContent ?? "", fill: getComputedStyle(text).fill })));
  return texts.map(({ text, fill }) => ({ text, contrast: contrastOf(fill, ground) }));
}

/** In the page: see `smallTexts`. */
export function smallTextsHere(): string[] {
  const small: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (
      node.nodeValue!.trim() === "" ||
      range.getClientRects().length === 0 ||
      element.closest(".sr, select, title, script, style") !== null
    )
      continue;
    const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
    const size =
      Number.parseFloat(getComputedStyle(element).fontSize) * (matrix === null ? 1 : Math.hypot(matrix.a, matrix.b));
    if (size < 11.99) small.push(`${size} ${node.nodeValue!.trim()}`);
  }
  return small;
}

/** Texts to read that are smaller than 12 px on the screen: font size times whatever a drawing is scaled by. What only screen readers hear does not count. */
export async function smallTexts(page: Page): Promise<string[]> {
  await still(page);
  return page.evaluate(smallTextsHere);
}

/** What can be pressed, chosen or written in. */
const CONTROLS = "button, a[href], select, summary, input:not([type=file])";
/** The rows of the picture, by a cell of each: a finger hits a row, whose layers have tiles of their own; a mouse hits any cell. */
const ROWS = ".picture-body [data-row] [data-cell$='/0']";

/** Controls, of the part `within` where it is there, that a pointer misses though it is within half of `least` pixels of their middle; of a row, above or below it. What is there for the keyboard alone is let through. */
export async function missedTargets(page: Page, least: number, within = "dialog[open]"): Promise<string[]> {
  await still(page);
  return page.evaluate(
    ([controls, size, part]) => {
      const reach = size / 2 - 1;
      const root = document.querySelector(part) ?? document;
      const missed = [...root.querySelectorAll<HTMLElement | SVGElement>(controls)].filter((control) => {
        if (!control.checkVisibility() || control.matches(".skip, :disabled")) return false;
        const target = control.closest("label") ?? control;
        target.scrollIntoView({ block: "center", inline: "center" });
        const { x, y, width, height } = target.getBoundingClientRect();
        const hits = (dx: number, dy: number): boolean =>
          target.contains(document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy));
        const across = control.matches("[data-cell]") ? 0 : reach;
        return !(hits(-across, 0) && hits(across, 0) && hits(0, -reach) && hits(0, reach));
      });
      window.scrollTo(0, 0);
      return missed.map((control) => `${control.tagName} ${control.getAttribute("aria-label") ?? control.textContent}`);
    },
    [least < 44 ? CONTROLS : `${CONTROLS}, ${ROWS}`, least, within] as const,
  );
}

/** The pixels of a part of the document that is on the screen. As it is: what a page's own screenshot waits for and hides takes several times as long. */
async function seen(devtools: CDPSession, clip: { x: number; y: number; width: number; height: number }) {
  const { data } = await devtools.send("Page.captureScreenshot", {
    clip: { ...clip, scale: 1 },
    optimizeForSpeed: true,
  });
  return sharp(Buffer.from(data, "base64")).raw().toBuffer({ resolveWithObject: true });
}

/**
 * Controls, of a dialog where one is open, whose look changes too little when the keyboard comes to them: less than half of a line of one pixel around
 * them by a contrast of 3 between what was there and what is. Of those that are alike the first is looked at. Without motion only.
 */
export async function unseenFocus(page: Page): Promise<string[]> {
  await still(page);
  const open = (await page.locator("dialog[open]").count()) > 0;
  const stops = (open ? page.locator("dialog[open]") : page.locator("body")).locator(
    ":is(button, select, input:not([type=file])):enabled:not([tabindex='-1']), a[href], summary, [tabindex='0']",
  );
  // From here on what gets the focus shows it, as after a key.
  await page.keyboard.press("Shift");
  const unseen: string[] = [];
  const kinds = new Set<string>();
  const devtools = await page.context().newCDPSession(page);
  for (const stop of await stops.all()) {
    const kind = await stop.evaluate((element) =>
      [element, element.parentElement!]
        .map((each) => `${each.tagName}.${each.getAttribute("class") ?? ""} ${each.getAttribute("aria-pressed") ?? ""}`)
        .join(" in "),
    );
    if (kinds.has(kind) || kind.startsWith("A.skip") || !(await stop.isVisible())) continue;
    kinds.add(kind);
    const box = await stop.evaluate((element) => {
      (document.activeElement as HTMLElement | null)?.blur();
      const shown = element.closest("label, .picker") ?? element;
      shown.scrollIntoView({ block: "center", inline: "center" });
      const { x, y, width, height } = shown.getBoundingClientRect();
      return { x, y, width, height, scrollX, scrollY };
    });
    const [left, top] = [Math.max(0, box.x - 8), Math.max(0, box.y - 8)];
    const { width, height } = page.viewportSize()!;
    const clip = {
      x: box.scrollX + left,
      y: box.scrollY + top,
      width: Math.min(width, box.x + box.width + 8) - left,
      height: Math.min(height, box.y + box.height + 8) - top,
    };
    const before = await seen(devtools, clip);
    await stop.evaluate((element) => (element as HTMLElement).focus({ preventScroll: true }));
    const after = await seen(devtools, clip);
    const step = before.info.channels;
    let changed = 0;
    for (let i = 0; i < before.data.length; i += step)
      if (contrast(luminance(before.data.subarray(i, i + 3)), luminance(after.data.subarray(i, i + 3))) >= 3) changed++;
    if (changed < box.width + box.height)
      unseen.push(`${kind}: ${changed} pixels around ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  await devtools.detach();
  return unseen;
}

/** What tells an element from its like to the eye, with all that is in it: grounds, rings, edges and lines, as the browser computes them. */
export async function look(element: Locator): Promise<string> {
  await still(element.page());
  return element.evaluate((root) =>
    [root, ...root.querySelectorAll("*")]
      .map((part) => {
        const { backgroundColor, boxShadow, outline, border, textDecorationLine } = getComputedStyle(part);
        return [backgroundColor, boxShadow, outline, border, textDecorationLine].join(" ");
      })
      .join("\n"),
  );
}
