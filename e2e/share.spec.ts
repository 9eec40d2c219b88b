import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { encodePayload } from "../src/formats/link/payload.ts";
import { readStrataFile } from "../src/formats/strata-file/read.ts";
import { encodePng } from "../src/images/png.ts";
import { openFraming } from "./framing.ts";
import { accessible, expect, explore, open, rows, settled, shipped, SMALL, test } from "./support.ts";

type Kind = "exact" | "small" | "none";

/** Opens the dialog and gives the links it made. */
async function drafts(page: Page): Promise<Record<Kind, string>> {
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog", { name: "Share this picture" })).toBeVisible();
  await page.waitForFunction(() => globalThis.strata.store.getState().sharing.phase === "ready");
  return page.evaluate(() => {
    const { sharing } = globalThis.strata.store.getState();
    return Object.fromEntries(
      (sharing.phase === "ready" ? sharing.drafts : []).map(({ image, url }) => [image, url]),
    ) as Record<Kind, string>;
  });
}

/** Waits until a picture from elsewhere is on the page, and its rows are drawn. */
const opened = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      globalThis.strata?.store.getState().run.phase === "opened" &&
      document.querySelector(".picture-body [data-row]") !== null &&
      document.querySelector("[aria-busy=true]") === null,
  );

/** What each row says, without its last number: in a link effects are rounded. */
const saying = async (page: Page): Promise<string[]> =>
  (await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")!))).map((text) =>
    text.replace(/, [+−]?[\d.]+ of the layer’s scale.*/, ""),
  );

