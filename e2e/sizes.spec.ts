import type { Page } from "@playwright/test";
import {
  contrastOf,
  contrastOnGround,
  look,
  missedTargets,
  smallTexts,
  still,
  svgTexts,
  unseenFocus,
} from "./sight.ts";
import { accessible, chooseNetwork, drop, expect, forceColours, open, settled, test } from "./support.ts";

const SIZES = [
  [768, 1024],
  [1024, 768],
  [1280, 720],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
] as const;

/** What tells something by its colour alone, or by its edge: it must show on the ground. */
const DRAWN = [
  ".picture-cell >> nth=0",
  ".picture-cell >> nth=-1",
  ".classes i >> nth=0",
  ".classes i >> nth=2",
  ".strip-legend i",
  ".scale-ramp",
  ".selection-line .violet",
  ".strip [aria-checked=true] img",
  ".samples [aria-pressed=true]",
  ".hidden-as label[data-checked] .swatch >> nth=0",
  ".cut-as label[data-checked] .swatch",
  ".picture-filters .picture-only",
  ".picture-units",
  ".concept-line",
];

/** What is chosen, and its like that is not: told apart by more than the weight or the colour of a text. */
const CHOSEN = {
  page: [
    [".picture-kinds [aria-pressed=true]", ".picture-kinds [aria-pressed=false]"],
    [".samples [aria-pressed=true]", ".samples [aria-pressed=false]"],
    [".classes [aria-pressed=true]", ".classes [aria-pressed=false]"],
    [".strip [aria-checked=true]", ".strip [aria-checked=false]"],
    [".hidden-as label[data-checked]", ".hidden-as label:not([data-checked])"],
    [".cut-as label[data-checked]", ".cut-as label:not([data-checked])"],
    [".patch-grid [aria-selected=true]", ".patch-grid [aria-selected=false]"],
    [".concept-layers label:has(:checked)", ".concept-layers label:not(:has(:checked))"],
  ],
  Share: [[".share-kinds label[data-checked]", ".share-kinds label:not([data-checked])"]],
  Library: [],
  engine: [[".engine-backends [aria-pressed=true]", ".engine-backends [aria-pressed=false]"]],
  Cite: [],
} as const;

async function toldApart(page: Page, part: keyof typeof CHOSEN): Promise<void> {
  for (const [chosen, other] of CHOSEN[part])
    expect(await look(page.locator(chosen).first()), chosen).not.toBe(await look(page.locator(other).first()));
}

