import { existsSync, readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { mulberry32 } from "../src/core/random.ts";
import { writeModel } from "../src/models/onnx.ts";
import { ID } from "../src/models/onnx-schema.ts";
import { bytesField, numberField } from "../src/models/protobuf.ts";
import { joined } from "../src/platform/joined.ts";
import { colours } from "./own-networks.ts";
import { accessible, drop, expect, open, rows, settled, shipped, test } from "./support.ts";

/** Real networks that lie beside the repository, where they do. */
const real = (file: string): URL => new URL(`../../shared/data/models/${file}`, import.meta.url);

/** The same with its weights in a file of their own, as exporters write them: fields of TensorProto by their numbers in onnx.proto. */
function coloursApart(): { readonly network: Uint8Array; readonly weights: Uint8Array } {
  const entry = (key: string, value: string): Uint8Array => bytesField(13, bytesField(1, key), bytesField(2, value));
  const tensor = bytesField(
    ID.graph.initializer,
    numberField(ID.tensor.dims, 3),
    numberField(ID.tensor.dims, 3),
    numberField(ID.tensor.dataType, 1),
    bytesField(ID.tensor.name, "weights"),
    entry("location", "colours.data"),
    numberField(14, 1),
  );
  const whole = writeModel(
    {
      inputs: [{ name: "image", dims: ["batch", 3, 32, 32] }],
      outputs: [{ name: "logits", dims: ["batch", 3] }],
      nodes: [
        { op: "GlobalAveragePool", inputs: ["image"], outputs: ["mean"] },
        { op: "Flatten", inputs: ["mean"], outputs: ["flat"] },
        { op: "Gemm", inputs: ["flat", "weights"], outputs: ["logits"] },
      ],
      initializers: [],
    },
    "colours",
  );
  const weights = new Uint8Array(Float32Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9).buffer);
  return { network: joined([whole, bytesField(ID.model.graph, tensor)]), weights };
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Ten files made of a network's: cut off, with bytes changed, with lengths that lie, and one within another. */
function hostile(): Uint8Array[] {
  const whole = shipped("models/cifar-resnet20.onnx");
  const random = mulberry32(16);
  const changed = (count: number): Uint8Array => {
    const bytes = whole.slice();
    for (let i = 0; i < count; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(256 * random());
    return bytes;
  };
  const lying = whole.slice();
  lying.fill(0xff, 40, 60);
  const huge = bytesField(
    ID.graph.initializer,
    numberField(ID.tensor.dims, 2 ** 31),
    numberField(ID.tensor.dataType, 1),
    bytesField(ID.tensor.name, "huge"),
  );
  return [
    ...[0.001, 0.3, 0.999].map((share) => whole.slice(0, share * whole.length)),
    ...[10, 1000, 100_000].map(changed),
    lying,
    joined([whole, bytesField(ID.model.graph, huge)]),
    bytesField(ID.model.graph, bytesField(ID.graph.node, whole)),
    new Uint8Array(2 ** 20).fill(0x0a),
  ];
}

/** Drops files together, as the desktop would. */
async function dropAll(page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const packed = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")] as const);
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of all)
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    return transfer;
  }, packed);
  for (const event of ["dragover", "drop"]) await page.dispatchEvent("main", event, { dataTransfer: data });
}

/** The first images of CIFAR-10's training images, by name. */
function cifar(count: number): { name: string; mimeType: string; buffer: Buffer }[] {
  const folder = new URL("../../shared/data/cifar10/", import.meta.url);
  const { offsets, names } = (
    JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as {
      readonly splits: { readonly train: { readonly offsets: readonly number[]; readonly names: readonly string[] } };
    }
  ).splits.train;
  const all = readFileSync(new URL("train.bin", folder));
  // Of all classes.
  const step = Math.floor(names.length / count);
  return Array.from({ length: count }, (_, i) => ({
    name: names[i * step]!,
    mimeType: "image/png",
    buffer: all.subarray(offsets[i * step]!, offsets[i * step + 1] ?? all.length),
  }));
}

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Your network" });

