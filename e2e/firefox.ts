import puppeteer, { type Page } from "puppeteer-core";
import type { Visitor } from "./visitor.ts";

/** Firefox, through WebDriver BiDi. */
export async function visitWithFirefox({ firefox }: { readonly firefox: string }): Promise<Visitor> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
  const said: string[] = [];
  const tabs: Page[] = [];
  const tab = (): Page => tabs.at(-1)!;

  async function openTab(): Promise<void> {
    const page = await browser.newPage();
    // Room for every row that a picture shows: beside what an opened one says of itself there may be room for one less.
    await page.setViewport({ width: 1440, height: 1200 });
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") said.push(message.text());
    });
    page.on("requestfailed", (request) => said.push(`${request.url()} ${request.failure()?.errorText}`));
    tabs.push(page);
  }

  await openTab();
  return {
    name: (await browser.version()).replace("firefox/", "Firefox "),
    goto: async (address) => void (await tab().goto(address, { waitUntil: "load" })),
    reload: async () => void (await tab().reload({ waitUntil: "load" })),
    openTab,
    closeTab: async () => tabs.pop()!.close(),
    evaluate: (act, argument) => tab().evaluate(act as (argument: unknown) => never, argument),
    click: (xpath) => tab().locator(`::-p-xpath(${xpath})`).click(),
    screenshot: () => tab().screenshot(),
    complaints: async () => [...said],
    close: () => browser.close(),
  };
}
