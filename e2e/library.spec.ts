import type { StrataState } from "../src/session/state.ts";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { mulberry32 } from "../src/core/random.ts";
import {
  accessible,
  drop,
  expect,
  explore,
  holdRunAt,
  open,
  rows,
  scores,
  settled,
  shipped,
  SMALL,
  test,
  watchFirstDone,
} from "./support.ts";

const church = () => shipped("samples/church.png");
const entries = (page: Page) => page.getByRole("dialog", { name: "Library" }).getByRole("listitem");
const openLibrary = (page: Page) => page.getByRole("button", { name: "Library" }).click();
const state = <T>(page: Page, read: (state: ReturnType<typeof globalThis.strata.store.getState>) => T): Promise<T> =>
  page.evaluate(`(${String(read)})(globalThis.strata.store.getState())`);

/** Waits until so many finished pictures are kept; of four patches the sample's is one of them. */
async function kept(page: Page, count: number): Promise<void> {
  await openLibrary(page);
  await expect(entries(page)).toHaveCount(count);
  await page.keyboard.press("Escape");
}

test("an image of one's own comes back after a reload, with what was selected", async ({ page }) => {
  await open(page, SMALL);
  await explore(page, "mine.png", "image/png", church());
  await kept(page, 2);
  const before = await scores(page);
  await page.getByRole("grid", { name: "Concepts by layers" }).locator("[data-row]").nth(3).click();
  const selection = await state(page, (s) => s.selection);
  await page.reload();
  await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
  const run = page.getByRole("region", { name: "Run" });
  await expect(run).toContainText("Kept in this browser, computed earlier");
  expect(await state(page, (s) => s.selection)).toEqual(selection);
  await run.getByRole("button", { name: "Run again" }).click();
  await settled(page);
  expect(await scores(page)).toEqual(before);
  await expect(run).toContainText("agrees");
});

test("however soon the page is loaded again after an image is shown, or another grid is asked, that image comes back", async ({
  page,
}) => {
  await open(page, SMALL);
  const random = mulberry32(4);
  for (const [i, sample] of [
    "church",
    "parachute",
    "french-horn",
    "garbage-truck",
    "gas-pump",
    "chain-saw",
  ].entries()) {
    const name = `${sample}.png`;
    const grid = ["3x3", "2x2"][i % 2]!;
    // From within, at a moment that is counted from when it is shown: at once, or up to a second later.
    await page.evaluate(
      ([wanted, grid, waitMs]) => {
        const { store } = globalThis.strata as unknown as {
          store: { getState(): StrataState; subscribe(listener: (state: StrataState) => void): () => void };
        };
        (globalThis as { left?: boolean }).left = true;
        const stop = store.subscribe(({ image, settings }) => {
          if (image?.title.from !== "file" || image.title.name !== wanted) return;
          const select = [...document.querySelectorAll("select")].find(({ options }) =>
            [...options].some(({ value }) => value === grid),
          )!;
          const asked = `${settings.rows}x${settings.cols}`;
          if (asked !== grid) {
            // Once the page itself has drawn the image.
            setTimeout(() => {
              select.value = grid;
              select.dispatchEvent(new Event("change", { bubbles: true }));
            });
            return;
          }
          stop();
          setTimeout(() => {
            // A page that is left goes on for a while; what it would still write must not be what saves the image.
            IDBDatabase.prototype.transaction = () => {
              throw new DOMException("the page is being left", "InvalidStateError");
            };
            location.reload();
          }, waitMs);
        });
      },
      [name, grid, i < 2 ? 0 : Math.floor(1000 * random())] as const,
    );
    await drop(page, name, "image/png", shipped(`samples/${name}`));
    await page.waitForFunction(() => {
      if ((globalThis as { left?: boolean }).left === true) return false;
      const known = globalThis.strata?.store.getState();
      return known !== undefined && known.image !== null && known.load === null;
    });
    const [title, asked, notice] = await state(
      page,
      ({ image, settings, notice }) => [image!.title, settings, notice] as const,
    );
    expect(title, name).toMatchObject({ name });
    expect([`${asked.rows}x${asked.cols}`, notice], name).toEqual([grid, null]);
  }
});

test("Back and Forward go from picture to picture", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Grid" }).selectOption("2x2");
  await page.waitForFunction(() => globalThis.strata.store.getState().result?.players.n === 4);
  await settled(page);
  expect(new URL(page.url()).hash).toBe("#sample=golf-ball.png&grid=2x2");
  await page.goBack();
  // It ships with the page: it is there before it is computed again.
  await page.waitForFunction(() => globalThis.strata.store.getState().result?.players.n === 9);
  await expect(rows(page).first()).toBeVisible();
  await page.goForward();
  await page.waitForFunction(() => globalThis.strata.store.getState().result?.players.n === 4);
  expect(new URL(page.url()).hash).toBe("#sample=golf-ball.png&grid=2x2");
});

