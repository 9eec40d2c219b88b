import type { StrataState } from "../src/session/state.ts";
import type { Page } from "@playwright/test";
import {
  drop,
  expect,
  explore,
  holdRunAt,
  open,
  scores,
  settled,
  SEVERAL_BATCHES,
  shipped,
  SMALL,
  standAt,
  test,
  watchFirstDone,
} from "./support.ts";
import { shipWideNetwork } from "./wide-network.ts";

const names = [
  "church",
  "parachute",
  "french-horn",
  "garbage-truck",
  "gas-pump",
  "cassette-player",
  "chain-saw",
  "golf-ball",
];
const sample = (index: number): Uint8Array => shipped(`samples/${names[index % names.length]!}.png`);
const runLine = (page: Page) => page.getByRole("region", { name: "Run" });

/** Waits until the picture of the image of that name is there. */
async function pictured(page: Page, name: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const { image, run } = globalThis.strata.store.getState();
    return image?.title.from === "file" && image.title.name === wanted && run.phase === "done";
  }, name);
}

/** Drops images a moment after each other, from within: however slow the machine is, none is explored before the next one comes. */
async function dropInTurn(page: Page, images: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void> {
  await page.evaluate(
    async (files) => {
      const main = document.querySelector("main")!;
      for (const [name, base64] of files) {
        const dataTransfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type: "image/png" }));
        for (const type of ["dragenter", "dragover", "drop"])
          main.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    images.map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")] as const),
  );
}

/** Bytes that the page's own thread holds on to: objects, and the numbers in arrays that lie beside them. */
async function heap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = (await devtools.send("Runtime.getHeapUsage")) as {
    usedSize: number;
    backingStorageSize: number;
  };
  await devtools.detach();
  return usedSize + backingStorageSize;
}

/** Notes every phase that a run of an image from a file comes to, as `name phase`. */
async function watchPhases(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = ((globalThis as unknown as { seen: Set<string> }).seen = new Set());
    const { store } = globalThis.strata as unknown as {
      store: { subscribe(listener: (state: StrataState) => void): void };
    };
    store.subscribe(({ image, run }) => {
      if (image?.title.from === "file") seen.add(`${image.title.name} ${run.phase}`);
    });
  });
  return () => page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
}

