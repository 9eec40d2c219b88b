import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";
import { quantities } from "../src/study/numbers.ts";
import { estimateOf, resamplesOf } from "../src/study/statistics.ts";
import type { Study } from "../src/study/study.ts";
import { readStudyFile } from "../src/study/study-file.ts";
import { findingsOfStudy } from "../src/study/tables.ts";
import { accessible, drop, expect, open, shipped, SMALL, test } from "./support.ts";

const IMAGES = 7;
const PLAN = {
  format: "strata-study-plan",
  version: 1,
  name: "glass",
  experiments: [
    {
      name: "small",
      images: "images",
      networks: ["glass-box"],
      grids: ["2x2"],
      questions: [
        { name: "noise", target: "auto" },
        { name: "range", target: "auto", kappaOf: "range", kappa: 0.1 },
      ],
      noise: { images: 2, draws: 2, sigma: 0.02 },
    },
  ],
};

const STRATA = fileURLToPath(new URL("../cli/strata.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "strata-study-view-"));
const out = join(folder, "out");
let bytes: Uint8Array;
let study: Study;
test.beforeAll(async () => {
  mkdirSync(join(folder, "images"));
  for (let i = 0; i < IMAGES; i++)
    await sharp(shipped("samples/glass-box.png"))
      .modulate({ hue: 50 * i, brightness: 1 + i / 20 })
      .png()
      .toFile(join(folder, "images", `${i}.png`));
  writeFileSync(join(folder, "images", "broken.png"), "no image");
  writeFileSync(join(folder, "plan.json"), JSON.stringify(PLAN));
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", STRATA, "study", join(folder, "plan.json"), "--out", out, "--processes", "1"],
    { encoding: "utf8" },
  );
  // One image cannot be read, which is said.
  expect([status, stderr], stderr).toEqual([3, expect.stringContaining("broken.png")]);
  bytes = readFileSync(join(out, "glass.study"));
  study = await readStudyFile(bytes);
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** The rows of the view's table, saved as CSV. */
async function table(page: Page): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "CSV" }).click(),
  ]);
  const [header, ...lines] = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])));
}

const numberOf = (text: string | undefined): number | null => (text === "" ? null : Number(text));

/** Drops a folder on the page as the desktop would: no script can. */
async function dropFolder(page: Page, path: string): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await client.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await client.detach();
}

const figure = (page: Page, name: string): Promise<void> =>
  page.getByRole("group", { name: "What to look at" }).getByRole("button", { name, exact: true }).click();
const images = (page: Page): Locator => page.getByRole("region", { name: /^Its images|^Images where/ });

