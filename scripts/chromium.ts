import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { installFromDebian, run } from "./debian.ts";

/** Where a Chromium may already be, best first. */
function candidates(): string[] {
  return [
    chromium.executablePath(),
    process.env["CHROMIUM_PATH"] ?? "",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
}

const found = (): string | undefined => candidates().find((path) => path !== "" && existsSync(path));

/**
 * The path of a Chromium to test with; installs one when the machine has none: Playwright's own build, or,
 * where that cannot be downloaded, Debian's package.
 * @throws {Error} when none is there and none can be installed.
 */
export function findOrInstallChromium(): string {
  const present = found();
  if (present !== undefined) return present;
  console.log("No Chromium found: installing one.");
  // With the libraries that it needs of the system, which a bare machine lacks.
  if (!run("npx", "playwright", "install", "--with-deps", "chromium") || found() === undefined)
    installFromDebian("chromium");
  const installed = found();
  if (installed === undefined)
    throw new Error("No Chromium could be installed. Install one and set CHROMIUM_PATH to its program file.");
  return installed;
}
