import { readFileSync } from "node:fs";
import type { Browser } from "@playwright/test";

/** Seconds from opening the page to the end of each stage, and the most memory that its process took, MB. */
export interface Stages {
  readonly image: number;
  readonly firstMask: number;
  readonly masks: number;
  readonly solved: number;
  readonly drawn: number;
  readonly peakMb: number;
}

type Marks = Record<Exclude<keyof Stages, "peakMb">, number>;

/** Notes when the store reaches each stage, and the frame in which the last is drawn to its last row; as text, since a compiled function would call what the page does not have. */
const NOTE_STAGES = `(function wait() {
  if (globalThis.strata === undefined) return setTimeout(wait, 1);
  const marks = (globalThis.marks = {});
  const note = (name) => (marks[name] ??= performance.now() / 1000);
  globalThis.strata.store.subscribe(({ image, run }) => {
    if (image !== null) note("image");
    if (run.phase === "running" && run.done > 0) note("firstMask");
    if (run.phase === "solving") note("masks");
    if (run.phase !== "done" || marks.solved !== undefined) return;
    note("solved");
    requestAnimationFrame(function look() {
      const behind = document.querySelector("[aria-busy=true]") !== null;
      requestAnimationFrame(behind ? look : () => note("drawn"));
    });
  });
})();`;

/** Peak resident memory of a process, MB. */
const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? NaN) / 1000;

/** Opens the built page at a sample and a grid in a browser that has never seen it, and follows it to its picture. */
export async function stagesOf(browser: Browser, address: string, grid: string): Promise<Stages> {
  const devtools = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  };
  const before = new Set(await renderers());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ content: NOTE_STAGES });
  await page.goto(`${address}#sample=golf-ball.png&grid=${grid}`);
  const marks = await page.waitForFunction(
    () => {
      const { marks } = globalThis as unknown as { marks?: Partial<Marks> };
      return marks?.drawn === undefined ? null : (marks as Marks);
    },
    null,
    { timeout: 1_200_000 },
  );
  const times = (await marks.jsonValue())!;
  const peakMb = Math.max(...(await renderers()).filter((pid) => !before.has(pid)).map(peakOf));
  await context.close();
  return { ...times, peakMb };
}
