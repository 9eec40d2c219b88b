import type { Browser, Page } from "@playwright/test";
import * as ort from "onnxruntime-node";
import { assembleModel } from "../../src/model/assemble.ts";
import type { BareRate, EnginePage } from "./page.ts";
import type { BenchNetwork } from "./networks.ts";

const NATIVE_BATCH = 64;
const NATIVE_THREADS = 2;
const SECONDS = 4;
const BARE_BATCHES = [1, 16, 64];
const BARE_THREADS = [1, 2];

/** Images per second of a network in native ONNX Runtime, as long measured as it was run warm. */
export async function nativeRate({ manifest, backbone, tail }: BenchNetwork): Promise<number> {
  const session = await ort.InferenceSession.create(assembleModel(backbone, tail), { intraOpNumThreads: NATIVE_THREADS, logSeverityLevel: 3 });
  const { name, width, height } = manifest.input;
  const data = Float32Array.from({ length: NATIVE_BATCH * 3 * width * height }, (_, i) => ((37 * i) % 251) / 251);
  const fetches = [...manifest.layers, manifest.head].map(({ logits }) => logits);
  const imagesFor = async (ms: number): Promise<number> => {
    const start = performance.now();
    let images = 0;
    while (performance.now() - start < ms) {
      await session.run({ [name]: new ort.Tensor("float32", data, [NATIVE_BATCH, 3, height, width]) }, fetches);
      images += NATIVE_BATCH;
    }
    return (1000 * images) / (performance.now() - start);
  };
  await imagesFor(1000 * SECONDS);
  return imagesFor(1000 * SECONDS);
}

declare global {
  var enginePage: EnginePage;
}

/** A page of the bench with a network's files at hand. */
async function benchPage(browser: Browser, address: string, { backbone, tail }: BenchNetwork): Promise<Page> {
  const page = await browser.newPage();
  await page.route("**/network.onnx", (route) => route.fulfill({ body: Buffer.from(backbone) }));
  await page.route("**/network.tail.onnx", (route) => route.fulfill({ body: Buffer.from(tail) }));
  await page.goto(`${address}bench/engine/page.html`);
  await page.waitForFunction(() => globalThis.enginePage !== undefined);
  return page;
}

const files = ({ manifest }: BenchNetwork) => ({ manifest, backbone: "/network.onnx", tail: "/network.tail.onnx" });

/** The page's engine: masks per second for each grid. */
export async function engineRates(browser: Browser, address: string, network: BenchNetwork): Promise<number[]> {
  const page = await benchPage(browser, address, network);
  await page.evaluate((of) => globalThis.enginePage.openEngine(of), files(network));
  const rates: number[] = [];
  for (const [rows, cols] of network.grids) rates.push(await page.evaluate(([of, r, c]) => globalThis.enginePage.evaluate(of, r, c), [files(network), rows, cols] as const));
  await page.close();
  return rates;
}

/** ONNX Runtime alone in a bare page, each setting in a page of its own: the best. */
export async function bareRate(browser: Browser, address: string, network: BenchNetwork): Promise<BareRate> {
  const rates: BareRate[] = [];
  for (const threads of BARE_THREADS) {
    for (const batch of BARE_BATCHES) {
      const page = await benchPage(browser, address, network);
      rates.push(await page.evaluate(([of, t, b, s]) => globalThis.enginePage.bare(of, t, b, s), [files(network), threads, batch, SECONDS] as const));
      await page.close();
    }
  }
  return rates.reduce((best, rate) => (rate.imagesPerSecond > best.imagesPerSecond ? rate : best));
}
