import type { Browser } from "@playwright/test";
import { withBuiltPage } from "./built-page.ts";
import { figure } from "./figures.ts";
import { medianOf, printTable } from "./timing.ts";

const PAIRS = 5;
/** Grids, and how many times the run's own time their replicates may take. */
const GRIDS = [
  { grid: "3x3", most: 2 },
  { grid: "3x4", most: 4 },
] as const;

/** Seconds from opening the page: that the network runs, that the run is done, that its last row is drawn, and that it is known how sure it is. */
interface Marks {
  readonly running: number;
  readonly done: number;
  readonly drawn: number;
  readonly sure?: number;
}

/** Notes when the store reaches each; as text, since a compiled function would call what the page does not have. */
const NOTE_MARKS = `(function wait() {
  if (globalThis.strata === undefined) return setTimeout(wait, 1);
  const marks = (globalThis.marks = {});
  const note = (name) => (marks[name] ??= performance.now() / 1000);
  globalThis.strata.store.subscribe(({ run, result }) => {
    if (run.phase === "running") note("running");
    if (run.phase !== "done") return;
    if (result.snapshot?.certainty !== undefined) note("sure");
    if (marks.done !== undefined) return;
    note("done");
    requestAnimationFrame(function look() {
      const behind = document.querySelector("[aria-busy=true]") !== null;
      requestAnimationFrame(behind ? look : () => note("drawn"));
    });
  });
})();`;

/** A first visit to a sample with a grid; a browser that saves data is not told by itself how sure the picture is. */
async function visit(browser: Browser, address: string, grid: string, savesData: boolean): Promise<Marks> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  if (savesData)
    await page.addInitScript({
      content: `Object.defineProperty(navigator, "connection", { value: { saveData: true } });`,
    });
  await page.addInitScript({ content: NOTE_MARKS });
  await page.goto(`${address}#sample=golf-ball.png&grid=${grid}`);
  const marks = await page.waitForFunction(
    (last) => {
      const { marks: noted } = globalThis as unknown as { marks?: Partial<Marks> };
      return noted?.[last] === undefined ? null : (noted as Marks);
    },
    savesData ? ("drawn" as const) : ("sure" as const),
    { timeout: 1_200_000 },
  );
  const noted = (await marks.jsonValue())!;
  await context.close();
  return noted;
}

/**
 * Prints what looking at how sure a picture is costs: when the first picture of the page's own is drawn, in pairs of visits with and without it, and
 * how long it takes beside the run itself.
 */
export async function benchSure(): Promise<void> {
  console.log("\nHow sure a picture is, looked at behind it, in first visits in turns, seconds");
  await withBuiltPage(async (browser, address) => {
    const lines: string[][] = [];
    for (const { grid, most } of GRIDS) {
      const [withIt, without]: [Marks[], Marks[]] = [[], []];
      for (let pair = 0; pair < PAIRS; pair++) {
        const visits = [
          async () => void withIt.push(await visit(browser, address, grid, false)),
          async () => void without.push(await visit(browser, address, grid, true)),
        ];
        for (const one of pair % 2 === 0 ? visits : visits.reverse()) await one();
      }
      const times = withIt.map(({ running, done, sure }) => (sure! - done) / (done - running));
      figure(`sure, ${grid}, times the run`, medianOf(times), "less");
      lines.push([
        grid,
        medianOf(without.map(({ drawn }) => drawn)).toFixed(2),
        medianOf(withIt.map(({ drawn }) => drawn)).toFixed(2),
        medianOf(withIt.map(({ drawn }, pair) => drawn / without[pair]!.drawn)).toFixed(3),
        medianOf(withIt.map(({ running, done }) => done - running)).toFixed(2),
        medianOf(withIt.map(({ done, sure }) => sure! - done)).toFixed(2),
        `${medianOf(times).toFixed(2)} (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}; at most ${most})`,
      ]);
    }
    printTable(
      [`${PAIRS} pairs`, "drawn without", "drawn with", "with / without", "run", "how sure", "how sure / run"],
      lines,
    );
  });
}
