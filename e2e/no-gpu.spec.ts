import { badge, choose, dialog, isForGpu, openOn, report, runAgain } from "./engine.ts";
import { accessible, expect, open, scores, settled, test } from "./support.ts";

test.use({ serviceWorkers: "allow" });

test("without WebGPU the page says so, fetches nothing for it, and runs", async ({ page }) => {
  const fetched: string[] = [];
  page.context().on("request", (request) => fetched.push(request.url()));
  await openOn(page, "auto");
  await expect(badge(page)).toHaveText(/^WASM · \d+ workers?$/);
  await badge(page).click();
  await expect(dialog(page)).toContainText("the browser offers no GPU to compute with");
  await accessible(page, "the engine");
  await page.keyboard.press("Escape");
  const before = await scores(page);
  await choose(page, "GPU (WebGPU)");
  await runAgain(page);
  await settled(page);
  expect(await scores(page)).toEqual(before);
  expect(await report(page)).toMatchObject({
    choice: "webgpu",
    backend: "wasm",
    reason: "no-adapter",
    timings: { webgpu: null },
  });
  await page.waitForFunction(() => globalThis.strata.store.getState().offline.phase === "ready");
  expect(fetched.length).toBeGreaterThan(10);
  expect(fetched.filter(isForGpu)).toEqual([]);
});

test("a browser that does not know WebGPU, or keeps nothing of a choice, runs all the same", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "gpu", { get: () => undefined });
    Object.defineProperty(globalThis, "localStorage", {
      get: () => {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await open(page, "/#sample=glass-box.png&grid=2x2");
  expect(await report(page)).toMatchObject({ backend: "wasm", reason: "no-webgpu" });
  await badge(page).click();
  await expect(dialog(page)).toContainText("this browser has no WebGPU");
});
