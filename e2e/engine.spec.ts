import type { Browser, BrowserContext, Page, Worker } from "@playwright/test";
import { parseManifest } from "../src/models/manifest.ts";
import { badge, choose, dialog, isForGpu, openOn, report, runAgain } from "./engine.ts";
import { expect, rows, scores, settled, SEVERAL_BATCHES, shipped, test as base } from "./support.ts";
import { shipAlone } from "./wide-network.ts";

// The GPU is SwiftShader, a program on the processor that is tens of times slower than WebAssembly: the smallest network and small grids only.
const WEBGPU = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  // Beside other work it may take longer over one thing than the browser's watchdog allows a GPU, whose process that would end.
  "--disable-gpu-watchdog",
];

/** The glass box alone is shipped, without its truth: that would hold it to 3 x 3 patches. */
const test = base.extend<{ boxed: void }>({
  boxed: [
    async ({ context }, use) => {
      await shipBox(context);
      await use();
    },
    { auto: true },
  ],
});

function shipBox(context: BrowserContext): Promise<void> {
  const box = parseManifest(JSON.parse(new TextDecoder().decode(shipped("models/glass-box.json"))));
  const files = { backbone: shipped("models/glass-box.onnx"), tail: shipped("models/glass-box.tail.onnx") };
  return shipAlone(context, { ...box, truth: undefined }, files, { file: "glass-box.png", label: "day" });
}

base.use({ launchOptions: { executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium", args: WEBGPU } });

/** Two backends' scores agree within this share of max(1, |v|); the glass box has small numbers and few layers. */
const TOLERANCE = 1e-5;

/** Largest |Δv| / max(1, |v|) over layers and masks. */
function largestDifference(a: number[][], b: number[][]): number {
  return Math.max(
    ...a.flatMap((v, layer) =>
      v.map((value, mask) => Math.abs(value - b[layer]![mask]!) / Math.max(1, Math.abs(value))),
    ),
  );
}

/** The rows as a person hears them, with the effect of each apart, in units of its layer's scale; ordered by name, since equal effects may stand either way round. */
async function effects(page: Page): Promise<{ readonly rows: string[]; readonly sizes: number[] }> {
  const heard = await rows(page).evaluateAll((found) => found.map((row) => row.getAttribute("aria-label") ?? ""));
  const parts = heard
    .map((label) => /^(.*?)([+−][\d.]+) of the layer’s scale(.*)$/.exec(label)!)
    .sort((a, b) => (a[1]! < b[1]! ? -1 : 1));
  return {
    rows: parts.map(([, before, , after]) => `${before}…${after}`),
    sizes: parts.map(([, , size]) => Number(size!.replace("−", "-"))),
  };
}

/** What a test does to the GPU of a worker: called in it before it asks for its device. */
type Sabotage = (number: number) => "none" | "destroy-when-read" | "refuse" | "hold" | { readonly roomFor: number };

/** In a page: what it says to the GPU's workers waits until `letBegin` is called with a worker's place among them. */
function holdMessages(): void {
  type Message = Parameters<InstanceType<typeof globalThis.Worker>["postMessage"]>;
  const begins: (() => void)[] = [];
  globalThis.Worker = class extends globalThis.Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (!String(url).includes("gpu.worker")) return;
      const said: Message[] = [];
      this.postMessage = (...message: unknown[]) => void said.push(message as Message);
      begins.push(() => {
        Reflect.deleteProperty(this, "postMessage");
        for (const message of said) this.postMessage(...message);
      });
    }
  };
  Object.assign(globalThis, { letBegin: (place: number) => begins[place]!() });
}

/** In a worker: nothing is read back from the GPU but by `letOne`, one buffer at a time, or once `letAll` has been called. */
function holdReads(): void {
  const { mapAsync } = GPUBuffer.prototype;
  const waiting: (() => void)[] = [];
  let held = true;
  let reading = 0;
  GPUBuffer.prototype.mapAsync = async function (...args) {
    if (held) await new Promise<void>((resolve) => waiting.push(resolve));
    reading++;
    await mapAsync.apply(this, args);
    reading--;
  };
  Object.assign(globalThis, {
    letOne: () => reading === 0 && waiting.shift()?.(),
    letAll: () => {
      held = false;
      for (const go of waiting.splice(0)) go();
    },
  });
}

/** A worker whose device was destroyed may be gone by now. */
const letAll = (worker: Worker) =>
  worker.evaluate(() => (globalThis as unknown as { letAll(): void }).letAll()).catch(() => undefined);

/** In a worker: its device is at hand as `gpuDevice`, and what is to go wrong goes wrong. */
function sabotageDevice(what: ReturnType<Sabotage>): void {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    if (what === "refuse") throw new Error("no device today");
    const device = await requestDevice.call(this, descriptor);
    Object.assign(globalThis, { gpuDevice: device });
    return device;
  };
  if (what === "destroy-when-read") {
    const { mapAsync } = GPUBuffer.prototype;
    GPUBuffer.prototype.mapAsync = function (...args) {
      (globalThis as unknown as { gpuDevice: GPUDevice }).gpuDevice.destroy();
      return mapAsync.apply(this, args);
    };
  }
  if (typeof what === "object") {
    // A buffer of the size that batches of more images need does not fit: asked for far beyond the limit, it is refused. Batches are halved, and
    // the runtime rounds some sizes up, by less than a half.
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const large = 1.5 * what.roomFor * 3 * 96 * 96 * 4;
      return createBuffer.call(
        this,
        descriptor.size < large ? descriptor : { ...descriptor, size: 4 * this.limits.maxBufferSize },
      );
    };
  }
}

