import { afterEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../platform/eventually.fixture.ts";
import { ImageError } from "../images/errors.ts";
import { pixelsOf } from "../formats/link/link-image.ts";
import { writeStrataFile } from "../formats/strata-file/write.ts";
import { compress, decompress } from "../platform/compression.ts";
import { MissingPart } from "../platform/missing-part.ts";
import { sha256 } from "../platform/sha256.ts";
import { StorageError } from "../storage/library/errors.ts";
import { fileNotice, keptNotice, linkNotice, openingNotice, runNotice, storageNotice } from "./failures.ts";
import { explored, page, photo } from "./page.fixture.ts";
import { listed, startedStore, testModel, testWorld } from "./world.fixture.ts";

afterEach(() => vi.unstubAllGlobals());

const fileOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);

describe("a browser that lacks a part", () => {
  it("has it named, wherever it is missed", async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const zipped = await compress([bytes], "gzip");
    const lacks = async (part: string, work: () => Promise<unknown>): Promise<void> => {
      vi.stubGlobal(part.split(".")[0]!, part.includes(".") ? {} : undefined);
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      vi.unstubAllGlobals();
      expect(error).toBeInstanceOf(MissingPart);
      for (const notice of [
        openingNotice(error, { what: "image", name: "cat.jpg" }),
        runNotice(error),
        linkNotice(error),
        fileNotice(error, "cat.strata"),
        keptNotice(error, false),
        storageNotice(error, "picture"),
      ])
        expect(notice).toMatchObject({ code: "lacking", values: { part } });
    };
    await lacks("crypto.subtle", () => sha256(bytes));
    await lacks("CompressionStream", () => compress([bytes], "gzip"));
    await lacks("DecompressionStream", () => decompress(zipped, "gzip", 3));
  });

  it("calls no file damaged that it cannot read, and offers no file that it cannot make", async () => {
    const world = testWorld();
    const { store, actions, until } = await explored(world);
    const { snapshot } = store.getState().result!;
    const file = fileOf(await writeStrataFile([{ name: "cat", createdMs: 0, snapshot: snapshot! }], { values: true }));
    vi.stubGlobal("DecompressionStream", undefined);
    actions.openFile(file, "cat.strata");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "lacking",
      values: { part: "DecompressionStream" },
    });
    vi.unstubAllGlobals();
    vi.stubGlobal("CompressionStream", undefined);
    actions.openShare();
    expect((await until(({ sharing }) => sharing.phase === "failed")).sharing).toEqual({
      phase: "failed",
      lacks: "CompressionStream",
    });
    actions.dismissNotice();
    actions.exportPicture();
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "lacking",
      values: { part: "CompressionStream" },
    });
    expect(world.downloads).toEqual([]);
  });

  it("does not call gone what it keeps and cannot read", async () => {
    const world = testWorld();
    await explored(world);
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
    vi.stubGlobal("DecompressionStream", undefined);
    const { store } = await page(world);
    expect(store.getState().notice).toMatchObject({ code: "lacking" });
  });
});

describe("a picture in a frame", () => {
  it("that names what a browser keeps says that a frame has none of it", async () => {
    const world = testWorld();
    await explored(world);
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
    world.services.vault = () => Promise.reject(new StorageError("unavailable", { reason: "embedded" }));
    expect((await page(world)).store.getState().notice?.code).toBe("storage-embedded");
  });
});

describe("a link whose image's decoder cannot be fetched", () => {
  it("is not called damaged", async () => {
    const image = { bytes: Uint8Array.of(1), format: "webp", exact: true } as const;
    const missing = new ImageError("decoder-missing", { format: "webp" });
    const error: unknown = await pixelsOf(image, 8, 8, () => Promise.reject(missing)).catch(
      (thrown: unknown) => thrown,
    );
    expect(linkNotice(error)).toMatchObject({ code: "part-missing", action: "open-again" });
    const damaged: unknown = await pixelsOf(image, 8, 8, () => Promise.reject(new ImageError("damaged"))).catch(
      (thrown: unknown) => thrown,
    );
    expect(linkNotice(damaged).code).toBe("link-damaged");
  });
});

describe("cancelling before anything is on the page", () => {
  it("leaves a way to go on with what was asked for", async () => {
    const world = testWorld();
    await explored(world);
    await eventually(() => expect(world.bar.entries.at(-1)).toMatch(/^#kept=/));
    const { vault } = world.services;
    world.services.vault = () => new Promise(() => undefined);
    const { store, actions, until } = startedStore(world);
    actions.start();
    await until(({ load }) => load?.what === "kept");
    actions.cancel();
    expect(store.getState()).toMatchObject({ load: null, run: { phase: "cancelled", during: "loading" } });
    world.services.vault = vault;
    actions.runAgain();
    expect((await until(({ run }) => run.phase === "opened")).image?.title).toMatchObject({ name: "cat.jpg" });
  });
});

describe("a file of explorations", () => {
  it("that adds nothing to the library says so", async () => {
    const { store } = await explored(testWorld());
    const snapshot = store.getState().result!.snapshot!;
    const other = {
      ...snapshot,
      tauFraction: 0.1,
      layers: snapshot.layers.map((layer) => ({ ...layer, tau: 2 * layer.tau })),
    };
    const entries = [snapshot, other].map((each, i) => ({ name: `cat ${i}`, createdMs: 0, snapshot: each }));
    const file = fileOf(await writeStrataFile(entries, { values: true }));
    const { actions, store: here, until } = await page(testWorld());
    actions.openFile(file, "two.strata");
    await until(({ libraryList }) => libraryList?.entries.length === 2);
    expect(here.getState().notice).toBeNull();
    actions.closeDialog();
    actions.openFile(file, "two.strata");
    expect((await until(({ notice }) => notice !== null)).notice).toMatchObject({
      code: "all-here",
      values: { name: "two.strata", count: 2 },
    });
    expect(here.getState().libraryList!.entries).toHaveLength(2);
  });
});

describe("an image after an opened picture", () => {
  it("goes to the network of that picture where it ships", async () => {
    const from = testWorld();
    from.services.models = async () => [listed("imagenette-residual")];
    const { store } = await explored(from);
    const snapshot = store.getState().result!.snapshot!;
    const file = fileOf(await writeStrataFile([{ name: "cat", createdMs: 0, snapshot }], { values: true }));
    for (const [names, expected] of [
      [["glass-box", "imagenette-residual", "zebra"], "imagenette-residual"],
      [["another", "glass-box"], "another"],
    ] as const) {
      const world = testWorld();
      world.services.models = async () => names.map(listed);
      world.services.loadModel = async (name) => testModel(name);
      const { actions, until } = await page(world);
      actions.openFile(file, "cat.strata");
      await until(({ run }) => run.phase === "opened" && run.from === "file");
      actions.openFile(photo(5), "dog.jpg");
      const shown = await until(({ image, run }) => image?.title.from === "file" && run.phase === "done");
      expect(shown.model?.name).toBe(expected);
    }
  });
});
