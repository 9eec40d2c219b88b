import type { MaskCode } from "../src/core/masks.ts";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chooseNetwork, expect, open, settled, shipped, test } from "./support.ts";

/** v by the browser's engine and by the command line's, in nats, relative from 1 on: float32 in another order of summation. */
const AGREE = 1e-4;
/** The same of the glass box, which has small numbers and few layers. */
const AGREE_GLASS_BOX = 1e-5;
/** What the trained network thinks of its samples at least, as a probability. */
const SURE = 0.8;
/** Effects this near to τ may fall on either side. */
const NEAR_TAU = 0.01;

interface FileLayer {
  readonly tau: number;
  readonly values: number[];
  readonly and: [number, number][];
  readonly or: [number, number][];
}

interface Sample {
  readonly file: string;
  readonly model: string;
  readonly label: string;
}

const samples = JSON.parse(new TextDecoder().decode(shipped("samples/index.json"))) as Sample[];

/** A sample of each network, another one for each where there are so many. */
const asked = [...new Set(samples.map(({ model }) => model))].map((name, at) => {
  const lines = samples.filter(({ model }) => model === name);
  return lines[at % lines.length]!;
});

for (const { file, model, label } of asked) {
  test(`page and command line agree on ${file}, asked of ${model}`, async ({ page }) => {
    const folder = fileURLToPath(new URL("..", import.meta.url));
    const { stdout, stderr } = spawnSync(
      "npm",
      ["run", "--silent", "strata", "--", "explain", `public/samples/${file}`, "--model", model, "--values"],
      {
        cwd: folder,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        env: { ...process.env, INIT_CWD: folder },
      },
    );
    // It would say so here if the native runtime were not there and another computed.
    expect(stderr.replaceAll(/^npm warn.*\n/gm, "")).toBe("");
    const { layers: written, target } = JSON.parse(stdout) as {
      layers: FileLayer[];
      target: { label: string; p: number };
    };
    expect(target.label).toBe(label);
    if (model !== "glass-box") expect(target.p).toBeGreaterThanOrEqual(SURE);

    // A sample comes with a network, and stays where another one is chosen that has it as well.
    await open(page, `/#sample=${file}`);
    const models = await page.evaluate(() => globalThis.strata.store.getState().models);
    const isShown = await page.evaluate((name) => globalThis.strata.store.getState().model!.name === name, model);
    if (!isShown) await chooseNetwork(page, models.find(({ name }) => name === model)!.title, model);
    await settled(page);
    expect(await page.evaluate(() => globalThis.strata.store.getState().image!.title)).toMatchObject({ file });
    const shown = await page.evaluate(() => {
      const { layers, values } = globalThis.strata.store.getState().result!.snapshot!;
      return layers.map(({ tau, interactions: { and, or } }, l) => ({
        v: [...values!.layers[l]!],
        tau,
        and: Array.from(and.masks, (mask, i) => [Number(mask), and.effects[i]!] as const),
        or: Array.from(or.masks, (mask, i) => [Number(mask), or.effects[i]!] as const),
      }));
    });

    expect(shown.length).toBe(written.length);
    const agree = model === "glass-box" ? AGREE_GLASS_BOX : AGREE;
    const differing: string[] = [];
    shown.forEach((layer, l) => {
      const other = written[l]!;
      layer.v.forEach((value, mask) => {
        if (!(Math.abs(value - other.values[mask]!) <= agree * Math.max(1, Math.abs(value))))
          differing.push(`v at layer ${l}, mask ${mask}`);
      });
      for (const kind of ["and", "or"] as const) {
        const [ours, theirs] = [new Map<MaskCode, number>(layer[kind]), new Map<MaskCode, number>(other[kind])];
        for (const mask of new Set([...ours.keys(), ...theirs.keys()])) {
          const [effect, twin] = [ours.get(mask) ?? 0, theirs.get(mask) ?? 0];
          const near =
            Math.abs(Math.abs(effect) / layer.tau - 1) < NEAR_TAU ||
            Math.abs(Math.abs(twin) / other.tau - 1) < NEAR_TAU;
          if (!near && Math.abs(effect) > layer.tau !== Math.abs(twin) > other.tau)
            differing.push(`${kind} ${mask} at layer ${l}`);
        }
      }
    });
    expect(differing).toEqual([]);
  });
}
