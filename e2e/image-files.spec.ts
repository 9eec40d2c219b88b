import type { ImageError } from "../src/images/errors.ts";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import fc from "fast-check";
import sharp from "sharp";
import { codecs } from "../cli/codecs.ts";
import { FUZZ, mutate, mutations } from "../src/core/fuzz.fixture.ts";
import { cropAndResize, fitImage, type Fit } from "../src/core/resize.ts";
import { CASES, matrix, type ImageFile } from "../src/images/files.fixture.ts";
import { readImage } from "../src/images/read-image.ts";
import { accessible, drop, expect, explore, open, shipped, SMALL, test } from "./support.ts";

/** Mutated files that both sides are to read or refuse alike. */
const MUTATIONS = 150;

/** Files sent to the page at a time. */
const TOGETHER = 40;

/** Longest time until Cancel is heard, ms: far less than the decoder still needs. */
const HEARD_MS = 1000;

interface Answer {
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the pixels over white, or why there are none. */
  readonly pixels: string;
}

/** The command line's own answer, at the image's own size. */
async function answerHere(bytes: Uint8Array): Promise<Answer> {
  try {
    const { width, height, rgba } = await readImage(bytes, codecs);
    return {
      width,
      height,
      pixels: createHash("sha256")
        .update(cropAndResize(rgba, width, height, width, height).rgb)
        .digest("hex"),
    };
  } catch (error) {
    return { width: 1, height: 1, pixels: (error as ImageError).code };
  }
}

async function files(): Promise<ImageFile[]> {
  const originals = [...CASES.filter(({ bytes }) => bytes.length < 10_000), ...(await matrix())];
  const changes = fc.sample(mutations, { numRuns: MUTATIONS, seed: FUZZ.seed });
  const mutated = changes.map((change, i) => {
    const { name, bytes } = originals[(i * 7) % originals.length]!;
    return { name: `mutation ${i} of ${name}`, bytes: mutate(bytes, change) };
  });
  return [...CASES, ...(await matrix()), ...mutated];
}

test("the page's worker sees the very pixels that the command line sees, or refuses the file alike", async ({
  page,
}) => {
  const all = await files();
  expect(all.length).toBeGreaterThan(280);
  const script = readdirSync(new URL("../dist/assets/", import.meta.url)).find((name) =>
    /^decode\.worker-.*\.js$/.test(name),
  )!;
  await page.goto("/");
  await page.evaluate((address) => {
    const worker = new Worker(address, { type: "module" });
    const waiting = new Map<string, (answer: unknown) => void>();
    worker.addEventListener("message", ({ data }: MessageEvent<{ id: string; value: unknown }>) =>
      waiting.get(data.id)?.(data.value),
    );
    // A call as Comlink makes it.
    (globalThis as { decode?: unknown }).decode = (file: Blob, fit: unknown) =>
      new Promise((resolve) => {
        const id = crypto.randomUUID();
        waiting.set(id, resolve);
        worker.postMessage({
          id,
          type: "APPLY",
          path: ["decode"],
          argumentList: [file, fit].map((value) => ({ type: "RAW", value })),
        });
      });
  }, `/assets/${script}`);

  let refused = 0;
  const differing: string[] = [];
  for (let from = 0; from < all.length; from += TOGETHER) {
    const some = all.slice(from, from + TOGETHER);
    const here: Answer[] = [];
    for (const { bytes } of some) here.push(await answerHere(bytes));
    const there = await page.evaluate(
      async (asked) => {
        const { decode } = globalThis as unknown as {
          decode(
            file: Blob,
            fit: Fit,
          ): Promise<{ pixels?: { rgb: Uint8Array<ArrayBuffer> }; value?: { code: string } }>;
        };
        const answers: string[] = [];
        for (const { base64, width, height } of asked) {
          const answer = await decode(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]), {
            width,
            height,
            resize: "centre-crop",
          });
          if (answer.pixels === undefined) answers.push(JSON.stringify(answer));
          else
            answers.push(
              [...new Uint8Array(await crypto.subtle.digest("SHA-256", answer.pixels.rgb))]
                .map((byte) => byte.toString(16).padStart(2, "0"))
                .join(""),
            );
        }
        return answers;
      },
      some.map(({ bytes }, i) => ({
        base64: Buffer.from(bytes).toString("base64"),
        width: here[i]!.width,
        height: here[i]!.height,
      })),
    );
    some.forEach(({ name }, i) => {
      const isRefused = !/^[0-9a-f]{64}$/.test(here[i]!.pixels);
      refused += Number(isRefused);
      const agree = isRefused ? there[i]!.includes(`"${here[i]!.pixels}"`) : there[i] === here[i]!.pixels;
      if (!agree) differing.push(`${name}: ${there[i]} here, ${here[i]!.pixels} there`);
    });
  }
  expect(differing).toEqual([]);
  // Both happen: some mutations are survived, some are not.
  expect(refused).toBeGreaterThan(20);
  expect(refused).toBeLessThan(MUTATIONS);
});

