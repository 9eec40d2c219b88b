import type { PictureView, Settings } from "../session/shape.ts";
import { describe, expect, it } from "vitest";
import { MAX_PLAYERS } from "../core/masks.ts";
import { readStrataFile } from "../formats/strata-file/read.ts";
import { loadModel } from "../models/load-model.ts";
import { readManifest } from "../models/read-manifest.ts";
import { createMemoryStore } from "../models/memory-store.fixture.ts";
import { setupOf } from "../models/setup.ts";
import { formatAddress, type Address } from "../session/address.ts";
import { parseAddress } from "../session/parse-address.ts";
import { page } from "../session/page.fixture.ts";
import { parseRecipe } from "../session/recipe.ts";
import { testWorld } from "../session/world.fixture.ts";
import { decodePayload } from "../formats/link/payload.ts";
import { left3, makeLeft } from "./database.fixture.ts";
import { before, beforeJson, bytesDigest, pictureDigest } from "./picture.fixture.ts";

/** What each file held, as the code of then read it; see README.md. */
const golden = beforeJson<{
  readonly links: Record<string, unknown>;
  readonly files: Record<string, unknown>;
  readonly addresses: Record<string, unknown>;
  readonly library: unknown;
  readonly answers: Record<string, string>;
  readonly interrupted: unknown;
  readonly image: unknown;
  readonly models: Record<string, unknown>;
}>("golden.json");

const links = Object.entries(beforeJson<Record<string, string>>("links.json"));

function addressOf(fragment: string): Address {
  const address = parseAddress(fragment);
  if ("unreadable" in address) throw new Error(address.unreadable);
  return address;
}

let databases = 0;

/** A world whose browser was last visited by the page before the redesign. */
async function visited() {
  const world = testWorld(`before ${++databases}`);
  await makeLeft(world.database, left3);
  return world;
}

describe("links of before", () => {
  it.each(links)("%s", async (name, fragment) => {
    const { source, view } = addressOf(fragment);
    if (source.from !== "link") throw new Error(source.from);
    const { snapshot, image } = await decodePayload(source.payload);
    expect({
      digest: pictureDigest(snapshot),
      image: image && { format: image.format, exact: image.exact, sha256: bytesDigest(image.bytes) },
      view: viewAsBefore(view),
    }).toEqual(golden.links[name]);
  });
});

describe("files of before", () => {
  it.each(Object.keys(golden.files))("%s", async (file) => {
    const found = (await readStrataFile(before(file))).map(({ name, createdMs, snapshot }) => ({
      name,
      createdMs,
      withV: snapshot.values !== null,
      digest: pictureDigest(snapshot),
    }));
    expect(found).toEqual(golden.files[file]);
  });
});

/** A view as before effects were in units of scale, as they are unless a scale in nats is locked, before rows were known to be firm, questions had views of their own, and concepts had names; sixteen patches were the most. */
function viewAsBefore({
  units,
  topic,
  names,
  regions,
  filters: { onlyFirm, orders, ...filters },
  ...view
}: PictureView): unknown {
  expect(units).toBe(view.scaleLock === null ? "scale" : "nats");
  expect([onlyFirm, topic, names]).toEqual([false, null, []]);
  expect(Object.values(regions)).toEqual([0, 0, 0]);
  return { ...view, filters: { ...filters, orders: orders.map((order) => (order === MAX_PLAYERS ? 16 : order)) } };
}

/**
 * Settings as before cells could be picked, probes chosen, and masks sampled: all cells are players, the probes the first ones, and the class held against all others; and as before κ knew of noise,
 * which is what an address without κ asks for by now.
 */
function asBefore({ picked, sample, probes, rather, ...settings }: Settings, fragment = "&kappa="): unknown {
  expect([picked, sample, probes, rather]).toEqual([null, null, "first", null]);
  if (fragment.includes("&kappa=")) return settings;
  expect(settings.kappaOf).toBe("noise");
  return { ...settings, kappaOf: "range" };
}

describe("addresses of before", () => {
  it.each(Object.keys(golden.addresses))("%s", (fragment) => {
    const { settings, ownGrid = false, view, ...address } = addressOf(fragment);
    expect({ ...address, view: viewAsBefore(view), settings: asBefore(settings, fragment) }).toEqual(
      golden.addresses[fragment],
    );
    // What says no grid leaves it to the network, which then had none of its own.
    const isOwn = /^#(?!kept|s=)/.test(fragment) && !fragment.includes("grid=");
    expect(ownGrid).toBe(isOwn);
    expect(`#${formatAddress(addressOf(fragment))}`).toBe(fragment);
  });
});

describe("the database of before", () => {
  it("lists what it did, and every picture has its numbers", async () => {
    const { services } = await visited();
    const { library } = await services.vault();
    const found = [];
    for (const { id, thumbnail, ...told } of await library.list()) {
      const pictures = await services.files.read(await library.read(id));
      found.push({
        ...told,
        thumbnail: thumbnail && bytesDigest(thumbnail),
        pictures: pictures.map(({ snapshot }) => pictureDigest(snapshot)),
      });
    }
    expect(found).toEqual(golden.library);
  });

  it.each(Object.keys(golden.answers))("opens %s at its address", async (name) => {
    const world = await visited();
    world.bar.entries[0] = left3.addresses[name]!;
    const { store } = await page(world);
    const { run, notice, result } = store.getState();
    expect({ phase: run.phase, notice }).toEqual({ phase: "opened", notice: null });
    expect(pictureDigest(result!.snapshot!)).toBe(golden.answers[name]);
  });

  it("has the masks of its run, the recipe of that, and the image by itself", async () => {
    const { runs, images } = await (await visited()).services.vault();
    const told = async (stored: unknown): Promise<unknown> => {
      const { file, settings, ...recipe } = parseRecipe(stored)!;
      return {
        ...recipe,
        settings: asBefore(settings),
        file: { type: file.type, sha256: bytesDigest(new Uint8Array(await file.arrayBuffer())) },
      };
    };
    const [run, ...others] = await runs.list();
    expect(others).toEqual([]);
    const chunks = await runs.read(run!.id);
    expect({
      key: run!.key,
      done: run!.done,
      total: run!.total,
      recipe: await told(run!.recipe),
      chunks: chunks.map(({ masks, logits }) => [[...masks], bytesDigest(new Uint8Array(logits.buffer))]),
    }).toEqual(golden.interrupted);
    const { address, ...image } = golden.image as { readonly address: string };
    expect(left3.addresses["chain saw, an image by itself"]).toBe(address);
    expect(await told(await images.find(address.split(".")[2]!))).toEqual(image);
  });
});

describe("manifests of version 1", () => {
  it("the glass box's loads with its files, to the same bytes", async () => {
    const files = ["glass-box.onnx", "glass-box.tail.onnx"].map(before);
    const model = await loadModel(readManifest(beforeJson("glass-box.json")), await createMemoryStore(...files));
    const { manifest, setup, bytes } = model;
    expect({ sha256: manifest.network.sha256, setup, bytes: bytesDigest(bytes), truth: manifest.truth }).toEqual(
      golden.models["glass-box.json"],
    );
  });

  it("the trained network's names the same setup", async () => {
    const manifest = readManifest(beforeJson("imagenette64.json"));
    const { network, probes, classes, input } = manifest;
    const { file, sha256, bytes, halvesFrom } = probes!;
    const tail = { file, sha256, bytes, halvesFrom };
    const { name, width, height } = input;
    expect({
      sha256: network.sha256,
      setup: await setupOf(manifest),
      tail,
      classes,
      input: { name, width, height },
    }).toEqual(golden.models["imagenette64.json"]);
  });
});
