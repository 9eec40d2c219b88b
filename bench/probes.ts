import { existsSync, readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import { codecs } from "../cli/codecs.ts";
import { nativeTools } from "../cli/native-tools.ts";
import { findOrInstallChromium } from "../scripts/chromium.ts";
import { readImage } from "../src/images/read-image.ts";
import { parseManifest, type ModelManifest } from "../src/models/manifest.ts";
import { fitOnImages } from "../src/probes/fit-images.ts";
import type { FitNews } from "../src/probes/fitting.ts";
import { figure } from "./figures.ts";
import type { PageFit, ProbesPage } from "./probes/page.ts";
import { watchStages, type StageSeconds } from "./probes/stages.ts";
import { printTable } from "./timing.ts";

declare global {
  var probesPage: ProbesPage;
}

const FOLDER = new URL("../../shared/data/cifar10/", import.meta.url);
const IMAGES = 500;
const THREADS = 1;
const AUGMENT = { crop: 1, shift: 4, mirror: true } as const;

const model = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../public/models/${name}`, import.meta.url)));

/** The shipped network of images of 32 pixels, before it has probes. */
function draftOf(): ModelManifest {
  return { ...parseManifest(JSON.parse(new TextDecoder().decode(model("cifar-resnet20.json")))), probes: null };
}

/** Packed images, without what they show. */
interface Packed {
  readonly bytes: Uint8Array;
  /** One more than images. */
  readonly offsets: readonly number[];
}

/** So many images of the training part, evenly from all of it: of each class alike. */
function imagesOf(count: number): Packed {
  const { splits } = JSON.parse(readFileSync(new URL("index.json", FOLDER), "utf8")) as {
    splits: Record<string, { file: string; offsets: number[] }>;
  };
  const { file, offsets } = splits["train"]!;
  const all = new Uint8Array(readFileSync(new URL(file, FOLDER)));
  const step = Math.floor((offsets.length - 1) / count);
  const parts = Array.from({ length: count }, (_, i) => all.subarray(offsets[i * step]!, offsets[i * step + 1]!));
  const packed = [0];
  for (const part of parts) packed.push(packed.at(-1)! + part.length);
  return { bytes: Buffer.concat(parts), offsets: packed };
}

interface Fitted {
  readonly manifest: ModelManifest;
  readonly stages: StageSeconds;
  readonly images: number;
}

/** The fit of the command line's tools. */
async function fitNatively(draft: ModelManifest, { bytes, offsets }: Packed): Promise<Fitted> {
  const watch = watchStages();
  let images = 0;
  const photographs = offsets.slice(1).map((to, i) => ({
    name: String(i),
    label: null,
    read: () => readImage(bytes.subarray(offsets[i], to), codecs),
  }));
  const { manifest } = await fitOnImages(
    { network: model("cifar-resnet20.onnx"), draft, photographs, augment: AUGMENT, source: "cifar10" },
    await nativeTools(THREADS),
    { read: async () => null, write: async () => undefined },
    (news: FitNews) => {
      watch.hear(news);
      if (news.stage === "planned") images = news.versions * (news.training + news.heldOut);
    },
  );
  return { manifest, stages: watch.end(), images };
}

async function fitInPage(draft: ModelManifest, { bytes, offsets }: Packed): Promise<PageFit> {
  const server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: "error" });
  await server.listen();
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.route("**/network.onnx", (route) => route.fulfill({ body: Buffer.from(model("cifar-resnet20.onnx")) }));
    await page.route("**/images.bin", (route) => route.fulfill({ body: Buffer.from(bytes) }));
    await page.goto(`${server.resolvedUrls!.local[0]!}bench/probes/page.html`);
    await page.waitForFunction(() => globalThis.probesPage !== undefined);
    return await page.evaluate(([of, at]) => globalThis.probesPage.fit(of, at), [draft, offsets] as const);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A layer's probes in a line. */
function linesOf({ probes }: ModelManifest): string[][] {
  return probes!.layers.map(({ name, agreement, probeAgreement, verdict }) => [
    name,
    agreement?.toFixed(3) ?? "",
    probeAgreement?.toFixed(3) ?? "",
    verdict!.code,
    verdict!.code === "few-images" ? String(verdict!.more) : "",
  ]);
}

/** Prints how fast probes are fitted in a page and on the command line, and what comes of it; `--native` and `--page` have it do one of the two. */
export async function benchProbes(wanted: readonly string[]): Promise<void> {
  if (!existsSync(FOLDER)) {
    console.log("The photographs are not here: left out");
    return;
  }
  const count = Number(wanted.find((word) => /^\d+$/.test(word)) ?? IMAGES);
  const draft = draftOf();
  const packed = imagesOf(count);
  console.log(`\nProbes of ${draft.name} on ${count} images without labels, seconds`);
  const native = wanted.includes("--page") ? null : await fitNatively(draft, packed);
  const page = wanted.includes("--native") ? null : await fitInPage(draft, packed);
  const line = (name: string, { stages, images }: Fitted): string[] => [
    name,
    (images / stages.features).toFixed(0),
    stages.before.toFixed(1),
    stages.features.toFixed(1),
    stages.fitting.toFixed(1),
    stages.measuring.toFixed(1),
  ];
  printTable(
    ["", "images/s", "looking", "features", "fitting", "measuring"],
    [
      ...(native === null ? [] : [line("command line, native, one thread", native)]),
      ...(page === null ? [] : [line(`page, ${page.isIsolated ? "threads" : "one thread"}`, page)]),
    ],
  );
  if (page !== null) {
    const { images, runs, alone, stages } = page;
    // The look at each image comes first, then the features of those to fit on and of those held out.
    const network = runs.networks[1]! + runs.networks[2]!;
    const bare = (alone[0] + alone[1]) / 2;
    console.log(
      `Features in the page: ${network.toFixed(1)} s in the network, ${(network / bare).toFixed(2)} times the ${bare.toFixed(1)} s (${alone.map((s) => s.toFixed(1)).join(", ")}) of ONNX Runtime Web alone for as many images; products of fits ${runs.products.toFixed(1)} s; all of the network's runs ${runs.networks.reduce((sum, s) => sum + s, 0).toFixed(1)} s`,
    );
    figure("probes, page, network's share of the runtime alone", network / bare, "less");
    figure("probes, page, images/s", images / stages.features, "more");
    figure("probes, page, fitting s", stages.fitting, "less");
  }
  for (const [name, fitted] of [
    ["native", native],
    ["page", page],
  ] as const) {
    if (fitted === null) continue;
    console.log(`\n${name}: follows the network, two fits agree, verdict, more images`);
    printTable(["layer", "follows", "agree", "verdict", "more"], linesOf(fitted.manifest));
  }
}
