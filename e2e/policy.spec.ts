// Not the journeys' own test: what the policy refuses is the point here.
import { expect, test, type Page } from "@playwright/test";
import { pageHeaders } from "../src/storage/page-headers.ts";
import { openBareHost } from "./bare-host.ts";
import { openFraming } from "./framing.ts";
import { chooseNetwork, explore, open, settled, shipped, SMALL } from "./support.ts";

test.use({ serviceWorkers: "allow" });

/** Counts, from the page's first moment on, what its policy refuses. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
      refused.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
}

test("a whole journey asks for nothing that the policy forbids", async ({ page }) => {
  const refused = await watchPolicy(page);
  await open(page, SMALL);
  await page.getByRole("button", { name: "Dark theme" }).click();
  await page.getByRole("grid", { name: "Concepts by layers" }).getByRole("row").nth(3).click();
  await page.keyboard.press("p");
  await page.keyboard.press("Enter");
  await chooseNetwork(page, "Glass box", "glass-box");
  await settled(page);
  await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
  await page.getByRole("button", { name: "Switch to Chinese" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().offline.phase === "ready");
  expect(await refused()).toEqual([]);
});

for (const [where, strip] of [
  ["the page's own policy", true],
  ["the header", false],
] as const) {
  test(`${where} refuses scripts and styles that are no files of the page`, async ({ page }) => {
    await page.route("/", async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      const headers = Object.fromEntries(
        Object.entries(response.headers()).filter(([name]) => !strip || name !== "content-security-policy"),
      );
      const body = strip
        ? await response.text()
        : (await response.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
      await route.fulfill({ response, headers, body });
    });
    const refused = await watchPolicy(page);
    await page.goto("/");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.injected = true";
      document.head.append(script);
      const image = document.createElement("div");
      image.innerHTML = '<img src="data:," onerror="globalThis.injected = true"><p style="position: fixed"></p>';
      document.body.append(image);
      // Text as code; only later, since what the test itself runs is allowed to do so.
      (setTimeout as (code: string) => void)("globalThis.injected = true");
      return new Promise((resolve) =>
        setTimeout(
          () =>
            resolve({ injected: "injected" in globalThis, fixed: getComputedStyle(image.lastElementChild!).position }),
          200,
        ),
      );
    });
    expect(ran).toEqual({ injected: false, fixed: "static" });
    const directives = new Set((await refused()).map((line) => line.split(" ")[0]));
    expect([...directives].sort()).toEqual(["script-src", "script-src-attr", "script-src-elem", "style-src-attr"]);
  });
}

for (const [whose, headers] of [
  ["a page", {}],
  ["an isolated page", { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" }],
] as const) {
  test(`${whose} of another site may frame the page, which keeps nothing there`, async ({ page, baseURL }) => {
    const host = await openFraming(`${baseURL}/?embed#grid=2x2`, headers);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(host.address);
    const frame = page.frame({ url: /embed/ })!;
    await frame.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done");
    expect(await frame.evaluate(() => globalThis.strata.store.getState().offline.phase)).toBe("none");
    expect(page.context().serviceWorkers()).toEqual([]);
    // Where the frame may keep nothing it gets no locks either.
    expect(errors, "errors nobody caught").toEqual([]);
    host.close();
  });
}

test("only the picture alone may be framed; where no header says so, the page in a frame shows nothing that could be pressed unseen", async ({
  page,
  baseURL,
}) => {
  const refused = await openFraming(`${baseURL}/`);
  await page.goto(refused.address);
  // The browser shows a page of its own there.
  await page.waitForFunction(() => document.querySelector("iframe") !== null && document.readyState === "complete");
  expect(page.frames().map((frame) => frame.url())).not.toContain(`${baseURL}/`);
  refused.close();

  const bare = await openBareHost(baseURL!);
  const host = await openFraming(`${bare.url}#sample=church.png`);
  await page.goto(host.address);
  const frame = page.frameLocator("#frame");
  await expect(frame.getByRole("heading", { name: "Strata is shown inside another page." })).toBeVisible();
  await expect(frame.getByRole("link", { name: "Open Strata in a tab of its own" })).toHaveAttribute(
    "href",
    `${bare.url}#sample=church.png`,
  );
  await expect(frame.getByRole("button")).toHaveCount(0);
  expect(await page.frame({ url: /strata/ })!.evaluate(() => globalThis.strata.store.getState().run.phase)).toBe(
    "idle",
  );
  await bare.close();
  host.close();
});

test("where none of the page's scripts run, it says what it needs", async ({ page, browser, baseURL }) => {
  // A host without headers: the page's own module scripts are denied to a frame without an origin.
  const bare = await openBareHost(baseURL!);
  const host = await openFraming(`${bare.url}?embed#sample=church.png`, {}, "allow-scripts");
  await page.goto(host.address);
  const link = page.frameLocator("#frame").getByRole("link", { name: "Open Strata in a tab of its own" });
  await expect(page.frameLocator("#frame").getByText("allow-scripts allow-same-origin").first()).toBeVisible();
  await expect(link).toHaveAttribute("href", `${bare.url}#sample=church.png`);
  host.close();
  const silent = await browser.newPage({ javaScriptEnabled: false });
  await silent.goto(baseURL!);
  await expect(silent.getByRole("heading", { name: "Strata cannot run here." })).toBeVisible();
  await silent.close();
  // A part that is missing on the server, too.
  await page.route(/\/assets\/.*\.js$/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(baseURL!);
  await expect(page.getByRole("heading", { name: "Strata cannot run here." })).toBeVisible();
  await page.unroute(/\/assets\/.*\.js$/);
  await page.goto(baseURL!);
  await page.waitForFunction(() => globalThis.strata?.store.getState().image !== null);
  await expect(page.getByText("Strata cannot run here.")).toHaveCount(0);
  await bare.close();
});

test("in a frame without an origin a link is shown, and what the frame forbids is said", async ({ page, baseURL }) => {
  await open(page, SMALL);
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox", { name: "Link", exact: true }).inputValue();
  const host = await openFraming(link.replace("/#", "/?embed#"), {}, "allow-scripts");
  await page.goto(host.address);
  const frame = page.frameLocator("#frame");
  await expect(
    frame
      .getByRole("grid", { name: "Concepts by layers" })
      .getByRole("row", { name: /, order \d+, / })
      .first(),
  ).toBeVisible();
  await expect(frame.getByRole("figure")).toBeVisible();
  await expect(frame.getByRole("alert")).toBeEmpty();
  await frame.getByRole("button", { name: "Run again to verify" }).click();
  await expect(frame.getByRole("alert")).toContainText("The frame around this page lets it compute nothing.");
  await expect(
    frame
      .getByRole("grid", { name: "Concepts by layers" })
      .getByRole("row", { name: /, order \d+, / })
      .first(),
  ).toBeVisible();
  host.close();
  const start = await openFraming(`${baseURL}/?embed`, {}, "allow-scripts");
  await page.goto(start.address);
  await expect(frame.getByRole("alert")).toContainText("The frame around this page lets it compute nothing.");
  start.close();
});

test("an answer that a file has not changed carries the page's headers as well", async ({ request }) => {
  const whole = await request.get("/service.worker.js");
  const same = await request.get("/service.worker.js", { headers: { "If-None-Match": whole.headers()["etag"]! } });
  expect(same.status()).toBe(304);
  for (const [name, value] of Object.entries(pageHeaders({ pathname: "/", search: "" }))) {
    expect(whole.headers()[name.toLowerCase()], name).toBe(value);
    expect(same.headers()[name.toLowerCase()], name).toBe(value);
  }
});
