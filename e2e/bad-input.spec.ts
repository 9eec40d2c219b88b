import { deflateSync, gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { accessible, drop, expect, explore, open, rows, scores, shipped, SMALL, test } from "./support.ts";

/** A PNG chunk with its checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return framed;
}

/** A valid, almost empty PNG header that promises width × height pixels. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(100))),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A small file of as many lists as an exploration of its size might have, which would take half a gigabyte. */
function bomb(): Buffer {
  return gzipSync(`{"format":"strata","version":1,"explorations":[${"[1,2,3],".repeat(6.5e6)}0]}`);
}

const CASES = [
  {
    title: "a text file renamed .jpg",
    name: "notes.jpg",
    type: "image/jpeg",
    bytes: Buffer.from("These are notes, not a photograph.\n".repeat(40)),
    says: "notes.jpg is not an image.",
  },
  {
    title: "an SVG",
    name: "logo.svg",
    type: "image/svg+xml",
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    says: "logo.svg is a drawing, not a photograph.",
  },
  {
    title: "an empty file",
    name: "nothing.png",
    type: "image/png",
    bytes: Buffer.alloc(0),
    says: "nothing.png is empty.",
  },
  {
    title: "900 megapixels",
    name: "huge.png",
    type: "image/png",
    bytes: hugePng(30_000, 30_000),
    says: "huge.png is too large.",
  },
  {
    title: "a network renamed .png",
    name: "mine.png",
    type: "image/png",
    bytes: Buffer.from("\x20\0\0\0\0\0\0\0{}                              ", "latin1"),
    says: "mine.png is a network or its weights (safetensors), not an image.",
  },
  {
    title: "a list of classes",
    name: "labels.txt",
    type: "text/plain",
    bytes: Buffer.from("cat\ndog\n"),
    says: "labels.txt is not an image.",
  },
  {
    title: "a file of explorations that would fill the memory",
    name: "bomb.strata",
    type: "",
    bytes: bomb(),
    says: "bomb.strata is too large.",
  },
  {
    title: "half a PNG",
    name: "half.png",
    type: "image/png",
    bytes: shipped("samples/glass-box.png").slice(0, 400),
    says: "half.png is damaged.",
  },
];

/** Drags and drops data as another window would, with events that the browser trusts; true when the page kept the browser from following them. */
async function dropData(
  page: Page,
  items: readonly { readonly mimeType: string; readonly data: string }[],
): Promise<boolean> {
  await page.evaluate(() =>
    window.addEventListener(
      "drop",
      (event) => void ((globalThis as { kept?: boolean }).kept = event.defaultPrevented),
      { once: true },
    ),
  );
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", {
      type,
      x: 300,
      y: 300,
      data: { items: [...items], dragOperationsMask: 1 },
    });
  }
  await session.detach();
  return (await page.waitForFunction(() => (globalThis as { kept?: boolean }).kept)).jsonValue() as Promise<boolean>;
}

test("what is no usable image gets a sentence, and nothing on the page is lost; nor by what is dragged, pasted or renamed", async ({
  page,
}) => {
  await open(page, SMALL);
  await test.step("what is no usable image gets a sentence, and nothing on the page is lost", async () => {
    const before = await scores(page);
    for (const { name, type, bytes, says, title } of CASES) {
      await test.step(title, async () => {
        await drop(page, name, type, bytes);
        const alert = page.getByRole("alert");
        await expect(alert).toContainText(says);
        await expect(alert).toContainText("What is on the page is unchanged.");
        expect(await scores(page)).toEqual(before);
        // What a file of explorations took in memory went with the worker that read it.
        if (name.endsWith(".strata"))
          await expect.poll(() => page.workers().filter((worker) => worker.url().includes("files.worker"))).toEqual([]);
        if (title === CASES[0]!.title) await accessible(page, "an error notice");
        await page.keyboard.press("Escape");
        await expect(alert).not.toContainText(says);
      });
    }
  });

  await test.step("a picture dragged from another tab gets a sentence; what is pasted into a field is the field's; a name is renamed as a whole", async () => {
    const before = page.url();
    const alert = page.getByRole("alert");
    for (const items of [
      [{ mimeType: "text/uri-list", data: "https://example.org/cat.png" }],
      [
        { mimeType: "text/html", data: '<img src="https://example.org/cat.png">' },
        { mimeType: "text/plain", data: "https://example.org/cat.png" },
      ],
      [{ mimeType: "text/plain", data: "a word" }],
    ]) {
      expect(await dropData(page, items)).toBe(true);
      await expect(alert).toContainText("There was no image in that.");
      await page.keyboard.press("Escape");
      await expect(alert).toBeEmpty();
    }
    expect(page.url()).toBe(before);

    await explore(page, "mine.png", "image/png", shipped("samples/church.png"));
    await page.getByRole("button", { name: "Library" }).click();
    const search = page.getByRole("searchbox");
    await search.focus();
    const image = await page.evaluate(() => globalThis.strata.store.getState().image!.sha256);
    await search.evaluate(
      (field, base64) => {
        const data = new DataTransfer();
        data.items.add(
          new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "image.png", { type: "image/png" }),
        );
        data.setData("text/plain", "church");
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      },
      Buffer.from(shipped("samples/golf-ball.png")).toString("base64"),
    );
    expect(await page.evaluate(() => globalThis.strata.store.getState().load)).toBeNull();
    expect(await page.evaluate(() => globalThis.strata.store.getState().image!.sha256)).toBe(image);

    const entry = page.getByRole("dialog", { name: "Library" }).getByRole("listitem").first();
    await entry.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("Tower");
    await page.keyboard.press("Enter");
    await expect(entry.getByRole("button", { name: "Tower", exact: true })).toBeVisible();
    await entry.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("nothing");
    await page.keyboard.press("Escape");
    await expect(entry.getByRole("button", { name: "Tower", exact: true })).toBeVisible();
    await page.keyboard.press("Escape");

    // The rows that stand there are the ones that are spoken of.
    await page.getByRole("combobox", { name: "Order" }).selectOption("2");
    const legend = page.locator(".picture-legend");
    // They fold to the room there is, which takes a moment.
    await expect(async () => {
      const here = await rows(page).count();
      expect(await legend.textContent()).toContain(
        here === 1 ? "The one row here holds" : `The ${here} rows here hold`,
      );
    }).toPass();
  });
});
