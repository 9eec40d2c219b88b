import type { Server } from "node:http";
import sharp from "sharp";
import { preview } from "vite";
import { FIREFOX, findBrowser, WEBKIT } from "../scripts/other-browsers.ts";
import { visitWithFirefox } from "./firefox.ts";
import { expect, explore, shipped, test as base } from "./support.ts";
import { colours } from "./own-networks.ts";
import type { Visitor } from "./visitor.ts";
import { visitWithWebKit } from "./webkit.ts";

/** What is drawn, as far as numbers go: per layer the score of every mask and every effect, and what the checks say of them. */
interface Numbers {
  readonly layers: readonly (readonly number[])[];
  readonly said: string;
}

/** All of these run in a page, Chromium's or another's. */
function numbers(): Numbers {
  const { layers, values } = globalThis.strata.store.getState().result!.snapshot!;
  return {
    layers: layers.map(({ interactions: { and, or } }, l) => [
      ...values!.layers[l]!,
      ...[and, or].flatMap(({ masks, effects }) => [...Array.from(masks, Number), ...effects]),
    ]),
    said: document.getElementById("checks")!.innerText.match(/top \d+ hold\s+[\d.]+\s%/)![0],
  };
}

const isDone = (image: string): boolean => {
  const state = globalThis.strata?.store.getState();
  const title = state?.image?.title;
  return (
    state?.run.phase === "done" &&
    title !== undefined &&
    (title.from === "file" ? title.name : "a sample") === image &&
    document.querySelector("[aria-busy=true]") === null &&
    /top \d+ hold/.test(document.getElementById("checks")?.innerText ?? "")
  );
};

/** What the rows say of readouts comes with what is known of the network. */
const isNetworkKnown = (): boolean => {
  const { model, knownManifest } = globalThis.strata.store.getState();
  return model !== null || knownManifest !== null;
};
const isShown = (): boolean =>
  ["done", "opened"].includes(globalThis.strata?.store.getState().run.phase) &&
  document.querySelector(".picture-body [data-row]") !== null &&
  document.querySelector("[aria-busy=true]") === null;

const isKept = (): boolean => globalThis.strata?.store.getState().offline.phase === "ready";

/** What each row says, without its effects: in a link they are rounded. */
const rows = (): string[] =>
  [...document.querySelectorAll(".picture-body [role=row][data-row]")].map((row) =>
    (row.getAttribute("aria-label") ?? "").replace(/ [+−]?[\d.]+ of the layer’s scale/g, ""),
  );

function dropFile({ name, base64 }: { readonly name: string; readonly base64: string }): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(
    new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: "image/png" }),
  );
  for (const type of ["dragenter", "dragover", "drop"]) {
    document
      .querySelector("main")!
      .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}

/** Whether a network of one's own can be taken, and whether its picture of the dropped image is there. */
const isTried = (): boolean => globalThis.strata.store.getState().own?.trial?.isOver === true;
const isOwnDone = (): boolean => {
  const { model, run, own } = globalThis.strata.store.getState();
  return (
    model?.name === "colours" &&
    own === null &&
    run.phase === "done" &&
    document.querySelector("[aria-busy=true]") === null
  );
};

/** Larger than the network's own size, so that both browsers have to decode and shrink it. */
const photograph = (): Promise<Buffer> =>
  sharp(shipped("samples/golf-ball.png")).resize(300, 200, { fit: "fill" }).png().toBuffer();

/** No layer's largest effect is below this many times the difference that two engines may make. */
const TOLERANCE = 1e-4;

function expectSame(actual: Numbers, expected: Numbers): void {
  expect(actual.said).toBe(expected.said);
  expect(actual.layers.length).toBe(expected.layers.length);
  const furthest = actual.layers.map((layer, at) =>
    Math.max(...layer.map((value, i) => Math.abs(value - expected.layers[at]![i]!))),
  );
  for (const difference of furthest) expect(difference).toBeLessThanOrEqual(TOLERANCE);
}

/** The built page on a server of its own, which can be stopped. */
interface Site {
  readonly address: string;
  stop(): Promise<void>;
}

async function openSite(): Promise<Site> {
  const server = await preview({ logLevel: "silent", preview: { port: 0, host: "localhost" } });
  let stopped: Promise<void> | null = null;
  return {
    address: server.resolvedUrls!.local[0]!,
    stop: () =>
      (stopped ??= new Promise((closed) => {
        server.httpServer.close(() => closed());
        // Browsers keep theirs open for a while.
        (server.httpServer as Server).closeAllConnections();
      })),
  };
}

const test = base.extend<{ site: Site; visitWith: (open: () => Promise<Visitor>) => Promise<Visitor> }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs off its parameter.
  site: async ({}, use) => {
    const site = await openSite();
    await use(site);
    await site.stop();
  },
  // eslint-disable-next-line no-empty-pattern -- As above.
  visitWith: async ({}, use, testInfo) => {
    let visitor: Visitor | null = null;
    await use(async (open) => (visitor = await open()));
    const left = visitor as Visitor | null;
    if (left === null) return;
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach("page", { body: Buffer.from(await left.screenshot()), contentType: "image/png" });
    await left.close();
  },
});

const BROWSERS = [
  { browser: FIREFOX, visit: () => visitWithFirefox(findBrowser(FIREFOX)!) },
  { browser: WEBKIT, visit: () => visitWithWebKit(findBrowser(WEBKIT)!) },
];

