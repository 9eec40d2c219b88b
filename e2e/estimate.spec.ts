import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accessible, drop, expect, open, settled, test } from "./support.ts";

/** v of the page's engine and of the command line's, in nats, relative from 1 on. */
const AGREE = 1e-4;
/** R² on masks that no fit saw: where v differs by a rounding other columns may be as good. */
const AGREE_R2 = 0.05;

interface Told {
  readonly masks: number;
  readonly heldOut: number;
  readonly seed: number;
  readonly heldOutR2: number;
  readonly vEmpty: number;
  readonly vFull: number;
}

const SMALL_SAMPLE = "/#sample=church.png&grid=5x5&masks=80";

test("more than 16 patches are estimated from as many masks as are asked for, go on to more, and come back from an address, a link and a file", async ({
  page,
}) => {
  await open(page, SMALL_SAMPLE);
  const told = () =>
    page.evaluate(() =>
      globalThis.strata.store.getState().result!.snapshot!.layers.map(({ vEmpty, vFull, interactions }) => {
        const { masks, heldOut, seed, heldOutR2 } = interactions.sampled!;
        return { masks, heldOut, seed, heldOutR2, vEmpty, vFull };
      }),
    );
  const here: Told[] = await told();
  const run = page.getByRole("region", { name: "Run" });

  await test.step("what it says of itself is in sight", async () => {
    await expect(run).toContainText("Estimated from 80 masks");
    await expect(page.locator('[data-line="sampled"]').last()).toHaveText(/^−?\d\.\d\d$/);
    await expect(page.locator(".concept-reading").first()).toContainText("standard error of ±");
    await expect(page.locator("#checks")).toContainText("estimated from 80 masks (seed 1)");
    await accessible(page, "an estimate");
  });

  await test.step("the command line says the same of the same masks and seed", () => {
    const folder = fileURLToPath(new URL("..", import.meta.url));
    const asked = ["explain", "public/samples/church.png", "--grid", "5x5", "--masks", "80", "--seed", "1"];
    const { stdout, stderr } = spawnSync("npm", ["run", "--silent", "strata", "--", ...asked], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...process.env, INIT_CWD: folder },
    });
    expect(stderr.replaceAll(/^npm warn.*\n/gm, "")).toBe("");
    const { layers } = JSON.parse(stdout) as { layers: Told[] };
    expect(layers.length).toBe(here.length);
    layers.forEach((layer, l) => {
      const twin = here[l]!;
      expect([layer.masks, layer.heldOut, layer.seed]).toEqual([twin.masks, twin.heldOut, twin.seed]);
      for (const end of ["vEmpty", "vFull"] as const)
        expect(Math.abs(layer[end] - twin[end])).toBeLessThan(AGREE * Math.max(1, Math.abs(twin[end])));
      expect(Math.abs(layer.heldOutR2 - twin.heldOutR2)).toBeLessThan(AGREE_R2);
    });
  });

  await test.step("more masks go on from those that are there", async () => {
    await run.getByRole("button", { name: "More masks: 160" }).click();
    await expect(page).toHaveURL(/#sample=church\.png&grid=5x5&masks=160$/);
    await expect(run).toContainText("Estimated from 160 masks, 80 of them run now");
    await settled(page);
    expect((await told())[0]).toMatchObject({ masks: 160, seed: 1 });
  });

  const sure = () =>
    page.evaluate(() => {
      const { replicates, concepts } = globalThis.strata.store.getState().result!.snapshot!.certainty!;
      return { replicates, counts: concepts.map(({ kind, mask, alive }) => `${kind}${mask} ${alive.join()}`) };
    });
  await test.step("how sure it is is told on demand, of its own masks", async () => {
    const checks = page.locator("#checks");
    const ask = checks.getByRole("button", { name: /^How sure is this\? \(about / });
    await ask.click();
    await checks.getByRole("button", { name: "Cancel" }).press("Enter");
    await expect(ask).toBeFocused();
    await ask.click();
    await expect(checks).toContainText(/\d+ of \d+ rows are firm: all 8 replicates/);
    await expect(checks).toContainText("from either half of these masks alone");
    await expect(page.locator('[data-line="probeAgreement"]').nth(1)).toHaveText(/^\d\.\d\d$/);
    await accessible(page, "an estimate that is looked at");
  });

  let saved = Buffer.alloc(0);
  const [before, found] = [await told(), await sure()];
  expect(found.replicates).toBe(8);
  await test.step("a link holds it, rounded, alone in a frame too", async () => {
    await page.getByRole("button", { name: "Share" }).click();
    const field = page.getByRole("textbox", { name: "Link", exact: true });
    await expect(field).toHaveValue(/#s=/);
    await expect(page.getByRole("dialog")).toContainText("Of the sample it holds how many masks");
    const link = await field.inputValue();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("dialog").getByRole("button", { name: "file" }).click(),
    ]);
    saved = readFileSync(await download.path());
    for (const address of [link.replace("/#", "/?embed#"), link]) {
      await page.goto("about:blank");
      await page.goto(address);
      await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
      const after = await told();
      expect(after.length).toBe(before.length);
      after.forEach((layer, l) => {
        const { masks, heldOut, seed, ...numbers } = before[l]!;
        expect(layer).toMatchObject({ masks, heldOut, seed });
        for (const name of ["heldOutR2", "vEmpty", "vFull"] as const)
          expect(Math.abs(layer[name] - numbers[name])).toBeLessThanOrEqual(2 ** -18 * Math.abs(numbers[name]));
      });
      await expect(page.locator('[data-line="sampled"]').last()).toHaveText(/^−?\d\.\d\d$/);
    }
    await expect(run).toContainText("Shared picture, estimated from 160 masks");
    await expect(page.locator(".concept-reading:not(.concept-sureness)").first()).toContainText("standard error of ±");
    await expect(page.locator("#checks")).toContainText("So says the link; it was not looked at here.");
    const linked = await sure();
    expect(linked.counts.length).toBeGreaterThan(0);
    expect(found.counts).toEqual(expect.arrayContaining(linked.counts));
  });

  await test.step("a file holds it to the last digit", async () => {
    await page.goto("about:blank");
    await page.goto("/#grid=2x2");
    await settled(page);
    await drop(page, "church.strata", "", saved);
    await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
    await expect(run).toContainText("Picture from a file, estimated from 160 masks");
    expect([await told(), await sure()]).toEqual([before, found]);
    // A reload brings it back from where it is kept.
    await page.reload();
    await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
    expect([await told(), await sure()]).toEqual([before, found]);
  });
});
