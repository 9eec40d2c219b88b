// Not the journeys' own test: what the policy refuses is the point here.
import { expect, test, type Page } from "@playwright/test";
import { pageHeaders } from "../src/storage/page-headers.ts";
import { openFraming } from "./framing.ts";
import { explore, open, settled, shipped } from "./support.ts";

/** Counts, from the page's first moment on, what its policy refuses. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => refused.push(`${effectiveDirective} ${blockedURI} ${sample}`));
  });
  return () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
}

test("a whole journey asks for nothing that the policy forbids", async ({ page }) => {
  const refused = await watchPolicy(page);
  await open(page);
  await page.getByRole("button", { name: "Dark theme" }).click();
  await page.getByRole("grid", { name: "Concepts by layers" }).getByRole("row").nth(3).click();
  await page.keyboard.press("p");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Model" }).selectOption({ label: "Glass box" });
  await page.waitForFunction(() => globalThis.strata.store.getState().model?.name === "glass-box");
  await settled(page);
  await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
  await page.getByRole("button", { name: "Switch to Chinese" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().offline.phase === "ready");
  expect(await refused()).toEqual([]);
});

for (const [where, strip] of [["the page's own policy", true], ["the header", false]] as const) {
  test(`${where} refuses scripts and styles that are no files of the page`, async ({ page }) => {
    await page.route("/", async (route) => {
      const response = await route.fetch();
      const headers = Object.fromEntries(Object.entries(response.headers()).filter(([name]) => !strip || name !== "content-security-policy"));
      const body = strip ? await response.text() : (await response.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
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
      return new Promise((resolve) => setTimeout(() => resolve({ injected: "injected" in globalThis, fixed: getComputedStyle(image.lastElementChild!).position }), 200));
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
    const host = await openFraming(`${baseURL}/?embed`, headers);
    await page.goto(host.address);
    const frame = page.frame({ url: /embed/ })!;
    await frame.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done");
    expect(await frame.evaluate(() => globalThis.strata.store.getState().offline.phase)).toBe("none");
    expect(page.context().serviceWorkers()).toEqual([]);
    host.close();
  });
}

test("an answer that a file has not changed carries the page's headers as well", async ({ request }) => {
  const whole = await request.get("/service.worker.js");
  const same = await request.get("/service.worker.js", { headers: { "If-None-Match": whole.headers()["etag"]! } });
  expect(same.status()).toBe(304);
  for (const [name, value] of Object.entries(pageHeaders())) {
    expect(whole.headers()[name.toLowerCase()], name).toBe(value);
    expect(same.headers()[name.toLowerCase()], name).toBe(value);
  }
});
