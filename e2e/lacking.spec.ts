// What the policy refuses is the point of one test here, which is not the journeys' own.
import { test as plain, type Page } from "@playwright/test";
import { drop, expect, open, settled, shipped, SMALL, test } from "./support.ts";

const alert = (page: Page) => page.getByRole("alert");

test("what ships and is missing or damaged on the server gets a sentence, and the page stands", async ({ page }) => {
  const [listed] = JSON.parse(new TextDecoder().decode(shipped("models/index.json"))) as object[];
  const other = "0".repeat(64);
  const html = "<!doctype html><title>Not found</title>";
  const cases: readonly (readonly [file: string, body: string, says: string])[] = [
    ["models/index.json", html, "The list of what ships with this page is damaged."],
    ["models/index.json", "", "The list of what ships with this page is damaged."],
    ["models/index.json", "[]", "The list of what ships with this page is damaged."],
    ["models/index.json", '{"models": 3}', "The list of what ships with this page is damaged."],
    ["samples/index.json", '[{"file": "../a.png"}]', "The list of what ships with this page is damaged."],
    ["samples/index.json", "[{", "The list of what ships with this page is damaged."],
    ["models/index.json", '["imagenette-residual"]', "The list of what ships with this page is damaged."],
    ["models/index.json", JSON.stringify([{ ...listed, name: "nobody" }]), "The model "],
    [
      "models/index.json",
      JSON.stringify([{ ...listed, manifest: other }]),
      "The model Residual · Imagenette is damaged.",
    ],
    ["models/index.json", JSON.stringify([{ ...listed, network: other }]), "The model "],
    [
      "samples/index.json",
      '[{"file": "nobody.png", "model": "imagenette-residual", "label": "dog"}]',
      "The sample could not be fetched.",
    ],
    ["models/imagenette-residual.json", html, "The model Residual · Imagenette is damaged."],
    [
      "models/imagenette-residual.json",
      '{"format": "strata-model", "version": 1, "layers": []}',
      "The model Residual · Imagenette is damaged.",
    ],
    ["models/imagenette-residual.onnx", "no network", "The model Residual · Imagenette is damaged."],
  ];
  for (const [file, body, says] of cases) {
    await test.step(`${file}: ${body.slice(0, 24)}`, async () => {
      await page.route(`**/${file}`, (route) => route.fulfill({ body }));
      await page.goto("about:blank");
      await page.goto("/");
      await expect(alert(page)).toContainText(says);
      await expect(page.getByRole("region", { name: "Run" })).toContainText(
        /Nothing could be loaded\.|Computed earlier, when this page was made/,
      );
      await expect(page.getByRole("button", { name: "Library" })).toBeVisible();
      await page.unroute(`**/${file}`);
    });
  }
  await page.route("**/samples/index.json", (route) => route.abort());
  await page.goto("about:blank");
  await page.goto(SMALL);
  await expect(alert(page)).toContainText("What ships with this page could not be listed.");
  // An image of one's own needs no list.
  await drop(page, "mine.png", "image/png", shipped("samples/church.png"));
  await page.waitForFunction(() => globalThis.strata.store.getState().run.phase === "done");
});

test("probes of the labels that do not come are missed by their name; once they do, the network is not fetched again", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/*.labels.tail.onnx", (route) => route.abort());
  await open(page, `${SMALL}&probes=labels`);
  await expect(alert(page)).toContainText("The probes of the labels of Residual · Imagenette could not be fetched.");
  await page.evaluate(() => globalThis.strata.actions.setProbes("labels"));
  await expect(alert(page)).toContainText("What is on the page is unchanged.");
  await page.unroute("**/*.labels.tail.onnx");
  await page.evaluate(() => globalThis.strata.actions.setProbes("labels"));
  await page.waitForFunction(() => globalThis.strata.store.getState().settings.probes === "labels");
  await settled(page);
  expect(asked.filter((path) => path.endsWith("/imagenette-residual.onnx"))).toHaveLength(1);
});

test("a dialog whose code or words cannot be fetched stays shut and the page says so; once they are here its words follow the language", async ({
  page,
}) => {
  await open(page, SMALL);
  for (const [part, opens] of [
    [/\/assets\/later-/, "Library"],
    [/\/assets\/View-[^/]*\.js$/, "Share"],
  ] as const) {
    await page.route(part, (route) => route.abort());
    await page.getByRole("button", { name: opens }).click();
    await expect(alert(page)).toContainText("This part of the page could not be fetched.");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.unroute(part);
  }
  await page.getByRole("button", { name: "Library" }).click();
  const says = (text: string) => expect(page.getByRole("dialog").getByText(text)).toBeVisible();
  await says("Kept in this browser only.");
  for (const [language, text] of [
    ["zh", "只保存在此浏览器中。"],
    ["en", "Kept in this browser only."],
  ] as const) {
    await page.evaluate((other) => globalThis.strata.actions.setLanguage(other), language);
    await says(text);
  }
});

plain(
  "a browser without WebAssembly, and one that starts no workers, are told from a want of memory and from damage",
  async ({ page }) => {
    // In every worker of the page.
    await page.route(/\.worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      await route.fulfill({ response, body: `delete globalThis.WebAssembly;\n${await response.text()}` });
    });
    await page.goto("/");
    await expect(alert(page)).toContainText("This browser does not let the page use WebAssembly.");
    // What needs none goes on: the picture that was computed earlier can be shared.
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("textbox", { name: "Link", exact: true })).toHaveValue(/#s=/);
    await page.unroute(/\.worker-[^/]*\.js$/);
    // A policy without it, sent with every file.
    await page.route(/\/$|\.js$/, async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      const without = (text: string): string =>
        text.replaceAll(" 'wasm-unsafe-eval'", "").replaceAll(" &#39;wasm-unsafe-eval&#39;", "");
      const headers = {
        ...response.headers(),
        "content-security-policy": without(response.headers()["content-security-policy"] ?? ""),
      };
      await route.fulfill({
        response,
        headers,
        body: route.request().url().endsWith("/") ? without(await response.text()) : await response.body(),
      });
    });
    await page.goto("about:blank");
    await page.goto("/");
    await expect(alert(page)).toContainText("This browser does not let the page use WebAssembly.");
    await page.unroute(/\/$|\.js$/);
    await page.addInitScript(() =>
      Object.assign(globalThis, {
        Worker: class {
          constructor() {
            throw new DOMException("not allowed", "SecurityError");
          }
        },
      }),
    );
    await page.goto("about:blank");
    await page.goto("/");
    await expect(alert(page)).toContainText("The browser started no worker for this page.");
  },
);
