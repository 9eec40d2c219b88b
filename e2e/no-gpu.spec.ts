import { badge, choose, dialog, isForGpu, openOn, report, runAgain } from "./engine.ts";
import { expect, settled, test } from "./support.ts";

test("without WebGPU the page says so, fetches nothing for it, and runs", async ({ page }) => {
  const fetched: string[] = [];
  page.context().on("request", (request) => fetched.push(request.url()));
  await openOn(page, "auto", "2x2");
  await expect(badge(page)).toHaveText(/^WASM · \d+ workers?$/);
  await badge(page).click();
  await expect(dialog(page)).toContainText("the browser offers no GPU to compute with");
  await page.keyboard.press("Escape");
  await choose(page, "GPU (WebGPU)");
  await runAgain(page);
  await settled(page);
  expect(await report(page)).toMatchObject({ choice: "webgpu", road: "wasm", reason: "no-adapter", timings: { webgpu: null } });
  await page.waitForFunction(() => globalThis.strata.store.getState().offline.phase === "ready");
  expect(fetched.length).toBeGreaterThan(10);
  expect(fetched.filter(isForGpu)).toEqual([]);
});