for (const { browser, visit } of BROWSERS) {
  test(`${browser.name}: open, drop, click, share, reload, and on without a network, to Chromium's numbers`, async ({
    page,
    site,
    visitWith,
  }) => {
    // Each step has two minutes of its own: beside other work WebKit is several times slower. When each was there is printed.
    test.slow();
    test.skip(findBrowser(browser) === null, `${browser.name} is not on this machine: ${browser.packages.join(", ")}`);
    await page.goto("/");
    await page.waitForFunction(isDone, "a sample");
    const first = await page.evaluate(numbers);
    await explore(page, "photograph.png", "image/png", await photograph());
    await page.waitForFunction(isDone, "photograph.png");
    const second = await page.evaluate(numbers);
    const network = { name: "colours.onnx", base64: Buffer.from(colours()).toString("base64") };
    await page.getByRole("button", { name: "Open the sample: parachute" }).click();
    await page.waitForFunction(isDone, "a sample");
    await page.evaluate(dropFile, network);
    await page.waitForFunction(isTried);
    await page.getByRole("button", { name: "Use and keep it here", exact: true }).click();
    await page.waitForFunction(isOwnDone);
    const own = await page.evaluate(numbers);
    // Its workers and the other browser's would wait for each other.
    await page.close();

    const visitor = await visitWith(visit);
    console.log(`    in ${visitor.name}`);
    const begun = performance.now();
    const until = async <Argument>(
      what: string,
      holds: (argument: Argument) => boolean,
      argument?: Argument,
    ): Promise<void> => {
      await expect.poll(() => visitor.evaluate(holds, argument), { message: what, timeout: 120_000 }).toBe(true);
      console.log(`    ${((performance.now() - begun) / 1000).toFixed(1)} s: ${what}`);
    };

    await visitor.goto(site.address);
    await until("the first picture", isDone, "a sample");
    expectSame(await visitor.evaluate(numbers), first);
    await until("the page is kept", isKept);

    await visitor.evaluate(dropFile, { name: "photograph.png", base64: (await photograph()).toString("base64") });
    await until("the dropped image's picture", isDone, "photograph.png");
    expectSame(await visitor.evaluate(numbers), second);
    expect(
      await visitor.evaluate(() => globalThis.strata.store.getState().engine.report!.events),
      "workers that failed",
    ).toEqual([]);

    // It comes by the way, folds away what it says is noise, and is part of what is shared and kept.
    await until(
      "how sure the picture is",
      () => globalThis.strata.store.getState().result?.snapshot?.certainty !== undefined,
    );
    const all = await visitor.evaluate(rows);
    await visitor.click('//*[@data-patch="4"]');
    await until(
      "only concepts with the patch that was clicked",
      (rowsBefore) => {
        const now = document.querySelectorAll(".picture-body [role=row][data-row]").length;
        return (
          document.querySelector('[data-patch="4"]')!.getAttribute("aria-selected") === "true" &&
          now > 0 &&
          now < rowsBefore
        );
      },
      all.length,
    );
    await visitor.click('//*[@data-patch="4"]');
    await until(
      "all concepts again",
      (rowsBefore) => document.querySelectorAll(".picture-body [role=row][data-row]").length === rowsBefore,
      all.length,
    );
    await visitor.click('(//*[@role="row"][@data-row][not(starts-with(@data-row, "others"))])[1]');
    await until(
      "one concept is selected",
      () =>
        document.querySelectorAll(".picture-body [role=row][aria-selected=true]").length === 1 &&
        globalThis.strata.store.getState().selection.concept !== null,
    );

    await visitor.click('//button[@aria-label="Share"]');
    await until("links", () => globalThis.strata.store.getState().sharing.phase === "ready");
    const link = await visitor.evaluate(() => {
      const { sharing } = globalThis.strata.store.getState();
      return sharing.phase === "ready" ? sharing.drafts.find(({ image }) => image === "exact")!.url : "";
    });
    await visitor.click("//dialog[@open]/descendant::header/button");
    const shared = await visitor.evaluate(rows);
    const selection = await visitor.evaluate(() => globalThis.strata.store.getState().selection);
    await visitor.openTab();
    await visitor.goto(link);
    await until("the picture of the link", isShown);
    await until("what its network is", isNetworkKnown);
    expect(await visitor.evaluate(() => globalThis.strata.store.getState().run.phase)).toBe("opened");
    expect(await visitor.evaluate(rows)).toEqual(shared);
    expect(await visitor.evaluate(() => globalThis.strata.store.getState().selection)).toEqual(selection);
    await visitor.closeTab();

    await visitor.reload();
    await until("the picture, restored", isShown);
    await until("what its network is", isNetworkKnown);
    expect(await visitor.evaluate(rows)).toEqual(shared);
    expect(await visitor.evaluate(() => globalThis.strata.store.getState().image?.title)).toMatchObject({
      name: "photograph.png",
    });

    expect(await visitor.complaints()).toEqual([]);
    await site.stop();
    await visitor.reload();
    await until("the picture, without a network", isShown);
    await visitor.click('//button[@aria-label="Open the sample: parachute"]');
    await until("another sample's picture, without a network", isDone, "a sample");
    expect((await visitor.evaluate(rows)).length).toBeGreaterThan(0);

    // And so is a network of one's own.
    await visitor.evaluate(dropFile, network);
    await until("a network of one's own is tried", isTried);
    await visitor.click('//button[normalize-space()="Use and keep it here"]');
    await until("its picture", isOwnDone);
    expectSame(await visitor.evaluate(numbers), own);
  });
}
