// Not the journeys' own test: here requests leave the page's origin, and each is answered within the browser.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, test as base, type Page, type Request, type Route } from "@playwright/test";
import { openFetchingHost, type FetchingHost } from "./fetching/host.ts";

const FOLDER = new URL("../../shared/data/models/", import.meta.url);
const FILES = { small: "squeezenet1.1_caffe_fp16.onnx", large: "mobilenetv2.onnx" } as const;
const isThere = Object.values(FILES).every((file) => existsSync(new URL(file, FOLDER)));
if (!isThere) console.warn("SKIPPED: ../shared/data/models is not here, so that no published network is fetched");

const SMALL =
  "https://raw.githubusercontent.com/microsoft/Windows-Machine-Learning/155b5ee/SharedContent/models/SqueezeNet_fp16.onnx";
const SMALL_PAGE =
  "https://github.com/microsoft/Windows-Machine-Learning/blob/155b5ee/SharedContent/models/SqueezeNet_fp16.onnx";
const SMALL_LFS = SMALL.replace("raw.githubusercontent.com", "media.githubusercontent.com/media");
const LARGE = "https://huggingface.co/org/repo/resolve/main/onnx/model.onnx";

const bytesOf = (file: keyof typeof FILES): Buffer => readFileSync(new URL(FILES[file], FOLDER));
const expectedOf = (file: keyof typeof FILES) => {
  const bytes = bytesOf(file);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
};

/** A request that a host was sent, as the browser made it. */
interface Asked {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page that fetches, and what other hosts were asked by it; a request that nobody answers fails. */
const test = base.extend<
  {
    asked: Asked[];
    answer: (address: string, how: (route: Route, request: Request) => Promise<void>) => Promise<void>;
  },
  { host: FetchingHost }
>({
  host: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs off its parameter.
    async ({}, use) => {
      const host = await openFetchingHost();
      await use(host);
      host.close();
    },
    { scope: "worker" },
  ],
  asked: async ({ context, host }, use) => {
    const asked: Asked[] = [];
    await context.route(
      (url) => ![host.dressed, host.bare].some((own) => url.href.startsWith(own)),
      async (route, request) => {
        asked.push({ address: request.url(), headers: await request.allHeaders() });
        await route.abort("connectionrefused");
      },
    );
    await use(asked);
  },
  answer: async ({ context, asked }, use) => {
    await use(async (address, how) => {
      await context.route(address, async (route, request) => {
        asked.push({ address: request.url(), headers: await request.allHeaders() });
        await how(route, request);
      });
    });
  },
});
test.skip(!isThere, "../shared/data/models is not here");

/** Sends a file, or the part that is asked for, as a host does that lets every page read it. */
const send =
  (body: Buffer, headers: Readonly<Record<string, string>> = {}) =>
  async (route: Route, request: Request): Promise<void> => {
    const from = Number(/^bytes=(\d+)-$/.exec((await request.headerValue("range")) ?? "")?.[1] ?? 0);
    await route.fulfill({
      status: from > 0 ? 206 : 200,
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Content-Type": "application/octet-stream",
        "Content-Length": String(body.length - from),
        ...headers,
      },
      body: body.subarray(from),
    });
  };

/** Fetches an address as a person types it; resolves to what came, or to the error's code. */
function fetchOn(page: Page, typed: string, expected?: { readonly sha256: string; readonly bytes: number }) {
  return page.evaluate(
    async ([text, known]) => {
      const { createFetcher, normalise } = globalThis.fetching;
      // One to a page: without a connection, and without a service worker, no other worker's script would come.
      const page = globalThis as { fetcher?: ReturnType<typeof createFetcher> };
      page.fetcher ??= createFetcher();
      let resumedFrom = 0;
      try {
        const { sha256, bytes, kept, fromKept } = await page.fetcher.fetch(normalise(text), {
          ...(known && { expected: known }),
          onProgress: (progress) => (resumedFrom = progress.resumedFrom),
        });
        return { sha256, bytes: bytes.length, kept, fromKept, resumedFrom };
      } catch (error) {
        const { name, code } = error as { name: string; code?: string };
        return name === "PublishedError" ? code! : name;
      }
    },
    [typed, expected] as const,
  );
}

