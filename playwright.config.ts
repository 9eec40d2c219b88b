import { defineConfig } from "@playwright/test";

const port = Number(process.env["STRATA_PORT"] ?? 4173);

export default defineConfig({
  testDir: "e2e",
  // Each page computes on every core: two at once would only wait for each other.
  workers: 1,
  // Far more than any needs on two idle cores: a GPU that is a program takes minutes where others compute as well.
  timeout: 360_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env["CI"] !== undefined,
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: {
      executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
    screenshot: "only-on-failure",
    // Keeping all of the page takes a fifth of most journeys' time; those that need it kept allow it.
    serviceWorkers: "block",
  },
  webServer: {
    command: `npx vite build && npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}`,
    reuseExistingServer: process.env["STRATA_PORT"] === undefined,
    timeout: 120_000,
  },
});