/** The GPU's workers in the order they begin, each with its device at hand as `gpuDevice`. */
async function watchGpuWorkers(page: Page, sabotage: Sabotage = () => "none"): Promise<Worker[]> {
  const workers: Worker[] = [];
  await page.addInitScript(holdMessages);
  page.on("worker", (worker) => {
    if (!worker.url().includes("gpu.worker")) return;
    const place = workers.push(worker) - 1;
    const what = sabotage(place + 1);
    void (async () => {
      if (what === "hold") await worker.evaluate(holdReads);
      await worker.evaluate(sabotageDevice, what);
      await page.evaluate((at) => (globalThis as unknown as { letBegin(at: number): void }).letBegin(at), place);
    })();
  });
  return workers;
}

const destroy = (worker: Worker) =>
  worker.evaluate(() => (globalThis as unknown as { gpuDevice: GPUDevice }).gpuDevice.destroy());

/** Lets a worker that is held read back until its run has some masks behind it, and some before it. */
async function midway(page: Page, worker: Worker): Promise<void> {
  const where = async (): Promise<string> => {
    const run = await page.evaluate(() => globalThis.strata.store.getState().run);
    if (run.phase === "running" && run.done > 0 && run.done < run.total) return "midway";
    // Only now: where there are two batches, the one before this was the first.
    await worker.evaluate(() => (globalThis as unknown as { letOne(): void }).letOne());
    return JSON.stringify(run);
  };
  await expect.poll(where, { timeout: 120_000 }).toBe("midway");
}

/** Opens the glass box on the GPU, whose first worker is held, and runs it to the middle; there it waits for `letAll`. */
async function openMidway(page: Page, workers: readonly Worker[]): Promise<void> {
  await page.addInitScript(() => localStorage.setItem("strata.road", "webgpu"));
  await page.goto(SEVERAL_BATCHES);
  await expect.poll(() => workers.length).toBe(1);
  await midway(page, workers[0]!);
}

let processorScores: Promise<number[][]> | undefined;

/** The glass box's scores by the processor, found once. */
async function onProcessor(browser: Browser, baseURL: string): Promise<number[][]> {
  return (processorScores ??= (async () => {
    const context = await browser.newContext({ baseURL });
    await shipBox(context);
    const page = await context.newPage();
    await openOn(page, "wasm", SEVERAL_BATCHES);
    const found = await scores(page);
    await context.close();
    return found;
  })());
}

test("a GPU that is a program is left alone until a person asks for it; then both backends agree", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await openOn(page, "auto", SEVERAL_BATCHES);
  expect(await report(page)).toMatchObject({ backend: "wasm", reason: "software-adapter" });
  expect(fetched.filter(isForGpu)).toEqual([]);
  const [onWasm, effectsOnWasm] = [await scores(page), await effects(page)];
  await choose(page, "GPU (WebGPU)");
  await runAgain(page);
  await settled(page);
  const found = await report(page);
  expect(found).toMatchObject({ backend: "webgpu", reason: "chosen", events: [] });
  expect(found.parity!.ratio).toBeLessThanOrEqual(found.parity!.tolerance);
  expect(found.parity!.batchSizes).toEqual([1, found.timings.webgpu!.batchSize]);
  expect(found.timings.wasm!.masksPerSecond).toBeGreaterThan(0);
  await expect(badge(page)).toHaveText(/^WebGPU · parity \d/);
  expect(largestDifference(onWasm, await scores(page))).toBeLessThanOrEqual(TOLERANCE);
  const effectsOnGpu = await effects(page);
  expect(effectsOnGpu.rows).toEqual(effectsOnWasm.rows);
  // Printed to two decimals, of which the last may fall on either side.
  effectsOnGpu.sizes.forEach((size, i) => expect(Math.abs(size - effectsOnWasm.sizes[i]!)).toBeLessThan(0.011));
  const onGpu = await scores(page);
  await runAgain(page);
  await settled(page);
  expect(await scores(page)).toEqual(onGpu);
});

