import { parseManifest } from "../src/models/manifest.ts";
import { drop, expect, rows, settled, shipped, SMALL, test } from "./support.ts";
import { shipAlone } from "./wide-network.ts";

test("a network without probes is explored by its output alone, from the image to the link", async ({
  page,
  context,
}) => {
  const whole = parseManifest(JSON.parse(new TextDecoder().decode(shipped("models/imagenette-residual.json"))));
  const manifest = { ...whole, name: "bare", taps: [], probes: null, largestEffects: undefined };
  const backbone = shipped("models/imagenette-residual.onnx");
  await shipAlone(context, manifest, { backbone, tail: null }, { file: "church.png", label: "church" });
  await page.goto(SMALL);
  await settled(page);
  await expect(page.getByRole("alert")).toBeEmpty();
  await expect(page.getByRole("columnheader", { name: /v with all patches shown [+−]\d/ })).toHaveCount(1);
  expect(await rows(page).count()).toBeGreaterThan(0);
  const columns = () =>
    page.evaluate(() => globalThis.strata.store.getState().result!.layers.map((layer) => layer!.name));
  expect(await columns()).toEqual(["output"]);
  await rows(page).first().click();
  await expect(page.getByRole("alert")).toBeEmpty();
  // The grid's other questions work, too.
  await page.getByRole("combobox", { name: "Grid" }).selectOption("2x3");
  await settled(page);
  await page.getByRole("button", { name: "Share" }).click();
  const field = page.getByRole("textbox", { name: "Link", exact: true });
  await expect(field).toHaveValue(/#s=/);
  const link = await field.inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
  expect(await columns()).toEqual(["output"]);
  await drop(page, "mine.png", "image/png", shipped("samples/golf-ball.png"));
  await settled(page);
  expect(await columns()).toEqual(["output"]);
});