/** Uses the network that is asked about, and waits for its picture. */
async function use(page: Page, button: string, name: string): Promise<void> {
  await dialog(page).getByRole("button", { name: button, exact: true }).click();
  await page.waitForFunction((wanted) => globalThis.strata.store.getState().model?.name === wanted, name);
  await settled(page);
}

const columns = (page: Page): Promise<string[]> =>
  page.evaluate(() => globalThis.strata.store.getState().result!.layers.map((layer) => layer!.name));

test("a network of one's own is dropped, asked about, explored, kept, shared, and there after a reload", async ({
  page,
  browser,
}) => {
  await open(page);
  await drop(page, "colours.onnx", "", colours());
  await expect(dialog(page).getByRole("heading", { name: "colours" })).toBeVisible();
  // Its classes have numbers until somebody brings names.
  await expect(dialog(page).getByText("class 0, class 1, class 2")).toBeVisible();
  await dropAll(page, { "labels.txt": text("red\ngreen\nblue\n") });
  await expect(dialog(page).locator("span", { hasText: /^from labels\.txt$/ })).toBeVisible();
  const ways = dialog(page).getByRole("radio");
  expect(await ways.count()).toBeGreaterThan(1);
  await expect(
    dialog(page)
      .getByText(/^(red|green|blue)$/)
      .first(),
  ).toBeVisible();
  await accessible(page, "the dialog about one's own network");
  // The page is as it was.
  expect(await page.evaluate(() => globalThis.strata.store.getState().model?.name)).not.toBe("colours");
  await use(page, "Use and keep it here", "colours");
  await expect(dialog(page)).toHaveCount(0);
  expect(await columns(page)).toEqual(["output"]);
  expect(await rows(page).count()).toBeGreaterThan(0);
  await expect(page.getByRole("button", { name: "Network colours" })).toBeVisible();

  await page.getByRole("button", { name: "Share" }).click();
  const field = page.getByRole("textbox", { name: "Link", exact: true });
  await expect(field).toHaveValue(/#s=/);
  const link = await field.inputValue();
  await page.keyboard.press("Escape");

  await page.reload();
  await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
  await page.evaluate(() => globalThis.strata.actions.runAgain());
  await settled(page);
  expect(
    await page.evaluate(() => {
      const { model, verification } = globalThis.strata.store.getState();
      return [model?.name, verification?.agrees];
    }),
  ).toEqual(["colours", true]);
  await page.getByRole("button", { name: /^Network / }).click();
  await expect(page.getByRole("dialog", { name: "Networks" }).getByText(/file kept here/)).toBeVisible();
  await page.keyboard.press("Escape");

  // Somebody else sees the picture, and is told which network it takes to run it again.
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await other.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
  expect(await columns(other)).toEqual(["output"]);
  await expect(other.getByRole("alert").getByText(/colours/)).toBeVisible();
  await other.context().close();
});

test("what is no network for the page is refused in a sentence, and the picture stays", async ({ page }) => {
  await open(page);
  const before = await page.evaluate(() => globalThis.strata.store.getState().result!.snapshot!.image.sha256);
  const refusedAs = async (title: string | RegExp): Promise<void> => {
    await expect(dialog(page).getByRole("alert").getByText(title)).toBeVisible();
  };
  await drop(page, "notes.onnx", "text/plain", text("These are notes, not a network.\n".repeat(40)));
  await refusedAs("This is no ONNX file.");
  const apart = coloursApart();
  await drop(page, "colours.onnx", "", apart.network);
  await refusedAs("The weights are in another file: colours.data.");
  if (existsSync(real("deeplabv3_mnv2_dm05_pascal_nhwc.onnx"))) {
    await drop(page, "segmenter.onnx", "", readFileSync(real("deeplabv3_mnv2_dm05_pascal_nhwc.onnx")));
    await refusedAs("This network gives no scores of classes.");
  } else console.warn("SKIPPED: no segmenter in ../shared/data/models");
  const truncated = shipped("models/imagenette-plain.onnx").slice(0, 100_000);
  await drop(page, "half.onnx", "", truncated);
  await refusedAs("This ONNX file is damaged.");
  for (const [i, bytes] of hostile().entries()) {
    await page.evaluate(() => globalThis.strata.actions.leaveNetwork());
    await drop(page, `hostile${i}.onnx`, "", bytes);
    // Of some the graph stands: then it is asked about, or tried and refused.
    await page.waitForFunction(() => {
      const own = globalThis.strata.store.getState().own;
      return own?.stage === "refused" || own?.trial?.isOver === true;
    });
    const { refused } = await page.evaluate(() => {
      const { refusal } = globalThis.strata.store.getState().own!;
      return { refused: refusal?.code ?? null };
    });
    if (refused !== null) await expect(dialog(page).locator(".own-refused p").last()).toContainText(/\.$/);
    expect(refused, `file ${i}`).not.toBe("unopened");
  }
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.strata.store.getState().result!.snapshot!.image.sha256)).toBe(before);

  // With its weights beside it the same network is taken.
  await dropAll(page, { "colours.onnx": apart.network, "colours.data": apart.weights });
  await use(page, "Use it this once", "colours");
  expect(await columns(page)).toEqual(["output"]);
});