test("what one visit shares is opened: as a file, from a link that mail broke, in a frame, without its image, and with the network cut off", async ({
  page,
  browser,
  baseURL,
}) => {
  // One visit makes what all of the others open.
  test.slow();
  await open(page);
  await page.getByRole("grid", { name: "Concepts by layers" }).locator("[data-row]").nth(4).click();
  const there = await saying(page);
  const selection = await page.evaluate(() => globalThis.strata.store.getState().selection);
  const { exact, small, none } = await drafts(page);
  await page.getByRole("dialog").getByRole("button", { name: "Copy link" }).focus();
  await accessible(page, "sharing");
  expect(exact.length).toBeLessThanOrEqual(14_000);
  expect(small.length).toBeLessThanOrEqual(6_000);
  expect(none.length).toBeLessThanOrEqual(2_500);

  await test.step("a lossy image is as good as somebody chooses", async () => {
    await page.getByRole("radio", { name: /^smaller/ }).check();
    const quality = page.getByRole("slider", { name: /^Quality of the image/ });
    await expect(quality).toHaveAttribute("aria-valuetext", "6 of 10");
    await accessible(page, "choosing a quality");
    const lengthNow = () =>
      page.evaluate(() => {
        const { sharing } = globalThis.strata.store.getState();
        return sharing.phase === "ready" ? sharing.drafts.find(({ image }) => image === "small")!.url.length : 0;
      });
    await quality.press("End");
    await expect.poll(lengthNow).toBeGreaterThan(small.length);
    await quality.press("Home");
    await expect.poll(lengthNow).toBeLessThan(small.length);
  });

  await test.step("a picture saved as a file opens again, and agrees", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Save as file" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("strata-golf-ball.strata");
    const bytes = readFileSync(await saved.path());
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Grid" }).selectOption("2x2");
    await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
    await page.getByRole("button", { name: "Library" }).click();
    await page
      .getByRole("dialog")
      .locator('input[type="file"]')
      .setInputFiles({ name: "golf.strata", mimeType: "application/gzip", buffer: bytes });
    await opened(page);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    const run = page.getByRole("region", { name: "Run" });
    await run.getByRole("button", { name: "Run again to verify" }).click();
    await settled(page);
    await expect(run).toContainText("agrees with the picture opened before");
  });

  await test.step("a link that mail broke opens; one that was cut off is refused with a sentence, and stays in the address bar", async () => {
    const [before, payload] = none.split("#s=") as [string, string];
    await page.goto("about:blank");
    await page.goto(`${before}#s%3D3D${payload.slice(0, 70)}=%0D%0A${payload.slice(70)}%3E).`);
    await opened(page);
    await expect(page.getByRole("alert")).toHaveText("");
    expect(new URL(page.url()).hash).toBe(`#s=${payload}`);
    await page.goto("about:blank");
    const cut = none.slice(0, -40);
    await page.goto(cut);
    await expect(rows(page).first()).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("This link is damaged.");
    expect(page.url()).toBe(cut);
    await page.reload();
    await expect(page.getByRole("alert")).toContainText("This link is damaged.");
  });

  await test.step("the picture alone stands in a frame, from a link, and can be used", async () => {
    const embed = exact.replace("/#", "/?embed#");
    const host = await openFraming(embed);
    const post = await browser.newPage();
    await post.goto(host.address);
    const frame = post.frameLocator("#frame");
    const grid = frame.getByRole("grid", { name: "Concepts by layers" });
    await expect(grid.getByRole("row", { name: /, order \d+, / }).first()).toBeVisible();
    await grid.locator("[data-row]").nth(2).click();
    await expect(grid.locator('[role="row"][aria-selected="true"]')).toHaveCount(1);
    await expect(frame.getByRole("banner")).toHaveCount(0);
    await expect(frame.getByRole("link", { name: "Open in Strata" })).toBeVisible();
    await post.close();
    host.close();
    await page.goto("about:blank");
    await page.goto(embed);
    await opened(page);
    await accessible(page, "embedded");
  });

  // In a browser that has never seen the picture.
  const elsewhere = await browser.newContext({ baseURL: baseURL!, serviceWorkers: "allow" });
  const guest = await elsewhere.newPage();
  const run = guest.getByRole("region", { name: "Run" });

  await test.step("a link with a smaller image, or with none, says what cannot be verified", async () => {
    await guest.goto(small);
    await opened(guest);
    await expect(run).toContainText("can't be verified exactly");
    await guest.goto("about:blank");
    await guest.goto(none);
    await opened(guest);
    await expect(run).toContainText("it came without its image");
    await expect(guest.locator("#image")).toContainText("This picture came without its image");
    await accessible(guest, "an opened link");
    await guest.getByRole("combobox", { name: "Grid" }).selectOption("2x2");
    await expect(guest.getByRole("alert")).toContainText("drop the image itself");
  });

  await test.step("a link opens the same picture with the network cut off, and running again verifies it", async () => {
    await guest.goto("about:blank");
    await open(guest, SMALL);
    await guest.waitForFunction(() => globalThis.strata.store.getState().offline.phase === "ready");
    await elsewhere.setOffline(true);
    await guest.goto("about:blank");
    const asked: string[] = [];
    guest.on("request", (request) => asked.push(request.url()));
    await guest.goto(exact);
    await opened(guest);
    await expect(run).toContainText("Shared picture, not yet verified");
    expect(await saying(guest)).toEqual(there);
    expect(await guest.evaluate(() => globalThis.strata.store.getState().selection)).toEqual(selection);
    expect(
      asked.filter((url) => url.includes(".onnx") || url.includes("ort-wasm")),
      "nothing of the network is fetched to draw",
    ).toEqual([]);
    await run.getByRole("button", { name: "Run again to verify" }).click();
    await settled(guest);
    await expect(run).toContainText("agrees with the picture opened before");
    const verdict = guest.locator("#checks .verdict");
    await expect(verdict).toContainText("The picture opened before agrees with what was computed here.");
    await expect(verdict).toContainText(
      /rounded by up to 0\.0\d\s?% of their layer's largest, rebuild v at every one of the 512 masks: furthest off at \w+, by \d\.\d+ nats of \d\.\d+ allowed/,
    );
  });
  await elsewhere.close();
});

test("a link whose concepts carry each other's effects opens, and running again says that it does not agree", async ({
  page,
}) => {
  // The page's own first picture, at every layer with the effects of its ANDs in another order.
  const [{ snapshot } = { snapshot: null }] = await readStrataFile(shipped("samples/start.strata"));
  const layers = snapshot!.layers.map(({ interactions, ...layer }) => {
    const { masks, effects } = interactions.and;
    return { ...layer, interactions: { ...interactions, and: { masks, effects: effects.toReversed() } } };
  });
  const bytes = await encodePng(snapshot!.image.pixels!);
  const { text } = await encodePayload({ ...snapshot!, layers }, { bytes, format: "png", exact: true });
  await page.goto(`/#s=${text}`);
  await opened(page);
  const run = page.getByRole("region", { name: "Run" });
  await run.getByRole("button", { name: "Run again to verify" }).click();
  await settled(page);
  await expect(run).toContainText("differs from the picture opened before");
  const verdict = page.locator("#checks .verdict");
  await expect(verdict).toContainText("The picture opened before does not agree with what was computed here.");
  await expect(verdict).toContainText("do not explain v");
  await expect(verdict).toContainText("v with everything and with nothing shown differs by at most");
});