base("the trained network's scores on the GPU are the processor's, on every sample", async ({ browser, baseURL }) => {
  // A mask takes the better part of a second on a GPU that is a program: few of them, but for the first sample.
  test.slow();
  const samples = (
    JSON.parse(new TextDecoder().decode(shipped("samples/index.json"))) as { file: string; model: string }[]
  ).filter(({ model }) => model === "imagenette-residual");
  const places = samples.map(({ file }, at) => `#sample=${file}&grid=${at === 0 ? "2x2" : "1x2"}`);
  const explored = async (
    backend: "wasm" | "webgpu",
  ): Promise<{ readonly scores: number[][]; readonly rows: string[] }[]> => {
    const context = await browser.newContext({ baseURL: baseURL! });
    await context.addInitScript((choice) => localStorage.setItem("strata.road", choice), backend);
    const page = await context.newPage();
    const found: { readonly scores: number[][]; readonly rows: string[] }[] = [];
    for (const [at, place] of places.entries()) {
      if (at === 0) await page.goto(`/${place}`);
      else await page.evaluate((hash) => (location.hash = hash), place);
      await page.waitForFunction(
        (file) => {
          const { run, image } = globalThis.strata?.store.getState() ?? {};
          return (
            image?.title.from === "sample" &&
            image.title.file === file &&
            run?.phase === "done" &&
            document.querySelector("[aria-busy=true]") === null
          );
        },
        samples[at]!.file,
        { timeout: 400_000 },
      );
      expect(await report(page)).toMatchObject({ backend, reason: "chosen", events: [] });
      found.push({ scores: await scores(page), rows: (await effects(page)).rows });
    }
    await context.close();
    return found;
  };
  const onWasm = await explored("wasm");
  const onGpu = await explored("webgpu");
  onGpu.forEach((found, at) => {
    expect(largestDifference(onWasm[at]!.scores, found.scores), samples[at]!.file).toBeLessThanOrEqual(1e-4);
    expect(found.rows, samples[at]!.file).toEqual(onWasm[at]!.rows);
  });
});

test("a page that chooses by itself draws first, then tries the GPU and keeps the faster backend", async ({ page }) => {
  // The GPU is taken for a real one.
  await page.addInitScript(() =>
    Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false }),
  );
  const workers = await watchGpuWorkers(page);
  await openOn(page, "auto", SEVERAL_BATCHES);
  expect((await report(page)).reason).toBe("opening");
  await page.waitForFunction(() => globalThis.strata.store.getState().engine.report!.reason !== "opening");
  const { backend, reason, timings, parity } = await report(page);
  expect(parity!.ratio).toBeLessThanOrEqual(parity!.tolerance);
  const isFaster = timings.webgpu!.masksPerSecond > timings.wasm!.masksPerSecond;
  expect([backend, reason]).toEqual(isFaster ? ["webgpu", "faster"] : ["wasm", "slower"]);
  await expect.poll(() => page.workers().filter((worker) => worker === workers[0]).length).toBe(isFaster ? 1 : 0);
  await badge(page).click();
  await expect(dialog(page)).toContainText(
    isFaster ? "times as fast here as the processor" : "was tried with this network and was slower",
  );
});

test("devices destroyed before the first batch and in the middle of a run, and a worker gone there, are replaced, to the same bits; a cancel is heard", async ({
  page,
}) => {
  test.slow();
  const run = page.getByRole("region", { name: "Run" });
  const lost = "The GPU was lost; it was opened anew and the run went on.";
  const workers = await watchGpuWorkers(page, (number) => (number === 2 ? "hold" : "none"));
  await openOn(page, "webgpu", SEVERAL_BATCHES);
  const undisturbed = await scores(page);
  await destroy(workers[0]!);
  await runAgain(page);
  await expect.poll(() => workers.length).toBe(2);
  await midway(page, workers[1]!);
  expect(workers).toHaveLength(2);
  await workers[1]!.evaluate(() => self.close());
  await settled(page);
  expect(workers).toHaveLength(3);
  expect(await scores(page)).toEqual(undisturbed);
  expect(await report(page)).toMatchObject({ backend: "webgpu", events: [{ code: "replaced" }, { code: "replaced" }] });
  await expect(run).toContainText(lost);
  // The worker that came last, in the middle of a run, and its next.
  const again = async (worker: Worker): Promise<void> => {
    await worker.evaluate(holdReads);
    await runAgain(page);
    await midway(page, worker);
  };
  await again(workers[2]!);
  await destroy(workers[2]!);
  await letAll(workers[2]!);
  await settled(page);
  expect(workers).toHaveLength(4);
  expect(await scores(page)).toEqual(undisturbed);
  expect(await report(page)).toMatchObject({ backend: "webgpu", events: [{ code: "replaced" }] });
  await expect(run).toContainText(lost);
  await again(workers[3]!);
  await run.getByRole("button", { name: "Cancel" }).click();
  await expect(run).toContainText(/Stopped at \d+ of 64 masks/);
  await letAll(workers[3]!);
  await run.getByRole("button", { name: "Run again" }).click();
  await settled(page);
  expect(await scores(page)).toEqual(undisturbed);
});

