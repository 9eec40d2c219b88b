import { contrastOf, contrastOnGround, missedTargets, smallTexts, svgTexts } from "./sight.ts";
import { accessible, expect, open, test } from "./support.ts";

const SIZES = [
  [768, 1024],
  [1024, 768],
  [1280, 720],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
] as const;

test("at every size nothing is cut off, nothing to read is small, and what matters is in sight", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page);
  await page.locator(".picture-body [data-row]").first().click();
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const size = `${width} × ${height}`;
    await expect
      .poll(
        () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        size,
      )
      .toBe(0);
    await expect.poll(() => smallTexts(page), size).toEqual([]);
    if (width < 1280) continue;
    await expect(page.locator("#curve svg")).toBeInViewport({ ratio: 1 });
    // Every group, with what stands behind its row of others, and the legend: without scrolling. A row's reach for a pointer may go beyond the frame.
    await expect
      .poll(() => page.locator(".picture-frame").evaluate((frame) => frame.scrollHeight - frame.clientHeight), size)
      .toBeLessThanOrEqual(0);
    await expect(page.locator(".picture-group")).toHaveCount(3);
    for (const part of await page.locator(".picture-group, .picture-others, .picture-legend").all())
      await expect(part).toBeInViewport({ ratio: 0.9 });
  }
  // A large window is used: the picture has half of it, and its legend stands at the bottom.
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect.poll(async () => (await page.locator(".picture-legend").boundingBox())!.y).toBeGreaterThan(1080 - 140);
  expect((await page.locator(".picture").boundingBox())!.width).toBeGreaterThan(1920 * 0.49);
  expect(await missedTargets(page, 24)).toEqual([]);
});

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
  ".hidden-as label[data-checked] .swatch",
  ".picture-only",
  ".concept-line",
];

test("in forced colours nothing vanishes, on a light ground and on a dark one, whatever theme was chosen", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  await page.getByRole("gridcell", { name: /^Patch b2/ }).click();
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
    // What is chosen is told apart from what is not.
    const [on, off] = await page.evaluate(() =>
      [true, false].map(
        (pressed) =>
          getComputedStyle(document.querySelector(`.picture-kinds [aria-pressed=${pressed}]`)!).backgroundColor,
      ),
    );
    expect(contrastOf(on!, off!)).toBeGreaterThanOrEqual(1.5);
    await page.emulateMedia({ forcedColors: "none", colorScheme });
    await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("all fits, is large enough to read and to touch, stands in order, and the bar lights what is in view", async ({
    page,
  }) => {
    await open(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await smallTexts(page)).toEqual([]);
    expect(await missedTargets(page, 44)).toEqual([]);
    await accessible(page, "phone");
    const head = page.getByRole("columnheader", { name: /v with all patches shown/ }).first();
    expect(
      await head.locator("[data-line]").evaluateAll((lines) => lines.map((line) => line.getAttribute("data-line"))),
    ).toEqual(["vFull", "accuracy", "noiseFloor", "gap"]);
    const bar = page.getByRole("navigation", { name: "Sections" });
    for (const name of ["Concepts", "Detail", "Checks", "Image"]) {
      await bar.getByRole("link", { name }).click();
      await expect(bar.locator("[aria-current]")).toHaveText(name);
    }
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await expect(bar.locator("[aria-current]")).toHaveText("Checks");
  });
});
