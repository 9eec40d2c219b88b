/** Runs every test of the project, lint and types included, and ends with one line `N passed, N failed`, and `, N skipped` where some were. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOrInstallChromium } from "./chromium.ts";
import { freePort } from "./free-port.ts";
import { installRedis } from "./redis.ts";
import { FIREFOX, installBrowser, WEBKIT } from "./other-browsers.ts";

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's report says of a file of tests. */
interface UnitFile {
  readonly name: string;
  readonly message: string;
  readonly status: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** What failed before the journeys, told at the end: of a long output that is what is read. */
const failures: string[] = [];

const reports = mkdtempSync(join(tmpdir(), "strata-test-"));

function run(command: readonly string[], env: Record<string, string> = {}): boolean {
  console.log(`\n$ ${command.join(" ")}`);
  const [program = "", ...args] = command;
  return spawnSync(program, args, { stdio: "inherit", env: { ...process.env, ...env } }).status === 0;
}

/** A check without cases of its own counts as one. */
function check(...command: string[]): Count {
  if (run(command)) return { passed: 1, failed: 0, skipped: 0 };
  failures.push(command.join(" "));
  return { passed: 0, failed: 1, skipped: 0 };
}

/** Reads a runner's own report; a runner that failed outside its cases, or left no report, counts as one failure more. */
function counted(ok: boolean, file: string, read: (report: never) => Count): Count {
  const count = existsSync(file)
    ? read(JSON.parse(readFileSync(file, "utf8")) as never)
    : { passed: 0, failed: 0, skipped: 0 };
  return !ok && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function unitTests(): Count {
  installRedis();
  const file = join(reports, "unit.json");
  const ok = run(["npx", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
  return counted(
    ok,
    file,
    (report: {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numTodoTests: number;
      testResults: readonly UnitFile[];
    }) => {
      for (const { name, status, message, assertionResults } of report.testResults) {
        const failed = assertionResults.filter((test) => test.status === "failed");
        for (const { fullName, failureMessages } of failed)
          failures.push(`${name}: ${fullName}: ${failureMessages[0]?.split("\n")[0] ?? ""}`);
        if (status === "failed" && failed.length === 0) failures.push(`${name}: ${message}`);
      }
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    },
  );
}

function journeys(port: number): Count {
  const file = join(reports, "journeys.json");
  for (const browser of [FIREFOX, WEBKIT]) installBrowser(browser);
  const ok = run(["npx", "playwright", "test", "--reporter=list,json"], {
    CHROMIUM_PATH: findOrInstallChromium(),
    STRATA_PORT: String(port),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return counted(
    ok,
    file,
    (report: { stats: { expected: number; flaky: number; unexpected: number; skipped: number } }) => ({
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
    }),
  );
}

const counts = [
  check("npm", "run", "--silent", "lint"),
  check("npx", "tsc", "-b"),
  unitTests(),
  journeys(await freePort()),
];
rmSync(reports, { recursive: true });
const sum = (of: keyof Count): number => counts.reduce((total, count) => total + count[of], 0);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
for (const failure of failures) console.log(`\nfailed: ${failure}`);
console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
