import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import type { Visitor } from "./visitor.ts";

/** What the page is asked to note of itself. */
declare global {
  var complaints: string[] | undefined;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** An X server without a screen. @returns its process and the name of its display */
async function openDisplay(program: string): Promise<{ readonly server: ChildProcess; readonly display: string }> {
  const server = spawn(program, ["-displayfd", "3", "-screen", "0", "1500x1300x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await once(server.stdio[3] as Readable, "data");
  return { server, display: `:${String(number).trim()}` };
}

/** Asks again and again until it holds. @throws Error after a minute, with what was waited for */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await holds())) if (performance.now() - begun > 60_000) throw new Error(`Not within a minute: ${what}`);
}

/** Calls a driver by WebDriver's protocol. */
class Driver {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** @throws Error with what the driver says, or where it says nothing for so long, ms */
  async call<Value>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: object,
    patience = 120_000,
  ): Promise<Value> {
    const response = await fetch(this.#address + path, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Resolves once the driver answers. */
  started(): Promise<void> {
    return until("the driver answers", () =>
      this.call("GET", "/status").then(
        () => true,
        () => new Promise((next) => setTimeout(next, 50, false)),
      ),
    );
  }
}

/** Runs in every new page, before the page's own scripts unless those are faster than two messages. @returns whether the new page is there */
function listen(): boolean {
  if (document.documentElement?.hasAttribute("data-left") !== false || location.href === "about:blank") return false;
  if (globalThis.complaints !== undefined) return true;
  const said: string[] = (globalThis.complaints = []);
  const { error } = console;
  console.error = (...words) => {
    said.push(words.map(String).join(" "));
    error(...words);
  };
  addEventListener(
    "error",
    ({ message, target }) => {
      // No failure: the browser lets everybody know that it tells some sizes with the next frame.
      if (message?.startsWith("ResizeObserver loop completed")) return;
      said.push(message ?? `did not load: ${(target as HTMLElement).outerHTML}`);
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => said.push(String(reason)));
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    said.push(`forbidden: ${effectiveDirective} ${blockedURI}`),
  );
  return true;
}

/** Brings an element into view. @returns its middle there, whole CSS pixels; null while it is not there */
function middle(xpath: string): readonly [number, number] | null {
  const element = document.evaluate(xpath, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE)
    .singleNodeValue as Element | null;
  if (element === null) return null;
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

/** WebKitGTK's browser, by WebDriver, which has no word for what a page says in its console: the page is asked to note it. */
export async function visitWithWebKit(programs: {
  readonly driver: string;
  readonly display: string;
}): Promise<Visitor> {
  const { server, display } = await openDisplay(programs.display);
  const port = await freePort();
  const process_ = spawn(programs.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display },
    stdio: "ignore",
  });
  const driver = new Driver(`http://127.0.0.1:${port}`);
  await driver.started();
  const { sessionId, capabilities } = await driver.call<{
    sessionId: string;
    capabilities: { browserVersion: string };
  }>("POST", "/session", {
    // Only so can a page be listened to before it begins.
    capabilities: { alwaysMatch: { pageLoadStrategy: "none", timeouts: { script: 60_000 } } },
  });
  const session = <Value>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: object,
    patience?: number,
  ): Promise<Value> => driver.call(method, `/session/${sessionId}${path}`, body, patience);
  const said: string[] = [];
  const tabs = [await session<string>("GET", "/window")];

  const execute = <Value>(
    act: (argument: never) => Value | Promise<Value>,
    args: readonly unknown[],
    patience?: number,
  ): Promise<Value> =>
    session("POST", "/execute/sync", { script: `return (${String(act)})(arguments[0])`, args }, patience);

  const evaluate: Visitor["evaluate"] = (act, ...argument) => execute(act, argument);

  /** Gives every window the same room; it has it a while after it was asked for. */
  const size = async (): Promise<void> => {
    await session("POST", "/window/rect", { width: 1440, height: 1260 });
    await until("the window has its size", () =>
      evaluate(() => innerWidth === 1440 && outerHeight === 1260 && innerHeight > 1160),
    );
  };
  await size();

  const gather = async (): Promise<void> =>
    void said.push(...(await evaluate(() => globalThis.complaints?.splice(0) ?? [])));

  /** @returns the middle of an element, which may be drawn a while after it was asked for */
  async function found(xpath: string): Promise<readonly [number, number]> {
    let place: readonly [number, number] | null = null;
    await until(`there is ${xpath}`, async () => (place = await evaluate(middle, xpath)) !== null);
    return place!;
  }

  /** Leaves the page and waits until another one is there and listened to. */
  async function leave(how: () => Promise<unknown>): Promise<void> {
    await gather();
    await evaluate(() => document.documentElement.setAttribute("data-left", ""));
    await how();
    // While one page makes way for another neither can be asked, and a question in between may never be answered.
    await until("the next page is there", () => execute(listen, [], 5_000).catch(() => false));
  }

  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    goto: (address) => leave(() => session("POST", "/url", { url: address })),
    reload: () => leave(() => session("POST", "/refresh", {})),
    openTab: async () => {
      await gather();
      // A window: what is drawn in a tab behind another waits.
      const { handle } = await session<{ handle: string }>("POST", "/window/new", { type: "window" });
      tabs.push(handle);
      await session("POST", "/window", { handle });
      await size();
    },
    closeTab: async () => {
      await gather();
      await session("DELETE", "/window");
      tabs.pop();
      await session("POST", "/window", { handle: tabs.at(-1) });
    },
    evaluate,
    click: async (xpath) => {
      // By the pointer: the driver's own click finds no drawn part of a picture to be clickable.
      const [x, y] = await found(xpath);
      const pointer = [
        { type: "pointerMove", x, y },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await session("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions: pointer }] });
    },
    screenshot: async () => Buffer.from(await session<string>("GET", "/screenshot"), "base64"),
    complaints: async () => {
      await gather();
      return [...said];
    },
    close: async () => {
      await session("DELETE", "");
      for (const ended of [process_, server]) {
        ended.kill();
        await once(ended, "exit");
      }
    },
  };
}