test("a run that was interrupted by a reload goes on where it was, with the same numbers", async ({
  page,
  browser,
  baseURL,
}) => {
  // In a browser of its own: nothing of the undisturbed run may be there to go on from.
  const elsewhere = await browser.newContext({ baseURL: baseURL! });
  const visit = await elsewhere.newPage();
  await open(visit);
  const undisturbed = await scores(visit);
  await elsewhere.close();
  await open(page, SMALL);
  await explore(page, "golf.png", "image/png", shipped("samples/golf-ball.png"));
  const written = await holdRunAt(page, 0.5);
  await page.getByRole("combobox", { name: "Grid" }).selectOption("3x3");
  const kept = await written();
  const firstDone = await watchFirstDone(page);
  await page.reload();
  await settled(page);
  expect(await firstDone(), "masks known at once").toBeGreaterThanOrEqual(kept);
  expect(await scores(page)).toEqual(undisturbed);
});

test("a run that was left is listed, and resumes", async ({ page }) => {
  await open(page, SMALL);
  await explore(page, "mine.png", "image/png", church());
  const written = await holdRunAt(page, 0.25);
  await page.getByRole("combobox", { name: "Grid" }).selectOption("3x3");
  await written();
  await page.goto("about:blank");
  await page.goto("/");
  await expect(rows(page).first()).toBeVisible();
  await openLibrary(page);
  const dialog = page.getByRole("dialog", { name: "Library" });
  await expect(dialog.getByRole("region", { name: "Interrupted" })).toContainText("mine.png");
  await dialog.getByRole("button", { name: "Resume" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().image?.title.from === "file");
  await settled(page);
  expect(await state(page, (s) => s.result!.players.n)).toBe(9);
  expect(await state(page, (s) => s.image?.title)).toEqual({ from: "file", name: "mine.png" });
});

test("two tabs keep their explorations side by side, and see each other's", async ({ page, context }) => {
  await open(page, SMALL);
  const other = await context.newPage();
  await other.goto(SMALL);
  await expect(rows(other).first()).toBeVisible();
  await Promise.all([
    explore(page, "one.png", "image/png", church()),
    explore(other, "two.png", "image/png", shipped("samples/parachute.png")),
  ]);
  await kept(page, 3);
  await openLibrary(page);
  await openLibrary(other);
  await entries(other).filter({ hasText: "one.png" }).getByRole("button", { name: "Rename" }).click();
  await other.getByRole("textbox", { name: /New name/ }).fill("renamed in the other tab");
  await other.keyboard.press("Enter");
  await expect(entries(page).filter({ hasText: "renamed in the other tab" })).toHaveCount(1);
  await entries(page).filter({ hasText: "two.png" }).getByRole("button", { name: "Delete" }).click();
  await expect(entries(other)).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(entries(other)).toHaveCount(3);
});

test("when there is no room nothing is lost, and the page says what to delete", async ({ page, baseURL }) => {
  await open(page, SMALL);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL!).origin, quotaSize: 1 });
  await explore(page, "mine.png", "image/png", church());
  // The last that is tried: were there room by then, it would be kept, and nothing need be said any more.
  await expect.poll(() => state(page, ({ notice }) => notice?.code)).toBe("storage-full-picture");
  await expect(page.getByRole("alert")).toContainText("There is no room left in this browser.");
  expect((await scores(page)).length).toBe(9);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL!).origin });
  await page.getByRole("alert").getByRole("button", { name: "Open the library" }).click();
  await expect(page.getByRole("dialog", { name: "Library" })).toBeVisible();
});

test("a message stands in the open dialog, where it can be read and answered, and closing brings the focus back", async ({
  page,
}) => {
  await open(page, SMALL);
  const button = page.getByRole("button", { name: "Library" });
  const dialog = page.getByRole("dialog", { name: "Library" });
  await button.click();
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: "cut.strata", mimeType: "application/gzip", buffer: Buffer.from([0x1f, 0x8b, 8, 0]) });
  await expect(dialog.getByRole("alert")).toContainText("cut.strata is damaged.");
  // A file that holds nothing says so, whatever its name does; with bytes behind its end it is damaged, as on the command line.
  const nothing = gzipSync('{"format":"strata","version":1,"explorations":[]}');
  for (const [name, buffer, says] of [
    ["none\u202e.strata", nothing, "none\ufffd.strata holds no exploration."],
    ["zeros.strata", Buffer.concat([nothing, Buffer.alloc(512)]), "zeros.strata is damaged."],
    ["twice.strata", Buffer.concat([nothing, nothing]), "twice.strata is damaged."],
    ["more.strata", Buffer.concat([nothing, Buffer.from("more")]), "more.strata is damaged."],
  ] as const) {
    await dialog.locator('input[type="file"]').setInputFiles({ name, mimeType: "application/gzip", buffer });
    await expect(dialog.getByRole("alert")).toContainText(says);
  }
  await accessible(page, "the library, with a message");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});