test("a network is fetched once, from where its page's address leads, and opens offline from then on", async ({
  page,
  context,
  host,
  asked,
  answer,
}) => {
  const expected = expectedOf("small");
  await answer(SMALL, send(bytesOf("small")));
  await page.goto(host.dressed);
  expect(asked).toEqual([]);
  expect(await fetchOn(page, SMALL_PAGE, expected)).toEqual({
    ...expected,
    kept: true,
    fromKept: false,
    resumedFrom: 0,
  });
  expect(asked.map(({ address }) => address)).toEqual([SMALL]);
  // Nothing says who asks, or from where beyond the origin that CORS needs.
  for (const header of ["cookie", "authorization", "referer"])
    expect(asked[0]!.headers[header], header).toBeUndefined();
  await context.setOffline(true);
  expect(await fetchOn(page, SMALL_PAGE, expected)).toMatchObject({ ...expected, fromKept: true });
  expect(await fetchOn(page, SMALL_PAGE)).toMatchObject({ ...expected, fromKept: true });
  expect(asked).toHaveLength(1);
  expect(await fetchOn(page, LARGE)).toBe("no-connection");
  const listed = await page.evaluate(async () => (await globalThis.fetching.openNetworks()).list());
  expect(listed).toMatchObject([
    {
      sha256: expected.sha256,
      title: "SqueezeNet_fp16.onnx",
      origin: { kind: "address", address: SMALL },
      hasWeights: true,
    },
  ]);
});

test("what was cut off goes on from where it was, in another tab too", async ({
  page,
  context,
  host,
  asked,
  answer,
}) => {
  const expected = expectedOf("large");
  const bytes = bytesOf("large");
  /** A host that sends no more than so many bytes at a time. */
  await answer(LARGE, async (route, request) => {
    const from = Number(/^bytes=(\d+)-$/.exec((await request.headerValue("range")) ?? "")?.[1] ?? 0);
    await send(bytes.subarray(0, from + 5_000_000), { "Content-Length": String(bytes.length - from) })(route, request);
  });
  const keptSoFar = (on: Page): Promise<number> =>
    on.evaluate(async () => (await (await globalThis.fetching.openNetworks()).usage()).usedBytes);
  await page.goto(host.dressed);
  expect(await fetchOn(page, LARGE, expected)).toBe("broken-off");
  expect(await keptSoFar(page)).toBe(5_000_000);
  await page.close();

  const next = await context.newPage();
  await next.goto(host.dressed);
  expect(await fetchOn(next, LARGE, expected)).toBe("broken-off");
  expect(await keptSoFar(next)).toBe(10_000_000);
  // By the address of the repository, whose usual file it is.
  expect(await fetchOn(next, "https://huggingface.co/org/repo", expected)).toEqual({
    ...expected,
    kept: true,
    fromKept: false,
    resumedFrom: 10_000_000,
  });
  expect(await keptSoFar(next)).toBe(expected.bytes);
  expect(asked.map(({ headers }) => headers["range"])).toEqual([undefined, "bytes=5000000-", "bytes=10000000-"]);
});

test("two tabs that want the same file fetch it once", async ({ page, context, host, asked, answer }) => {
  const expected = expectedOf("small");
  const other = await context.newPage();
  await page.goto(host.dressed);
  await other.goto(host.dressed);
  await answer(SMALL, send(bytesOf("small")));
  const both = await Promise.all([fetchOn(page, SMALL, expected), fetchOn(other, SMALL, expected)]);
  expect(both).toMatchObject([expected, expected]);
  expect(asked).toHaveLength(1);
});

