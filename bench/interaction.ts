import type { CDPSession, Page } from "@playwright/test";
import { TOPICS } from "../src/session/topics.ts";
import { withBuiltPage } from "./built-page.ts";
import { printTable } from "./timing.ts";

/** Twelve patches and eleven columns. */
const NETWORK = "cifar-resnet20";
const TIMES = 12;
/** What a person feels as a hitch, ms. */
const AIM_MS = 50;

/** What a person does: to which concept they point, which they choose, which layer. */
const DOINGS = ["hover", "concept", "layer"] as const;
type Doing = (typeof DOINGS)[number];

/** Milliseconds that the page's thread has worked since it began. */
async function workedMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
}

/** Does a thing once, and waits until it is painted. */
const doOnce = (page: Page, doing: Doing, time: number): Promise<void> =>
  page.evaluate(
    async ([what, i]) => {
      const { store, actions } = globalThis.strata;
      const { layers } = store.getState().result!;
      const { and, or } = layers.at(-1)!.interactions;
      const of = i % 2 === 0 ? and : or;
      const concept = {
        kind: i % 2 === 0 ? ("and" as const) : ("or" as const),
        mask: of.masks[(7 * i) % of.masks.length]!,
      };
      if (what === "hover") actions.hoverConcept(concept);
      else if (what === "concept") actions.selectConcept(concept);
      else actions.selectLayer(i % layers.length);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    },
    [doing, time] as const,
  );

/** Prints how long the page's thread works from pointing, choosing a concept or a layer to the next paint, in the picture and in every question's view. */
export async function benchInteraction(): Promise<void> {
  console.log(
    `\nWork of the page's own thread until the next paint, ${NETWORK} (12 patches, 11 columns), median and most of ${TIMES}, ms; !: most above ${AIM_MS}`,
  );
  await withBuiltPage(async (browser, address) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${address}#model=${NETWORK}`);
    await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done", null, {
      timeout: 600_000,
    });
    await page.waitForFunction(() => globalThis.strata.store.getState().certainty === null, null, { timeout: 600_000 });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable");
    const lines: string[][] = [];
    for (const topic of [null, ...TOPICS]) {
      await page.evaluate((of) => globalThis.strata.actions.chooseTopic(of), topic);
      await page.waitForTimeout(1500);
      const line = [topic ?? "picture"];
      for (const doing of DOINGS) {
        const taken: number[] = [];
        for (let time = 0; time < TIMES; time++) {
          const before = await workedMs(devtools);
          await doOnce(page, doing, time);
          taken.push((await workedMs(devtools)) - before);
        }
        taken.sort((a, b) => a - b);
        const [median, most] = [taken[TIMES / 2]!, taken.at(-1)!];
        line.push(`${median.toFixed(0)} (${most.toFixed(0)})${most > AIM_MS ? " !" : ""}`);
      }
      lines.push(line);
    }
    printTable(["view", "pointing at a concept", "choosing a concept", "choosing a layer"], lines);
  });
}
