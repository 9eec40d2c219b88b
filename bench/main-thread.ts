import { existsSync, readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { withBuiltPage } from "./built-page.ts";
import { printTable } from "./timing.ts";

const OPENS = 5;
/** Tracing is work too: visits without it show what a person meets. */
const PLAIN_OPENS = 10;
/** What a person feels as a hitch, ms. */
const LONG_MS = 50;

declare global {
  // Only in the pages of plainVisit().
  var longTasks: PerformanceEntry[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: of the clock, and of the processor, which is left out where it is next to nothing. */
  readonly ts: number;
  readonly dur: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Milliseconds that a thread stood ready while the system ran others; null where the system does not tell. */
function waitedMs({ pid, tid }: TraceEvent): number | null {
  const path = `/proc/${pid}/task/${tid}/schedstat`;
  return existsSync(path) ? Number(readFileSync(path, "utf8").split(" ")[1]) / 1e6 : null;
}

/** From opening the page to the picture of a finer grid. */
async function explore(page: Page, address: string): Promise<void> {
  const done = () =>
    page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "done", null, {
      timeout: 300_000,
      polling: 250,
    });
  await page.goto(address);
  await done();
  await page.getByRole("combobox", { name: "Grid" }).selectOption("3x4");
  await page.waitForFunction(() => globalThis.strata.store.getState().result?.players.n === 12);
  await done();
}

/** The tasks of the page's own thread after its first content. */
async function visit(browser: Browser, address: string): Promise<string[]> {
  const events: TraceEvent[] = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const devtools = await browser.newBrowserCDPSession();
  devtools.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "loading", "disabled-by-default-devtools.timeline"] },
  });
  await explore(page, address);
  const complete = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.end");
  await complete;
  const painted = events.find(({ name }) => name === "firstContentfulPaint")!;
  const thread = events.find(
    ({ name, args, pid }) => name === "thread_name" && args.name === "CrRendererMain" && pid === painted.pid,
  )!;
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && pid === thread.pid && tid === thread.tid,
  );
  const after = tasks.filter(({ ts }) => ts >= painted.ts);
  const largest = (of: (task: TraceEvent) => number): string => (Math.max(...after.map(of)) / 1000).toFixed(0);
  const offMs = tasks.reduce((sum, { dur, tdur = 0 }) => sum + dur - tdur, 0) / 1000;
  const waited = waitedMs(thread);
  await context.close();
  return [
    largest(({ tdur = 0 }) => tdur),
    largest(({ dur }) => dur),
    String(after.filter(({ dur }) => dur > 1000 * LONG_MS).length),
    offMs.toFixed(0),
    waited?.toFixed(0) ?? "?",
  ];
}

/** Tasks of more than 50 ms by the clock after the first content, ms each, as the browser itself tells the page. */
async function plainVisit(browser: Browser, address: string): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries())).observe({
      type: "longtask",
      buffered: true,
    });
  });
  await explore(page, address);
  // Told within a second.
  await page.waitForTimeout(1000);
  const found = await page.evaluate(() => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0]!.startTime;
    return globalThis.longTasks
      .filter(({ startTime, duration }) => startTime + duration > painted)
      .map(({ duration }) => duration);
  });
  await context.close();
  return found;
}

/** Prints how long the page's own thread is busy at a stretch, and how much of a long task is time in which the system ran others. */
export async function benchMainThread(): Promise<void> {
  console.log("\nThe page's own thread in Chromium, from its first content to the picture of 3 x 4 patches, ms");
  await withBuiltPage(async (browser, address) => {
    const lines: string[][] = [];
    for (let open = 1; open <= OPENS; open++) lines.push([String(open), ...(await visit(browser, address))]);
    printTable(
      [
        "visit",
        "largest task, processor",
        "by the clock",
        `over ${LONG_MS} by the clock`,
        "all tasks off the processor",
        "thread kept waiting",
      ],
      lines,
    );
    const found: number[][] = [];
    for (let open = 0; open < PLAIN_OPENS; open++) found.push(await plainVisit(browser, address));
    const long = found.flat().map((ms) => ms.toFixed(0));
    console.log(
      `Without tracing: ${found.filter(({ length }) => length > 0).length} of ${PLAIN_OPENS} visits with a task over ${LONG_MS}${long.length === 0 ? "" : `: ${long.join(", ")}`}`,
    );
  });
}
