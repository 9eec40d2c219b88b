import { chromium } from "@playwright/test";
import { createServer } from "vite";
import { findOrInstallChromium } from "../scripts/chromium.ts";
import { withBuiltPage } from "./built-page.ts";
import { shippedNetwork, squeezeNet, type BenchNetwork } from "./engine/networks.ts";
import { bareRate, bestBareRate, nativeRate, openEngine } from "./engine/rates.ts";
import { stagesOf } from "./engine/stages.ts";
import { figure } from "./figures.ts";
import { printTable } from "./timing.ts";

const billions = (imagesPerSecond: number, { multiplyAdds }: BenchNetwork): string =>
  ((imagesPerSecond * multiplyAdds) / 1e9).toFixed(1);

/** Prints how fast a network is natively, in the page's engine and in ONNX Runtime alone. */
async function benchRates(networks: readonly BenchNetwork[]): Promise<void> {
  const server = await createServer({ server: { port: 0 }, logLevel: "error" });
  await server.listen();
  const address = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: ["--no-sandbox"] });
  const lines: string[][] = [];
  try {
    for (const network of networks) {
      const native = await nativeRate(network);
      const best = await bestBareRate(browser, address, network);
      const bare = async () => (await bareRate(browser, address, network, best)).imagesPerSecond;
      lines.push([network.name, "native, 2 threads, batch 64", native.toFixed(0), billions(native, network), ""]);
      lines.push([
        network.name,
        `ONNX Runtime Web alone, ${best.threads} threads, batch ${best.batch}`,
        best.imagesPerSecond.toFixed(0),
        billions(best.imagesPerSecond, network),
        "1.00",
      ]);
      const engine = await openEngine(browser, address, network);
      for (const [rows, cols] of network.grids) {
        // A machine's speed wanders in the minutes that this takes: the runtime alone is measured right before and right after.
        const before = await bare();
        const rate = await engine.rate(rows, cols);
        figure(`engine, ${network.name}, n = ${rows * cols}, masks/s`, rate, "more");
        const beside = (before + (await bare())) / 2;
        lines.push([
          network.name,
          `the page's engine, n = ${rows * cols}`,
          rate.toFixed(0),
          billions(rate, network),
          `${(rate / beside).toFixed(2)} (of ${beside.toFixed(0)})`,
        ]);
      }
      await engine.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  printTable(["network", "engine", "masks/s", "G multiply-adds/s", "of ONNX Runtime Web alone"], lines);
}

/** Prints the whole exploration, from opening the page to the drawn picture, by stage. */
async function benchStages(): Promise<void> {
  console.log("\nFrom opening the page to the picture, seconds; peak memory of the tab's process, MB");
  await withBuiltPage(async (browser, address) => {
    const lines: string[][] = [];
    const maskSeconds: number[] = [];
    for (const grid of ["3x3", "3x4", "4x4"]) {
      const { image, firstMask, masks, solved, drawn, peakMb } = await stagesOf(browser, address, grid);
      maskSeconds.push(masks - firstMask);
      figure(`engine, page, ${grid}, s in all`, drawn, "less");
      lines.push(
        [grid, image, firstMask - image, masks - firstMask, solved - masks, drawn - solved, drawn]
          .map((cell) => (typeof cell === "string" ? cell : cell.toFixed(2)))
          .concat(peakMb.toFixed(0)),
      );
    }
    printTable(["grid", "to the image", "to the first mask", "masks", "solving", "drawing", "in all", "memory"], lines);
    console.log(
      `Masks of 4x4 take ${(maskSeconds[2]! / maskSeconds[1]!).toFixed(1)} times as long as those of 3x4, a sixteenth as many`,
    );
  });
}

/** Prints the engine's figures. */
export async function benchEngine(): Promise<void> {
  console.log("\nMasks per second, in one run on this machine");
  const other = squeezeNet();
  if (other === null) console.log("SqueezeNet 1.1 is not here: left out");
  await benchRates([shippedNetwork(), ...(other === null ? [] : [other])]);
  await benchStages();
}