/** Opens a dialog, and waits until all of it is there. */
async function openDialog(page: Page, name: Exclude<keyof typeof CHOSEN, "page">): Promise<void> {
  await page
    .getByRole("button", { name: name === "engine" ? /^Engine/ : name, exact: true })
    .filter({ visible: true })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  if (name === "Share") await dialog.locator(".share-kinds").waitFor();
  if (name === "Library") await dialog.locator(".library-entry").first().waitFor();
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

// What moves has moved.
test.use({ contextOptions: { reducedMotion: "reduce" }, serviceWorkers: "allow" });

test("one visit: at every size nothing is cut off or small, the keyboard shows where one is, and in forced colours nothing vanishes", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page);

  await test.step("at every size nothing is cut off, nothing to read is small, and what matters is in sight", async () => {
    await page.locator(".picture-body [data-row]").first().click();
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      const size = `${width} × ${height}`;
      await still(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        size,
      ).toBe(0);
      expect(await smallTexts(page), size).toEqual([]);
      if (width < 1280) continue;
      await expect(page.locator("#curve svg")).toBeInViewport({ ratio: 1 });
      // Every group, with what stands behind its row of others, and the legend: without scrolling. A row's reach for a pointer may go beyond the frame.
      expect(
        await page.locator(".picture-frame").evaluate((frame) => frame.scrollHeight - frame.clientHeight),
        size,
      ).toBeLessThanOrEqual(0);
      await expect(page.locator(".picture-group")).toHaveCount(3);
      for (const part of await page.locator(".picture-group, .picture-others, .picture-legend").all())
        await expect(part).toBeInViewport({ ratio: 0.9 });
    }
    // A large window is used: the picture has half of it, and its legend of up to five lines stands at the bottom.
    await page.setViewportSize({ width: 1920, height: 1080 });
    await still(page);
    expect((await page.locator(".picture-legend").boundingBox())!.y).toBeGreaterThan(1080 - 160);
    expect((await page.locator(".picture").boundingBox())!.width).toBeGreaterThan(1920 * 0.49);
    expect(await missedTargets(page, 24)).toEqual([]);
  });

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("gridcell", { name: /^Patch b2/ }).click();

  await test.step("with the keyboard, one sees where one is", async () => {
    for (const theme of ["light", "dark"] as const) {
      await page.evaluate((chosen) => globalThis.strata.actions.setTheme(chosen), theme);
      await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
      expect(await unseenFocus(page), theme).toEqual([]);
    }
  });

  await test.step("in forced colours nothing vanishes, on a light ground and on a dark one, whatever theme was chosen", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    for (const [colorScheme, theme] of [
      ["dark", "light"],
      ["light", "dark"],
    ] as const) {
      await page.emulateMedia({ forcedColors: "none", colorScheme });
      await page.evaluate((chosen) => globalThis.strata.actions.setTheme(chosen), theme);
      await page.emulateMedia({ forcedColors: "active", colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: "attached" });
      const unreadable = (await svgTexts(page)).filter((text) => text.contrast < 4.5);
      expect(unreadable, `on a ${colorScheme} ground`).toEqual([]);
      for (const drawn of DRAWN)
        expect(
          await contrastOnGround(page, page.locator(drawn)),
          `${drawn} on a ${colorScheme} ground`,
        ).toBeGreaterThanOrEqual(3);
      await toldApart(page, "page");
      const [on, off] = await page.evaluate(() =>
        [true, false].map(
          (pressed) =>
            getComputedStyle(document.querySelector(`.picture-kinds [aria-pressed=${pressed}]`)!).backgroundColor,
        ),
      );
      expect(contrastOf(on!, off!)).toBeGreaterThanOrEqual(1.5);
      expect(await unseenFocus(page), `on a ${colorScheme} ground`).toEqual([]);
      for (const dialog of ["Share", "Library", "engine", "Cite"] as const) {
        await openDialog(page, dialog);
        expect(await contrastOnGround(page, page.locator("dialog[open]")), dialog).toBeGreaterThanOrEqual(3);
        await toldApart(page, dialog);
        expect(await unseenFocus(page), `${dialog} on a ${colorScheme} ground`).toEqual([]);
        await closeDialog(page);
      }
      await page.emulateMedia({ forcedColors: "none", colorScheme });
      await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
    }
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("one visit: all fits, is large enough to read, stands in order, the bar lights what is in view, and a finger hits whatever it is to hit, in every state", async ({
    page,
  }) => {
    const reached = async (state: string, within?: string): Promise<void> => {
      expect.soft(await missedTargets(page, 44, within), state).toEqual([]);
    };
    await open(page);
    for (const [width, height] of [
      [360, 640],
      [844, 390],
      [768, 1024],
      [1366, 1024],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await still(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} wide`).toBeLessThanOrEqual(
        width,
      );
      await reached(`${width} × ${height}`);
    }
    // The whole picture, below what sticks to the top, stands on one screen.
    expect((await page.locator(".picture-grid").boundingBox())!.height).toBeLessThanOrEqual(844 - 102);
    expect(await smallTexts(page)).toEqual([]);
    await accessible(page, "phone");
    const head = page.getByRole("columnheader", { name: /v with all patches shown/ }).first();
    expect(
      await head.locator("[data-line]").evaluateAll((lines) => lines.map((line) => line.getAttribute("data-line"))),
    ).toEqual(["vFull", "accuracy", "probeAgreement", "layerAgreement"]);
    const bar = page.getByRole("navigation", { name: "Sections" });
    for (const name of ["Concepts", "Detail", "Checks", "Image"]) {
      await bar.getByRole("link", { name }).click();
      await expect(bar.locator("[aria-current]")).toHaveText(name);
    }
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await expect(bar.locator("[aria-current]")).toHaveText("Checks");
    await page.getByRole("gridcell", { name: /^Patch b2/ }).tap();
    await page.getByRole("button", { name: "Save", exact: true }).tap();
    for (const ground of ["light", "dark"] as const) {
      await forceColours(page, ground);
      expect(await look(bar.locator("[aria-current]"))).not.toBe(
        await look(bar.locator("a:not([aria-current])").first()),
      );
      await toldApart(page, "page");
      for (const dialog of ["Share", "Library", "engine", "Cite"] as const) {
        await openDialog(page, dialog);
        expect(await contrastOnGround(page, page.locator("dialog[open]")), dialog).toBeGreaterThanOrEqual(3);
        await toldApart(page, dialog);
        await closeDialog(page);
      }
    }
    await page.emulateMedia({ forcedColors: null, colorScheme: null });
    await page.locator("html[data-theme=light]").waitFor({ state: "attached" });

    // A word in a line of text is too low for a finger, which opens the nearest all the same: here one below it.
    const word = page.getByRole("button", { name: "threshold τ" }).first();
    await word.evaluate((here) => here.scrollIntoView({ block: "center" }));
    await still(page);
    const { x, y, width, height } = (await word.boundingBox())!;
    await page.touchscreen.tap(x + width / 2, y + height + 12);
    const card = page.getByRole("dialog", { name: "salient, above the threshold (τ)" });
    await expect(card).toContainText("0.05 of the layer’s largest effect");
    await expect(card).toBeInViewport({ ratio: 1 });
    await reached("a term open", ".term-card");
    await card.getByRole("button", { name: "All words" }).tap();
    const glossary = page.getByRole("dialog", { name: "Words of this page" });
    await expect(glossary.locator('[data-term="salient"]')).toBeInViewport();
    await glossary.getByRole("searchbox", { name: "Search the words" }).fill("granted every");
    await expect(glossary.getByText("No word here has these letters.")).toBeVisible();
    await glossary.getByRole("searchbox").fill("as soon as any");
    await expect(glossary.locator("dt")).toHaveText(["any of (OR, ∨)"]);
    await accessible(page, "the glossary");
    await closeDialog(page);

    await page.getByRole("button", { name: "With b2" }).tap();
    await page
      .getByRole("gridcell", { name: / more / })
      .first()
      .tap();
    await page.locator(".verdict summary").tap();
    await reached("a patch selected, filtered, others open, what was compared open");
    await page.evaluate(() => globalThis.strata.actions.setLanguage("zh"));
    await page.locator('html[lang="zh-Hans"]').waitFor({ state: "attached" });
    await reached("Chinese");
    await page.evaluate(() => globalThis.strata.actions.setLanguage("en"));
    await page.locator('html[lang="en"]').waitFor({ state: "attached" });
    await page.evaluate(() => {
      FontFace.prototype.load = () => Promise.reject(new Error("no typeface"));
    });
    await page.getByRole("button", { name: "SVG", exact: true }).tap();
    await expect(page.locator(".export-message")).toContainText("could not be fetched");
    await reached("a message about an export");

    for (const dialog of ["Share", "engine", "Cite"] as const) {
      await openDialog(page, dialog);
      await reached(dialog);
      await closeDialog(page);
    }
    await openDialog(page, "Library");
    const entry = page.locator(".library-entry").first();
    await entry.getByRole("button", { name: "Rename" }).tap();
    await reached("renaming in the library");
    await page.getByRole("dialog").getByRole("heading").first().tap();
    await entry.getByRole("button", { name: "Duplicate" }).tap();
    await expect(page.locator(".library-entry")).toHaveCount(2);
    await entry.getByRole("button", { name: "Delete" }).tap();
    await page.locator(".library-removed").waitFor();
    await reached("the library, something deleted");
    await closeDialog(page);

    await drop(page, "notes.txt", "text/plain", Buffer.from("no image"));
    await expect(page.getByRole("alert")).not.toHaveText("");
    await reached("an error notice", ".toast");
    await page.getByRole("button", { name: "Dismiss", exact: true }).tap();

    await page.getByRole("button", { name: /^Finer/ }).tap();
    const run = page.getByRole("region", { name: "Run" });
    await run.getByRole("button", { name: "Cancel" }).waitFor();
    await reached("running");
    await run.getByRole("button", { name: "Cancel" }).tap();
    await run.getByRole("button", { name: "Run again" }).waitFor();
    await reached("cancelled");
    await chooseNetwork(page, "Glass box", "glass-box");
    await settled(page);
    await reached("the glass box");
    await page.goto("about:blank");
    await open(page, "/?embed");
    await reached("embedded");
  });
});