test("another image right after a cancel, and the last of ten, give the numbers of an undisturbed run", async ({
  page,
}) => {
  await open(page, SMALL);
  await explore(page, "church.png", "image/png", sample(0));
  const undisturbed = await scores(page);

  await test.step("cancelled while it is running", async () => {
    await page.getByRole("combobox", { name: "Grid" }).selectOption("3x4");
    await expect(runLine(page)).toContainText(/of 4,096 masks/);
    await runLine(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("combobox", { name: "Grid" }).selectOption("2x2");
    await drop(page, "after running.png", "image/png", sample(0));
    await pictured(page, "after running.png");
    expect(await scores(page)).toEqual(undisturbed);
  });

  for (const phase of ["loading", "solving"] as const)
    await test.step(`cancelled while it is ${phase}`, async () => {
      // Cancelled from within, as soon as that phase is reached: some are over within milliseconds.
      await page.evaluate((wanted) => {
        const { store } = globalThis.strata as unknown as {
          store: { subscribe(listener: (state: StrataState) => void): () => void };
        };
        const stop = store.subscribe(({ run, image }) => {
          if (image?.title.from !== "file" || image.title.name !== `cancelled ${wanted}.png` || run.phase !== wanted)
            return;
          stop();
          setTimeout(() => document.querySelector<HTMLButtonElement>("[aria-keyshortcuts=Escape]")!.click());
        });
      }, phase);
      // An image that none of the ten below is: what was measured of it is kept.
      await drop(page, `cancelled ${phase}.png`, "image/png", shipped("samples/airplane.png"));
      await page.waitForFunction((during) => {
        const { run } = globalThis.strata.store.getState();
        return run.phase === "cancelled" && run.during === during;
      }, phase);
      await drop(page, `after ${phase}.png`, "image/png", sample(0));
      await pictured(page, `after ${phase}.png`);
      expect(await scores(page)).toEqual(undisturbed);
    });

  await test.step("of ten images dropped in a row only the last is explored, and nothing is left of the others", async () => {
    // Larger pictures, of which any that stays shows in the memory.
    await page.getByRole("combobox", { name: "Grid" }).selectOption("3x3");
    await explore(page, "first.png", "image/png", sample(0));
    const large = await scores(page);
    // The one that writes files starts when the first picture is kept.
    await expect.poll(() => page.workers().some((worker) => worker.url().includes("files"))).toBe(true);
    const [workers, bytes, phases] = [page.workers().length, await heap(page), await watchPhases(page)];
    await dropInTurn(page, [
      ...Array.from({ length: 9 }, (_, i) => [`${i + 1}.png`, sample(i + 1)] as const),
      ["last.png", sample(0)],
    ]);
    await pictured(page, "last.png");
    expect(await scores(page)).toEqual(large);
    // The first one was done before.
    expect((await phases()).filter((seen) => seen.endsWith("done") && !seen.startsWith("first"))).toEqual([
      "last.png done",
    ]);
    expect(page.workers()).toHaveLength(workers);
    // A picture of 3 x 3 patches with its scores takes well under a megabyte; ten of them would show.
    expect(await heap(page)).toBeLessThan(bytes + 3e6);
  });
});

test("an exception inside the runtime of a worker: another does its batch again, to the same bits", async ({
  page,
}) => {
  await open(page);
  const undisturbed = await scores(page);
  const grid = page.getByRole("combobox", { name: "Grid" });
  await grid.selectOption("2x2");
  await settled(page);
  const run = await standAt(page, 0.25);
  await grid.selectOption("3x3");
  await run.stands();
  // The runtime writes every input into its memory by this.
  await page
    .workers()
    .find((worker) => worker.url().includes("inference"))!
    .evaluate(() => {
      Uint8Array.prototype.set = () => {
        throw new WebAssembly.RuntimeError("unreachable executed");
      };
    });
  await run.goOn();
  await settled(page);
  await expect(runLine(page)).toContainText("another did its batch again, with the same numbers");
  expect(await scores(page)).toEqual(undisturbed);
});

test("a worker that runs out of memory goes on with smaller batches, to the same numbers", async ({
  browser,
  baseURL,
}) => {
  // Each in a browser of its own, which keeps no picture of the other's.
  const contexts = [0, 1].map(() => browser.newContext({ baseURL: baseURL! }));
  const [roomy, cramped] = (await Promise.all(
    contexts.map(async (opening) => {
      const context = await opening;
      await shipWideNetwork(context);
      return context.newPage();
    }),
  )) as [Page, Page];
  await open(roomy, SEVERAL_BATCHES);
  const undisturbed = await scores(roomy);
  // WebAssembly asks for its memory in pages of 64 KiB; a batch of 16 takes some 600 here.
  cramped.on("worker", (worker) => {
    if (!worker.url().includes("inference")) return;
    void worker
      .evaluate(() => {
        const { grow } = WebAssembly.Memory.prototype;
        WebAssembly.Memory.prototype.grow = function (delta) {
          if (this.buffer.byteLength / 65_536 + delta > 500)
            throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
          return grow.call(this, delta);
        };
      })
      .catch(() => undefined);
  });
  await open(cramped, SEVERAL_BATCHES);
  expect(await scores(cramped)).toEqual(undisturbed);
  await expect(runLine(cramped)).toContainText(/ran out of memory; the run went on in batches of \d/);
  for (const page of [roomy, cramped]) await page.context().close();
});

test("a browser that says it has one core gives the same numbers", async ({ page, browser, baseURL }) => {
  await open(page, SEVERAL_BATCHES);
  const several = await scores(page);
  const context = await browser.newContext({ baseURL: baseURL! });
  await context.addInitScript("Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 1 })");
  const single = await context.newPage();
  await open(single, SEVERAL_BATCHES);
  expect(single.workers().filter((worker) => worker.url().includes("inference"))).toHaveLength(1);
  expect(await scores(single)).toEqual(several);
  await context.close();
});

test("a browser that keeps nothing explores all the same, and says so when it is asked to keep", async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page, SMALL);
  await explore(page, "mine.png", "image/png", sample(0));
  const kept = await scores(page);
  const context = await browser.newContext({ baseURL: baseURL! });
  await context.addInitScript(
    "IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); }",
  );
  const closed = await context.newPage();
  await open(closed, SMALL);
  await explore(closed, "mine.png", "image/png", sample(0));
  expect(await scores(closed)).toEqual(kept);
  await expect(closed.getByRole("alert")).toBeEmpty();
  await closed.getByRole("button", { name: "Save", exact: true }).click();
  await expect(closed.getByRole("alert")).toContainText("This browser keeps nothing for this page.");
  await explore(closed, "again.png", "image/png", sample(0));
  await expect(closed.getByRole("alert")).toBeEmpty();
  await closed.getByRole("combobox", { name: "Grid" }).selectOption("3x4");
  await expect(closed.getByRole("alert")).toContainText("A run that breaks off starts over");
  await context.close();
});

test("a run whose tab was closed at 60 % goes on in another, with the numbers of an undisturbed run", async ({
  page,
  browser,
  baseURL,
}) => {
  const explored = async (tab: Page): Promise<void> => {
    await open(tab, SMALL);
    await explore(tab, "mine.png", "image/png", sample(1));
  };
  const measure = (tab: Page) => tab.getByRole("combobox", { name: "Grid" }).selectOption("3x3");
  await explored(page);
  await measure(page);
  await expect(runLine(page)).toContainText(/512 masks in/);
  const undisturbed = await scores(page);
  const context = await browser.newContext({ baseURL: baseURL! });
  const first = await context.newPage();
  await explored(first);
  // However fast the machine is: the run stands still at that share until it is written down, which is within two seconds (checkpointer.test.ts).
  const written = await holdRunAt(first, 0.6);
  await measure(first);
  const kept = await written();
  expect(kept).toBeGreaterThanOrEqual(0.6 * 512);
  const address = first.url();
  await first.close();
  const second = await context.newPage();
  const firstDone = await watchFirstDone(second);
  await open(second, address);
  expect(await firstDone()).toBeGreaterThanOrEqual(kept);
  expect(await scores(second)).toEqual(undisturbed);
  await context.close();
});