test("a device destroyed twice in a row hands the rest to WebAssembly", async ({ page, browser, baseURL }) => {
  const undisturbed = await onProcessor(browser, baseURL!);
  const workers = await watchGpuWorkers(page, (number) => (number === 1 ? "hold" : "destroy-when-read"));
  await openMidway(page, workers);
  await destroy(workers[0]!);
  await letAll(workers[0]!);
  await settled(page);
  expect(workers).toHaveLength(2);
  expect(largestDifference(undisturbed, await scores(page))).toBeLessThanOrEqual(TOLERANCE);
  expect(await report(page)).toMatchObject({
    backend: "wasm",
    reason: "lost",
    events: [{ code: "replaced" }, { code: "gave-up", reason: "lost" }],
  });
  await expect(page.getByRole("region", { name: "Run" })).toContainText(
    "The GPU was lost twice in a row; the processor did the rest of the run.",
  );
  await expect(badge(page)).toHaveText("WASM · GPU given up");
});

test("an exception inside the runtime hands the rest to WebAssembly", async ({ page, browser, baseURL }) => {
  const undisturbed = await onProcessor(browser, baseURL!);
  const workers = await watchGpuWorkers(page, () => "hold");
  await openMidway(page, workers);
  await workers[0]!.evaluate(() => {
    GPUDevice.prototype.createBindGroup = () => {
      throw new TypeError("no bind group today");
    };
  });
  await letAll(workers[0]!);
  await settled(page);
  expect(largestDifference(undisturbed, await scores(page))).toBeLessThanOrEqual(TOLERANCE);
  expect(await report(page)).toMatchObject({
    backend: "wasm",
    reason: "failed",
    events: [{ code: "gave-up", reason: "failed" }],
  });
  await expect(page.getByRole("region", { name: "Run" })).toContainText(
    "The GPU failed; the processor did the rest of the run.",
  );
  await badge(page).click();
  await expect(dialog(page)).toContainText("The browser says: no bind group today");
});

test("a network that the GPU cannot open runs on WebAssembly, with the reason in the driver's words", async ({
  page,
  browser,
  baseURL,
}) => {
  await watchGpuWorkers(page, () => "refuse");
  await openOn(page, "webgpu", SEVERAL_BATCHES);
  await expect(page.getByRole("region", { name: "Run" })).toContainText("this network could not be opened on the GPU");
  expect(await scores(page)).toEqual(await onProcessor(browser, baseURL!));
  expect(await report(page)).toMatchObject({ choice: "webgpu", backend: "wasm", reason: "session" });
  await badge(page).click();
  await expect(dialog(page)).toContainText("this network could not be opened on the GPU");
  await expect(dialog(page)).toContainText("The browser says:");
});

test("a GPU without room for a batch goes on with smaller ones", async ({ page }) => {
  let roomFor = Infinity;
  const workers = await watchGpuWorkers(page, (number) => (number > 1 ? { roomFor } : "none"));
  await openOn(page, "webgpu", SEVERAL_BATCHES);
  const undisturbed = await scores(page);
  const { batchSize } = (await report(page)).timings.webgpu!;
  roomFor = batchSize / 4;
  await destroy(workers[0]!);
  await runAgain(page);
  await settled(page);
  const { events, backend } = await report(page);
  expect(backend).toBe("webgpu");
  expect(events).toEqual([
    { code: "replaced" },
    { code: "halved", batchSize: batchSize / 2 },
    { code: "halved", batchSize: batchSize / 4 },
  ]);
  expect(largestDifference(undisturbed, await scores(page))).toBeLessThanOrEqual(TOLERANCE);
  await expect(page.getByRole("region", { name: "Run" })).toContainText(
    /The GPU's memory ran out; the run went on in batches of \d+\./,
  );
});
