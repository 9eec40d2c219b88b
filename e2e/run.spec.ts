import type { StrataState } from "../src/session/state.ts";
import { effects, expect, open, rows, scores, settled, slowed, standAt, test, type StandingRun } from "./support.ts";

test("cancel stops at once, a worker that dies is replaced, a slow run begins with an estimate, and each way the numbers are those of an undisturbed run", async ({
  page,
}) => {
  await open(page);
  const undisturbed = await scores(page);
  const explained = await effects(page);
  const run = page.getByRole("region", { name: "Run" });
  const grid = page.getByRole("combobox", { name: "Grid" });
  const standing = async (): Promise<StandingRun> => {
    await grid.selectOption("2x2");
    await settled(page);
    const held = await standAt(page, 0.25);
    await grid.selectOption("3x3");
    await expect(run).toContainText(/of 512 masks/);
    await held.stands();
    return held;
  };

  const cancelled = await standing();
  await run.getByRole("button", { name: "Cancel" }).click();
  await expect(run).toContainText(/Stopped at [\d,]+ of 512 masks/);
  await cancelled.goOn();
  await run.getByRole("button", { name: "Run again" }).click();
  await settled(page);
  expect(await scores(page)).toEqual(undisturbed);

  const robbed = await standing();
  const worker = page.workers().find((candidate) => candidate.url().includes("inference"))!;
  expect(worker, "an inference worker").toBeDefined();
  await worker.evaluate(() => self.close());
  await robbed.goOn();
  await expect(run).toContainText(/512 masks in/);
  await expect(run).toContainText("another did its batch again, with the same numbers");
  expect(await scores(page)).toEqual(undisturbed);

  // With a network so slow that the run takes more than a minute an estimate comes early, marked.
  await grid.selectOption("2x2");
  await settled(page);
  const atOnce = await slowed(page, 6000);
  await grid.selectOption("3x3");
  await expect(run).toContainText(/Estimated from 51 masks · R² −?\d\.\d\d(–−?\d\.\d\d)? on masks held out/);
  const { done, total } = await page.evaluate(() => globalThis.strata.store.getState().run as Progress);
  expect(done).toBeLessThanOrEqual(total / 5);
  const heads = page.locator('.picture-head [data-line="sampled"]');
  await expect(heads).toHaveCount(explained.length);
  for (const text of await heads.allTextContents()) expect(text).toMatch(/^−?\d\.\d\d$/);
  expect(await effects(page)).not.toEqual(explained);
  await atOnce();
  await settled(page);
  await expect(heads).toHaveCount(0);
  await expect(run).not.toContainText("Estimated");
  expect(await scores(page)).toEqual(undisturbed);
  expect(await effects(page)).toEqual(explained);
});

type Progress = Extract<StrataState["run"], { phase: "running" }>;

test("one visit: by the keyboard, with a view that throws, and another target from the answers at hand", async ({
  page,
}) => {
  // High enough that the page folds no row for want of room.
  await page.setViewportSize({ width: 1440, height: 1500 });
  await open(page);

  await test.step("everything can be reached with the keyboard", async () => {
    await page.keyboard.press("p");
    await expect(page.getByRole("gridcell", { name: /^Patch a1/ })).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    const patch = page.getByRole("gridcell", { name: /^Patch b2/ });
    await expect(patch).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(patch).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await expect(patch).toHaveAttribute("aria-selected", "false");

    const grid = page.getByRole("grid", { name: "Concepts by layers" });
    await grid.locator('[tabindex="0"]').focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(grid.locator('[role="row"][aria-selected="true"]')).toHaveCount(1);
    const selection = await page.evaluate(() => globalThis.strata.store.getState().selection);
    expect(selection.concept).not.toBeNull();
    expect(selection.layer).toBe(1);
  });

  await test.step("a view that throws loses its own part of the page, and can be drawn again", async () => {
    // What the image's panel alone looks at: without it that panel throws.
    const setPaces = (paces: unknown) =>
      page.evaluate((value) => globalThis.strata.store.setState({ paces: value as never }), paces);
    const paces = await page.evaluate(() => globalThis.strata.store.getState().paces);
    await setPaces(null);
    const failed = page.getByRole("alert").filter({ hasText: "This part of the page could not be drawn" });
    await expect(failed).toHaveCount(1);
    await expect(rows(page)).toHaveCount(24);
    await page.getByRole("button", { name: "OR", exact: true }).click();
    await expect(page.locator(".picture .head").getByRole("status")).toContainText(/\d+ of \d+ concepts/);
    await failed.getByRole("button", { name: "Draw it again" }).click();
    await expect(failed).toHaveCount(1);
    await setPaces(paces);
    await failed.getByRole("button", { name: "Draw it again" }).click();
    await expect(failed).toHaveCount(0);
    await expect(page.getByRole("combobox", { name: "Grid" })).toBeVisible();
  });

  await test.step("another target is explained from the answers at hand, without running the network", async () => {
    const target = (): Promise<number> =>
      page.evaluate(() => globalThis.strata.store.getState().result!.snapshot!.target.index);
    const first = await target();
    const logitsBefore = await scores(page);
    const busy: string[] = [];
    await page.exposeFunction("note", (phase: string) => busy.push(phase));
    await page.evaluate(() => {
      const { store } = globalThis.strata as unknown as {
        store: { subscribe(listener: (state: { run: { phase: string } }) => void): void };
      };
      store.subscribe(({ run }) => (globalThis as unknown as { note(phase: string): void }).note(run.phase));
    });
    await page.getByRole("list", { name: "The model's first three classes" }).getByRole("button").nth(1).click();
    await page.waitForFunction((was) => {
      const { run, result } = globalThis.strata.store.getState();
      return run.phase === "done" && result?.snapshot?.target.index !== was;
    }, first);
    expect(busy).not.toContain("running");
    expect(await scores(page)).not.toEqual(logitsBefore);
  });
});
