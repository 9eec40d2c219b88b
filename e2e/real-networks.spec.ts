import { existsSync, readdirSync, readFileSync } from "node:fs";
import { nativeTools } from "../cli/native-tools.ts";
import { readGraph } from "../src/models/graph/read-graph.ts";
import { scoredModel } from "../src/models/scored.ts";
import { toTensor } from "../src/models/preprocessing.ts";
import { drop, expect, explore, open, settled, shipped, SMALL, test } from "./support.ts";

const folder = new URL("../../shared/data/models/", import.meta.url);
const photos = new URL("../../shared/data/photos/", import.meta.url);
const networks = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".onnx")) : [];
if (networks.length === 0) console.warn("SKIPPED: no networks that others made are at hand");

/** No classifier: it says what every pixel shows. */
const SEGMENTER = /^deeplab/;
const IMAGES = ["free_chelsea.jpg", "in_n02391049_zebra.jpg", "flower_sunflowers_12471791574.jpg"];

/** Shares of p that two runtimes may put otherwise: closer classes are a tie. */
const TIE = 0.02;

test("networks that others made are dropped without a manifest and explored; their first classes are those of the native runtime", async ({
  page,
}) => {
  test.skip(networks.length === 0, "no ../shared/data/models");
  test.setTimeout(600_000);
  const tools = await nativeTools(2);
  await open(page, SMALL);
  for (const file of networks) {
    await test.step(file, async () => {
      const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
      await drop(page, file, "", bytes);
      const dialog = page.getByRole("dialog", { name: "Your network" });
      if (SEGMENTER.test(file)) {
        await expect(dialog.getByRole("alert").getByText("This network gives no scores of classes.")).toBeVisible();
        return dialog.getByRole("button", { name: "Cancel" }).click();
      }
      await page.waitForFunction(() => globalThis.strata.store.getState().own?.trial?.isOver === true);
      // Of some published ones probes ship with the page.
      const isGiven = await page.evaluate(() => globalThis.strata.store.getState().own!.given !== null);
      await dialog.getByRole("button", { name: "Use it this once", exact: true }).click();
      await page.waitForFunction(() => globalThis.strata.store.getState().own === null);
      await settled(page);
      const { manifest } = (await page.evaluate(() => globalThis.strata.store.getState().model))!;
      const scored = scoredModel({ manifest, bytes }, readGraph(bytes));
      const runner = await tools.open(scored.bytes, manifest.input);
      for (const image of IMAGES) {
        await explore(page, image, "image/jpeg", readFileSync(new URL(image, photos)));
        const { rgb, top, layers } = await page.evaluate(() => {
          const { image, result } = globalThis.strata.store.getState();
          return { rgb: [...image!.pixels.rgb], top: result!.top!, layers: result!.layers.map((layer) => layer!.name) };
        });
        expect(layers).toEqual(["output"]);
        const [scores] = await runner.run(toTensor(rgb, manifest.input), 1, [scored.manifest.output.logits]);
        const logits = [...scores!.values].slice(0, manifest.classMap.length);
        const first = logits.indexOf(Math.max(...logits));
        const tied = top.filter(({ p }) => top[0]!.p - p <= TIE).map(({ index }) => index);
        expect(tied, `${file}, ${image}`).toContain(first);
      }
      await runner.close();
      if (!isGiven) return;
      // Probes know the classes that they were fitted on.
      await explore(page, "golf-ball.png", "image/png", shipped("samples/golf-ball.png"));
      const { known, drawn } = await page.evaluate(() => {
        const { model, result } = globalThis.strata.store.getState();
        return { known: model!.manifest.probes!.layers.length, drawn: result!.layers.length };
      });
      expect(drawn).toBe(known + 1);
    });
  }
});
