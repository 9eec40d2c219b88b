import type { Page } from "@playwright/test";
import { missedTargets } from "./sight.ts";
import { explore, expect, open, rows, scores, settled, shipped, test } from "./support.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Pick cells" });

test("picked cells of a finer grid are the players: by hand, by keys and by suggestion, in the address, a link and a file", async ({
  page,
}) => {
  await open(page, "/#sample=church.png&grid=2x2");
  await page.getByRole("button", { name: "Pick cells" }).click();
  const cell = (name: string) => dialog(page).getByRole("gridcell", { name, exact: true });
  await dialog(page).getByRole("combobox", { name: "Grid" }).selectOption("4x4");
  await cell("b2").click();
  await cell("c2").click();
  // With keys: one cell down, and picked.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(cell("c3")).toHaveAttribute("aria-selected", "true");
  await dialog(page).getByRole("radio", { name: "shown" }).check({ force: true });
  await expect(dialog(page).getByRole("status")).toHaveText(/^3 picked\./);
  await expect(dialog(page)).toContainText("8 masks");
  await dialog(page).getByRole("button", { name: "Explore" }).click();
  await settled(page);
  await expect(page).toHaveURL(/#sample=church\.png&grid=4x4&pick=b2\.c2\.c3-shown$/);
  const players = () => page.evaluate(() => globalThis.strata.store.getState().result!.players);
  expect(await players()).toMatchObject({ n: 3, picked: { cells: [5, 6, 10], others: "shown" } });
  const v = await scores(page);
  expect(v[0]!.length).toBe(8);

  await test.step("a reload and a link bring it back", async () => {
    const opened = () => page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
    await page.reload();
    await opened();
    expect(await scores(page)).toEqual(v);
    await page.getByRole("button", { name: "Share" }).click();
    const field = page.getByRole("textbox", { name: "Link", exact: true });
    await expect(field).toHaveValue(/#s=/);
    const link = await field.inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    await opened();
    expect(await players()).toMatchObject({ n: 3, picked: { cells: [5, 6, 10], others: "shown" } });
    await expect(rows(page).first()).toBeVisible();
  });

  await test.step("the same cells as superpixels: their own pixels take the click, and a link tells them", async () => {
    await page.getByRole("radio", { name: "superpixels" }).check({ force: true });
    await page.waitForFunction(() => {
      const { result, run } = globalThis.strata.store.getState();
      return run.phase === "done" && result!.players.cut === "superpixels";
    });
    const cut = await players();
    expect(cut).toMatchObject({ n: 3, rows: 4, cols: 4, picked: { cells: [5, 6, 10], others: "shown" } });
    expect(cut!.patches.every((patch) => patch.length > 1)).toBe(true);
    const frame = (await page.locator("#image .frame").boundingBox())!;
    /** Clicks on a pixel of the image, and says which patches are selected then. */
    const clicked = async (x: number, y: number): Promise<unknown> => {
      const [right, down] = [(x + 0.5) / cut!.width, (y + 0.5) / cut!.height];
      await page.mouse.click(frame.x + frame.width * right, frame.y + frame.height * down);
      return page.evaluate(() => globalThis.strata.store.getState().selection.patches);
    };
    for (const [player, patch] of cut!.patches.entries()) {
      const [x, y, across] = patch.at(-1)!;
      expect(await clicked(x + Math.floor(across / 2), y)).toBe(2 ** player);
    }
    await page.getByRole("button", { name: "Share" }).click();
    const field = page.getByRole("textbox", { name: "Link", exact: true });
    await expect(field).toHaveValue(/#s=C[A-P]/);
    const link = await field.inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
    expect((await players())!.patches).toEqual(cut!.patches);
    await expect(page.getByRole("radio", { name: "superpixels" })).toBeChecked();
  });

  await test.step("an image of one's own is asked with a suggestion, and its address names the cells", async () => {
    await explore(page, "mine.png", "image/png", shipped("samples/golf-ball.png"));
    await page.getByRole("button", { name: "Pick cells" }).click();
    await dialog(page).getByRole("button", { name: "Take all off" }).click();
    for (const name of ["a1", "b1", "c1", "d1"]) await cell(name).click();
    await dialog(page).getByRole("button", { name: "foreground" }).click();
    const picked = await dialog(page)
      .getByRole("gridcell", { selected: true })
      .evaluateAll((cells) => cells.map((one) => one.getAttribute("aria-label")!));
    expect(picked.length).toBe(4);
    await dialog(page).getByRole("button", { name: "Explore" }).click();
    await settled(page);
    expect((await players())!.n).toBe(4);
    await expect(page).toHaveURL(new RegExp(`#kept=.*4x4-superpixels-shown-${picked.join("")}\\.`));
  });
});

test("more than sixteen cells are swept over, and estimated from a sample of masks", async ({ page }) => {
  await open(page, "/#sample=church.png&grid=2x2");
  await page.getByRole("button", { name: "Pick cells" }).click();
  const cell = (name: string) => dialog(page).getByRole("gridcell", { name, exact: true });
  const middle = async (name: string): Promise<readonly [number, number]> => {
    const { x, y, width, height } = (await cell(name).boundingBox())!;
    return [x + width / 2, y + height / 2];
  };
  await dialog(page).getByRole("combobox", { name: "Grid" }).selectOption("6x6");
  // Along four rows, with the button held down, and a cell that is swept over twice stays picked.
  for (const row of [2, 3, 4, 5]) {
    await page.mouse.move(...(await middle(`a${row}`)));
    await page.mouse.down();
    await page.mouse.move(...(await middle(`f${row}`)), { steps: 12 });
    await page.mouse.move(...(await middle(`e${row}`)), { steps: 3 });
    await page.mouse.up();
  }
  await cell("a2").click();
  await expect(dialog(page).getByRole("status")).toHaveText(/^23 picked\./);
  await dialog(page).getByRole("combobox", { name: "Suggest" }).selectOption("24");
  await dialog(page).getByRole("button", { name: "foreground" }).click();
  await expect(dialog(page).getByRole("status")).toHaveText(/^24 picked\./);
  await cell("a2").click();
  await expect(dialog(page).getByText(/^Estimated from 2,000 masks/)).toBeVisible();
});

test.describe("with a finger", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("every cell of the finest grid can be hit, and the image is moved under its window", async ({ page }) => {
    await open(page, "/#sample=church.png&grid=2x2");
    await page.getByRole("button", { name: "Pick cells" }).tap();
    await dialog(page).getByRole("combobox", { name: "Grid" }).selectOption("16x16");
    expect(await missedTargets(page, 44)).toEqual([]);
    const widths = await dialog(page)
      .getByRole("gridcell")
      .evaluateAll((cells) => cells.map((one) => one.getBoundingClientRect().width));
    expect(widths.length).toBe(256);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(43.9);
    await dialog(page).getByRole("gridcell", { name: "p16", exact: true }).tap();
    await dialog(page).getByRole("gridcell", { name: "a1", exact: true }).tap();
    await expect(dialog(page).getByRole("status")).toHaveText(/^2 picked\./);
    const { across, wide } = await page.evaluate(() => ({
      across: document.documentElement.scrollWidth,
      wide: innerWidth,
    }));
    expect(across).toBeLessThanOrEqual(wide);
  });
});
