import { existsSync } from "node:fs";
import { installFromDebian } from "./debian.ts";

/** A browser beside Chromium that the journeys use where it can be had. */
export interface OtherBrowser {
  readonly name: string;
  /** Debian's packages, none of which is needed where the programs are there. */
  readonly packages: readonly string[];
  /** Every program that it takes, each by the places where it may be, best first. */
  readonly programs: Readonly<Record<string, readonly string[]>>;
}

const inEnvironment = (variable: string): string[] => (process.env[variable] ? [process.env[variable]] : []);

export const FIREFOX = {
  name: "Firefox",
  packages: ["firefox-esr"],
  programs: { firefox: [...inEnvironment("FIREFOX_PATH"), "/usr/bin/firefox-esr", "/usr/bin/firefox"] },
} as const satisfies OtherBrowser;

/** WebKitGTK's own small browser, by its driver; it draws on a display, which Xvfb provides without a screen. */
export const WEBKIT = {
  name: "WebKit",
  packages: ["webkit2gtk-driver", "xvfb"],
  programs: {
    driver: [...inEnvironment("WEBKIT_DRIVER_PATH"), "/usr/bin/WebKitWebDriver"],
    display: ["/usr/bin/Xvfb"],
  },
} as const satisfies OtherBrowser;

/** The paths of a browser's programs; null when one of them is not on this machine. */
export function findBrowser<B extends OtherBrowser>({
  programs,
}: B): Readonly<Record<keyof B["programs"], string>> | null {
  const found = Object.entries(programs).map(
    ([program, places]) => [program, places.find((place) => existsSync(place))] as const,
  );
  return found.every(([, path]) => path !== undefined)
    ? (Object.fromEntries(found) as Record<keyof B["programs"], string>)
    : null;
}

/** Installs a browser where it is missing and can be had; says so where it cannot, and what is not tested then. */
export function installBrowser(browser: OtherBrowser): void {
  if (findBrowser(browser) !== null) return;
  console.log(`No ${browser.name} found: installing ${browser.packages.join(" and ")}.`);
  installFromDebian(...browser.packages);
  if (findBrowser(browser) !== null) return;
  console.warn(
    `\n*** ${browser.name} could not be installed: its journey is SKIPPED, and nothing is known of the page there. ***` +
      `\n*** Debian and its like have it as ${browser.packages.join(" and ")}. ***\n`,
  );
}