test("a real network of CIFAR-10 is explored after what the page asks is answered", async ({ page }) => {
  test.skip(!existsSync(real("cifar_resnet20.onnx")), "SKIPPED: no ../shared/data/models");
  await open(page);
  await drop(page, "cifar_resnet20.onnx", "", readFileSync(real("cifar_resnet20.onnx")));
  await expect(
    dialog(page)
      .getByText(/CIFAR-10, by/)
      .first(),
  ).toBeAttached();
  await dialog(page)
    .getByRole("radio", { name: /ImageNet/ })
    .check();
  await use(page, "Use it this once", "cifar_resnet20");
  expect(await columns(page)).toEqual(["output"]);

  // Its layers, by linear functions of this image's own masks.
  const layers = page.getByRole("dialog", { name: "Layers of cifar_resnet20" });
  await page.getByRole("button", { name: "Look into its layers" }).click();
  const marks = layers.getByRole("group", { name: /^Places to look into/ }).getByRole("button");
  await expect(marks.first()).toBeVisible();
  const chosen = await marks.and(page.locator("[aria-pressed=true]")).count();
  expect(chosen).toBeGreaterThan(5);
  await layers.getByRole("button", { name: "Look on this image" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().settings.probes === "on-image");
  await settled(page);
  expect(await columns(page)).toHaveLength(chosen + 1);

  // And by probes, fitted on images that are dropped.
  await page.getByRole("button", { name: "Look into its layers" }).click();
  await expect(marks.first()).toBeVisible();
  await layers.locator("input[type=file]").first().setInputFiles(cifar(60));
  await expect(layers.getByText("60 images.")).toBeVisible();
  await layers.getByRole("button", { name: "Fit probes" }).click();
  await expect(layers.getByText(/^Features of \d+ of 60 images/)).toBeVisible();
  await page.reload();
  await page.waitForFunction(() => globalThis.strata?.store.getState().run.phase === "opened");
  await page.evaluate(() => globalThis.strata.actions.runAgain());
  await expect(page.getByRole("alert").getByText(/cifar_resnet20/)).toBeVisible();
  // The fit goes on after the reload, until it is cancelled.
  await page.getByRole("button", { name: /^Fitting probes, \d+/ }).click();
  await layers.getByRole("button", { name: "Cancel the fit" }).click();
  await page.waitForFunction(() => globalThis.strata.store.getState().fit === null);
});