test("each thing that goes wrong has its own code, and leaves nothing behind", async ({ page, host, answer }) => {
  await page.goto(host.dressed);
  const expected = expectedOf("small");
  const headers = { "Access-Control-Allow-Origin": "*" };
  const text = (body: string, contentType: string) => (route: Route) =>
    route.fulfill({ body, headers: { ...headers, "Content-Type": contentType } });
  const at = (file: string): string => `https://models.example.com/${file}`;
  await answer(at("other.onnx"), send(Buffer.from(bytesOf("small").map((byte, i) => (i === 1000 ? byte ^ 1 : byte)))));
  await answer(at("gone.onnx"), (route) => route.fulfill({ status: 404, headers }));
  await answer(at("gated.onnx"), (route) => route.fulfill({ status: 401, headers }));
  await answer(at("busy.onnx"), (route) => route.fulfill({ status: 503, headers }));
  await answer(at("page.onnx"), text("<!doctype html><title>A model</title>", "text/html"));
  await answer(at("hidden-page.onnx"), text("<html><body>A model", "application/octet-stream"));
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${expected.sha256}\nsize ${expected.bytes}\n`;
  await answer(at("pointer.onnx"), text(pointer, "text/plain"));
  await answer(at("large.onnx"), send(Buffer.alloc(10), { "Content-Length": "300000000" }));
  await answer(
    at("closed.onnx"),
    send(bytesOf("small"), { "Access-Control-Allow-Origin": "https://models.example.com" }),
  );
  expect(await fetchOn(page, at("other.onnx"), expected)).toBe("wrong-hash");
  expect(await fetchOn(page, at("gone.onnx"))).toBe("not-found");
  expect(await fetchOn(page, at("gated.onnx"))).toBe("forbidden");
  expect(await fetchOn(page, at("busy.onnx"))).toBe("status");
  expect(await fetchOn(page, at("page.onnx"))).toBe("html");
  expect(await fetchOn(page, at("hidden-page.onnx"))).toBe("html");
  expect(await fetchOn(page, at("pointer.onnx"))).toBe("lfs-pointer");
  expect(await fetchOn(page, at("large.onnx"))).toBe("too-large");
  // An isolated page is not told whether a host answers that it may not read; an answer from within the browser passes that check by.
  expect(await fetchOn(page, at("closed.onnx"))).toBe("no-cors");
  expect(await fetchOn(page, at("nobody.onnx"))).toBe("no-answer");
  expect(await fetchOn(page, "http://models.example.com/a.onnx")).toBe("not-https");
  expect(await fetchOn(page, "https://192.168.0.1/a.onnx")).toBe("private-address");
  const usage = await page.evaluate(async () => (await globalThis.fetching.openNetworks()).usage());
  expect(usage.usedBytes).toBe(0);
});

test("a pointer of Git LFS on GitHub is followed to the file", async ({ page, host, asked, answer }) => {
  const expected = expectedOf("small");
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${expected.sha256}\nsize ${expected.bytes}\n`;
  await answer(SMALL, send(Buffer.from(pointer)));
  await answer(SMALL_LFS, send(bytesOf("small")));
  await page.goto(host.dressed);
  expect(await fetchOn(page, SMALL_PAGE)).toMatchObject({ ...expected, kept: true });
  expect(asked.map(({ address }) => address)).toEqual([SMALL, SMALL_LFS]);
});

/** What the page itself, and each of its workers' scripts, may ask of another host by its policy. */
const asks = (page: Page): Promise<boolean> =>
  page.evaluate(
    (address) =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    SMALL,
  );

test("by the headers the fetching worker alone connects elsewhere, and by https alone", async ({
  page,
  host,
  asked,
  answer,
}) => {
  await page.goto(host.dressed);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await answer(SMALL, send(bytesOf("small")));
  expect(await asks(page)).toBe(false);
  expect(asked).toEqual([]);
  // Where a host leads without encryption, the policy stops it before it is asked.
  const plain = "http://models.example.com/a.onnx";
  await answer("https://models.example.com/moved.onnx", (route) =>
    route.fulfill({ status: 302, headers: { "Access-Control-Allow-Origin": "*", Location: plain } }),
  );
  expect(await fetchOn(page, "https://models.example.com/moved.onnx")).toBe("no-answer");
  expect(asked.map(({ address }) => address)).not.toContain(plain);
  expect(await fetchOn(page, SMALL)).toMatchObject({ kept: true });
});

test("without headers the page's own policy keeps the page from it, and the worker tells what is wrong with a host", async ({
  page,
  host,
  asked,
  answer,
}) => {
  await page.goto(host.bare);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await answer(SMALL, send(bytesOf("small")));
  expect(await asks(page)).toBe(false);
  expect(asked).toEqual([]);
  expect(await fetchOn(page, SMALL)).toMatchObject({ kept: true });
  await answer(
    "https://models.example.com/closed.onnx",
    send(bytesOf("small"), { "Access-Control-Allow-Origin": "https://models.example.com" }),
  );
  expect(await fetchOn(page, "https://models.example.com/closed.onnx")).toBe("no-cors");
  expect(await fetchOn(page, "https://models.example.com/nobody.onnx")).toBe("no-connection");
});