test("Cancel is heard while an image is decoded, and the next one does not wait for it", async ({ page }) => {
  await open(page, SMALL);
  const slow = await sharp({ create: { width: 4900, height: 4900, channels: 3, background: "#246" } })
    .avif({ effort: 0 })
    .toBuffer();
  await page.evaluate(() => ((globalThis as { before?: unknown }).before = globalThis.strata.store.getState().image));
  await drop(page, "slow.avif", "image/avif", slow);
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor();
  const took = await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const since = performance.now();
    const check = (): void =>
      globalThis.strata.store.getState().load === null ? resolve(performance.now() - since) : void setTimeout(check);
    [...document.querySelectorAll("button")]
      .find((button) => button.textContent?.includes("Cancel") && button.checkVisibility())!
      .click();
    check();
    return promise;
  });
  expect(took).toBeLessThan(HEARD_MS);
  expect(
    await page.evaluate(() => globalThis.strata.store.getState().image === (globalThis as { before?: unknown }).before),
  ).toBe(true);
  await explore(page, "next.png", "image/png", shipped("samples/church.png"));
  expect(await page.evaluate(() => globalThis.strata.store.getState().image!.title)).toMatchObject({
    name: "next.png",
  });
});

test("several images are gone through: the first is explored, a broken one fails alone, and a picture that is kept comes back", async ({
  page,
}) => {
  await open(page, SMALL);
  const image = (name: string, sample: string) => ({
    name,
    mimeType: "image/png",
    buffer: Buffer.from(shipped(`samples/${sample}`)),
  });
  await page
    .locator("#image-file")
    .setInputFiles([
      image("one.png", "church.png"),
      { name: "broken.png", mimeType: "image/png", buffer: Buffer.from("no image") },
      image("two.png", "parachute.png"),
    ]);
  const settledOn = (name: string, phase: string) =>
    page.waitForFunction(
      ([title, where]) => {
        const { image: shown, run, load } = globalThis.strata.store.getState();
        return load === null && run.phase === where && shown?.title.from === "file" && shown.title.name === title;
      },
      [name, phase] as const,
    );
  await settledOn("one.png", "done");
  const tray = page.getByRole("region", { name: "Images to go through" });
  await expect(tray.getByRole("status")).toHaveText("1 of 3");
  await expect(tray.getByRole("button", { name: "broken.png cannot be read" })).toBeVisible();
  await accessible(page, "a tray of images");
  await tray.getByRole("button", { name: "Explore one.png" }).focus();
  for (const key of ["ArrowRight", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByRole("alert")).toContainText("broken.png");
  await tray.getByRole("button", { name: "Next" }).click();
  await settledOn("two.png", "done");
  await tray.getByRole("button", { name: "Explore one.png" }).click();
  await settledOn("one.png", "opened");
  await tray.getByRole("button", { name: "Close the list" }).click();
  await expect(tray).toHaveCount(0);
});

test("a part of a photograph is chosen, seen as the network will see it, and explored: the pixels that the command line takes", async ({
  page,
}) => {
  await open(page, SMALL);
  const photograph = await sharp(shipped("samples/church.png")).resize(320, 240, { fit: "fill" }).png().toBuffer();
  await explore(page, "wide.png", "image/png", photograph);
  const before = await page.evaluate(() => globalThis.strata.store.getState().image!.sha256);
  await page.getByRole("button", { name: "Crop" }).click();
  const dialog = page.getByRole("dialog", { name: "Crop" });
  const [zoom, left] = [
    dialog.getByRole("slider", { name: "Zoom" }),
    dialog.getByRole("slider", { name: "From left" }),
  ];
  await expect(left).toHaveAttribute("aria-valuetext", "40 pixels");
  await accessible(page, "cropping");
  await zoom.press("ArrowRight");
  const stage = (await dialog.locator(".crop-stage").boundingBox())!;
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x, stage.y, { steps: 4 });
  await page.mouse.up();
  await expect(left).toHaveAttribute("aria-valuetext", "0 pixels");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => globalThis.strata.store.getState().image!.sha256)).toBe(before);
  await page.getByRole("button", { name: "Crop" }).click();
  await expect(left).toHaveAttribute("aria-valuetext", "40 pixels");
  await left.press("Home");
  await dialog.getByRole("button", { name: "Explore this part" }).click();
  await page.waitForFunction((was) => {
    const { image, run } = globalThis.strata.store.getState();
    return image!.sha256 !== was && run.phase === "done";
  }, before);
  const { rgba, width, height } = await readImage(photograph, codecs);
  const crop = { x: 0, y: 0, size: 240 };
  const here = fitImage(rgba, width, height, { width: 64, height: 64, resize: "centre-crop", crop });
  expect(await page.evaluate(() => globalThis.strata.store.getState().image!.sha256)).toBe(
    createHash("sha256").update(here.rgb).digest("hex"),
  );
});
