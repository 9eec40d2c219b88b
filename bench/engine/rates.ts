import { columnsOf } from "../../src/models/manifest.ts";
import type { Browser, Page } from "@playwright/test";
import * as ort from "onnxruntime-node";
import { joinModel } from "../../src/models/load-model.ts";
import type { BareRate, EnginePage } from "./page.ts";
import type { BenchNetwork } from "./networks.ts";

const NATIVE_BATCH = 64;
const NATIVE_THREADS = 2;
const SECONDS = 4;
const BARE_BATCHES = [1, 16, 64];
const BARE_THREADS = [1, 2];

/** Images per second of a network in native ONNX Runtime, as long measured as it was run warm. */
export async function nativeRate({ manifest, backbone, tail }: BenchNetwork): Promise<number> {
  const session = await ort.InferenceSession.create(joinModel(manifest, { backbone, tail }).bytes, {
    intraOpNumThreads: NATIVE_THREADS,
    logSeverityLevel: 3,
  });
  const { name, width, height } = manifest.input;
  const data = Float32Array.from({ length: NATIVE_BATCH * 3 * width * height }, (_, i) => ((37 * i) % 251) / 251);
  const fetches = columnsOf(manifest).map(({ logits }) => logits);
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

/** A network in the page's engine. */
export interface OpenEngine {
  /** Masks per second over all masks of a grid. */
  rate(rows: number, cols: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens the page's engine in a page of its own. */
export async function openEngine(browser: Browser, address: string, network: BenchNetwork): Promise<OpenEngine> {
  const page = await benchPage(browser, address, network);
  await page.evaluate((of) => globalThis.enginePage.openEngine(of), files(network));
  return {
    rate: (rows, cols) =>
      page.evaluate(([of, r, c]) => globalThis.enginePage.evaluate(of, r, c), [files(network), rows, cols] as const),
    close: () => page.close(),
  };
}

/** ONNX Runtime alone in a bare page of its own. */
export async function bareRate(
  browser: Browser,
  address: string,
  network: BenchNetwork,
  { threads, batch }: Pick<BareRate, "threads" | "batch">,
): Promise<BareRate> {
  const page = await benchPage(browser, address, network);
  const rate = await page.evaluate(([of, t, b, s]) => globalThis.enginePage.bare(of, t, b, s), [
    files(network),
    threads,
    batch,
    SECONDS,
  ] as const);
  await page.close();
  return rate;
}

/** The best of its settings. */
export async function bestBareRate(browser: Browser, address: string, network: BenchNetwork): Promise<BareRate> {
  const rates: BareRate[] = [];
  for (const threads of BARE_THREADS)
    for (const batch of BARE_BATCHES) rates.push(await bareRate(browser, address, network, { threads, batch }));
  return rates.reduce((best, rate) => (rate.imagesPerSecond > best.imagesPerSecond ? rate : best));
}