test("a study stands in the picture's place, with its numbers, its images and the way to their pictures", async ({
  page,
}) => {
  await open(page, SMALL);
  await drop(page, "glass.study", "", bytes);
  await expect(page.getByRole("heading", { name: "Do the paper’s findings hold on these images?" })).toBeFocused();
  await expect(page.getByText(`${IMAGES} images. 1 of the plan’s images has no numbers`)).toBeVisible();

  // Findings, to the last digit.
  const told = await table(page);
  const placed = findingsOfStudy(study).filter(({ question }) => question === "noise");
  expect(placed).toHaveLength(2);
  expect(told.map((row) => [row["finding"], row["verdict"], row["evidence"], Number(row["images"])])).toEqual(
    placed.flatMap(({ findings }) =>
      findings.flatMap(({ id, verdict, evidence }) => evidence.map((of) => [id, verdict, of.id, of.count])),
    ),
  );
  const evidence = placed.flatMap(({ findings }) => findings.flatMap((one) => one.evidence));
  for (const [i, row] of told.entries()) {
    expect(numberOf(row["mean"])).toEqual(evidence[i]!.mean);
    expect(numberOf(row["low"])).toEqual(evidence[i]!.interval?.[0] ?? null);
  }

  // A finding's images, where it fails most first; they cannot be opened yet, and it says how they could.
  const rises = page.locator("tbody").filter({ hasText: "Completeness rises early" });
  await rises.getByRole("button").click();
  const values = placed[0]!.findings.find(({ id }) => id === "completeness-rises-early")!.evidence[0]!.values;
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, name: study.images[i]!.name }]));
  known.sort((a, b) => a.value - b.value);
  await expect(images(page).locator(".study-file")).toHaveText(known.map(({ name }) => name));
  await expect(images(page)).toContainText("drop the study’s folder");
  await expect(images(page).locator("li button")).toHaveCount(0);
  await accessible(page, "a study's findings, and the images of one");
  // Escape lets go of them.
  await page.keyboard.press("Escape");
  await expect(images(page)).toHaveCount(0);

  // Curves over images, to the last digit; two questions side by side.
  await figure(page, "Completeness, redundancy");
  await page.getByRole("combobox", { name: "Beside it" }).selectOption({ label: "range" });
  await expect(page.locator(".topic-figure svg[role=img]")).toHaveCount(2);
  const shares = await table(page);
  for (const [c, cell] of study.cells.entries())
    for (const name of ["completeness", "redundancy"] as const)
      for (const layer of cell.layers.keys()) {
        const of = cell.images.map((_, image) => quantities[name].of(cell, image, layer, null));
        const { mean, interval, count } = estimateOf(of, resamplesOf(of.length));
        const half = shares.slice((c * shares.length) / 2, ((c + 1) * shares.length) / 2);
        const row = half.filter((one) => one["quantity"] === name)[layer]!;
        expect([row["mean"], row["low"], row["high"], row["images"]].map(numberOf)).toEqual([
          mean,
          interval![0],
          interval![1],
          count,
        ]);
      }
  // As a figure of its own, which says which side is which.
  const [svg] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("group", { name: "Save" }).getByRole("button", { name: "SVG" }).click(),
  ]);
  const drawn = readFileSync(await svg.path(), "utf8");
  for (const words of ["How complete is each layer?", ">noise<", ">range<", "completeness", "glass"])
    expect(drawn).toContain(words);
  expect(drawn).not.toContain("var(");
  // A point of the drawing, and the same by its words.
  await page.locator(".topic-figure svg[role=img]").first().locator(".study-point").nth(1).click();
  await expect(images(page)).toContainText("completeness");
  await expect(images(page).locator("li")).toHaveCount(IMAGES);
  const picker = page.getByRole("combobox", { name: "Images of · range" });
  await picker.selectOption({ index: 3 });
  await expect(picker.locator("option:checked")).toHaveText(/^completeness, .+: .+ \(.+ to .+\)$/);
  await accessible(page, "two curves of a study side by side, and the images of a point");

  // What cannot be read takes nothing away.
  const later = gzipSync(JSON.stringify({ format: "strata-study", version: 2 }));
  for (const [file, title] of [
    [bytes.subarray(0, bytes.length / 2), "glass.study is damaged."],
    [later, "glass.study was made by a newer Strata."],
    [Buffer.from("hello"), "glass.study is neither a file of explorations nor a study."],
  ] as const) {
    await drop(page, "glass.study", "", file);
    await expect(page.getByRole("alert")).toContainText(title);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(images(page)).toBeVisible();
  }
  await dropFolder(page, join(folder, "images"));
  await expect(page.getByRole("alert")).toContainText("This folder does not hold one study.");
  await page.getByRole("button", { name: "Dismiss" }).click();

  // The picture is as it was, and links are of it alone.
  await page.getByRole("button", { name: "Back to the picture" }).click();
  await expect(page.getByRole("grid", { name: "Concepts by layers" })).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog")).toContainText("The study “glass” is a file");
  await page.keyboard.press("Escape");

  // With its folder an image leads to its picture, and back.
  await dropFolder(page, out);
  await rises.getByRole("button").click();
  const [first] = known;
  await images(page)
    .getByRole("button", { name: new RegExp(first!.name) })
    .click();
  await page.waitForFunction(() => globalThis.strata.store.getState().run.phase === "opened");
  const shown = await page.evaluate(() => {
    const { result } = globalThis.strata.store.getState();
    return { name: result!.snapshot!.image.name, model: result!.model.sha256, of: result!.snapshot!.kappaOf };
  });
  expect(shown).toEqual({ name: first!.name, model: study.cells[0]!.network.sha256, of: "noise" });
  await expect(page.getByRole("grid", { name: "Concepts by layers" })).toBeVisible();
  await page.getByRole("button", { name: "Back to the study “glass”" }).click();
  await expect(images(page).locator("li").first()).toContainText(first!.name);
  await page.getByRole("button", { name: "Close the study" }).click();
  await expect(page.getByRole("button", { name: /Back to the study/ })).toHaveCount(0);
});
