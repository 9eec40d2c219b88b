import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where a Chromium may already be, best first. */
function candidates(): string[] {
  return [chromium.executablePath(), process.env["CHROMIUM_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
}

const found = (): string | undefined => candidates().find((path) => path !== "" && existsSync(path));

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

/**
 * The path of a Chromium to test with; installs one when the machine has none: Playwright's own build, or,
 * where that cannot be downloaded, Debian's package.
 * @throws {Error} when none is there and none can be installed.
 */
export function findOrInstallChromium(): string {
  const present = found();
  if (present !== undefined) return present;
  console.log("No Chromium found: installing one.");
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...args: string[]): boolean => {
    const [command = "apt-get", ...rest] = [...sudo, "apt-get", ...args];
    return run(command, ...rest);
  };
  // With the libraries that it needs of the system, which a bare machine lacks.
  if (!run("npx", "playwright", "install", "--with-deps", "chromium") || found() === undefined) {
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  }
  const installed = found();
  if (installed === undefined) throw new Error("No Chromium could be installed. Install one and set CHROMIUM_PATH to its program file.");
  return installed;
}
