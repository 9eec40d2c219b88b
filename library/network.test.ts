import { describe, expect, it } from "vitest";
import { codecs } from "../cli/codecs.ts";
import { readModel } from "../cli/model-source.ts";
import { openEngine } from "../cli/runtime.ts";
import { createLibrary, type Library } from "./functions.ts";
import type { Sessions } from "./sessions.ts";

const image = { width: 3, height: 2, data: new Uint8Array(18).fill(200) };

/** The library over the real runtime and the glass box, counting what it opens and frees. */
function counting(): Library & { readonly counts: { reads: number; opened: number; released: number } } {
  const counts = { reads: 0, opened: 0, released: 0 };
  const counted = async (sessions: Sessions): Promise<never> => {
    const ort = await import("onnxruntime-web");
    ort.env.wasm.numThreads = 1;
    const create = async (bytes: Uint8Array, options?: object) => {
      const session = await ort.InferenceSession.create(bytes, options);
      counts.opened++;
      const release = session.release.bind(session);
      session.release = () => {
        counts.released++;
        return release();
      };
      return session;
    };
    return sessions.of({ env: ort.env, Tensor: ort.Tensor, InferenceSession: { create } } as never);
  };
  const library = createLibrary({
    codecs,
    openEngine: (model, sessions) =>
      openEngine(model, () => undefined, {
        loaders: { native: () => counted(sessions), wasm: () => counted(sessions) },
      }),
    readImage: () => Promise.reject(new Error("no image has a name here")),
    networkAt: () => (asked) => {
      counts.reads++;
      return readModel("glass-box", process.cwd(), asked);
    },
  });
  return { ...library, counts };
}

describe("a network", () => {
  it("that is named is read once, and freed once its question is answered or has failed", async () => {
    const { explain, counts } = counting();
    await explain({ image, grid: "1x2" });
    expect(counts).toEqual({ reads: 1, opened: 1, released: 1 });
    await expect(explain({ image, target: "no such class" })).rejects.toMatchObject({ code: "bad-target" });
    expect(counts).toMatchObject({ reads: 2, opened: 2, released: 2 });
  });

  it("that is opened is read and opened once for all questions, until it is closed", async () => {
    const { explain, openNetwork, counts } = counting();
    const network = await openNetwork();
    expect(counts).toEqual({ reads: 1, opened: 0, released: 0 });
    const [first, second] = await Promise.all([
      explain({ image, network, grid: "1x2" }),
      explain({ image, network, grid: "1x2" }),
    ]);
    expect(second.layers).toEqual(first.layers);
    expect(counts).toEqual({ reads: 1, opened: 1, released: 0 });
    // What it is asked already is answered.
    const last = explain({ image, network, grid: "1x2" });
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([network.close(), network.close()]);
    expect((await last).layers).toEqual(first.layers);
    expect(counts).toEqual({ reads: 1, opened: 1, released: 1 });
    await expect(explain({ image, network })).rejects.toMatchObject({
      name: "StrataError",
      code: "closed-network",
      message: "network glass-box is closed; open it again with openNetwork.",
    });
  });

  it("that was never asked is closed as well", async () => {
    const { openNetwork, counts } = counting();
    await (await openNetwork()).close();
    expect(counts).toEqual({ reads: 1, opened: 0, released: 0 });
  });
});

it("native sessions are freed, too", async () => {
  const { explain, openNetwork } = await import("./node.ts");
  const network = await openNetwork("glass-box");
  await explain({ image, network, grid: "1x2" });
  await network.close();
  await expect(explain({ image, network })).rejects.toMatchObject({ code: "closed-network" });
});
