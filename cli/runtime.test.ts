import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyse } from "../src/exploration/analyse.ts";
import type { Engine } from "../src/exploration/events.ts";
import { decodeFile } from "./decode-file.ts";
import { readModel } from "./model-source.ts";
import { openEngine, type RuntimeLoaders } from "./runtime.ts";

/** Native and WebAssembly kernels sum in different orders; nats. */
const AGREE = 1e-4;

const wasm = () => import("onnxruntime-web") as ReturnType<RuntimeLoaders["wasm"]>;
const model = await readModel("glass-box", "/");
const image = await decodeFile(fileURLToPath(new URL("../public/samples/glass-box.png", import.meta.url)), {
  width: 96,
  height: 96,
  resize: "centre-crop",
});
const explore = (engine: Engine) =>
  analyse(
    {
      model: model.manifest,
      image,
      rows: 2,
      cols: 3,
      target: "auto",
      rather: null,
      baseline: "mean",
      kappaFraction: 0.04,
      kappaOf: "range",
      imageSha256: "0".repeat(64),
      tauFraction: 0.05,
    },
    engine,
  );

describe("openEngine", () => {
  it("falls back to WebAssembly where the native runtime is missing, says why, and agrees with it", async () => {
    const reasons: string[] = [];
    const note = (reason: string) => reasons.push(reason);
    const fallen = await openEngine(model, note, {
      loaders: { native: () => Promise.reject(new Error("Cannot find package 'onnxruntime-node'")), wasm },
    });
    expect(reasons).toEqual(["Cannot find package 'onnxruntime-node'"]);
    const byWasm = await explore(fallen);
    const byDefault = await explore(await openEngine(model, note));
    expect(byWasm.target.label).toBe(byDefault.target.label);
    byWasm.values.layers.forEach((v, layer) =>
      v.forEach((score, mask) => {
        const other = byDefault.values.layers[layer]![mask]!;
        expect(Math.abs(score - other)).toBeLessThanOrEqual(AGREE * Math.max(1, Math.abs(other)));
      }),
    );
  });

  it("says of bytes that are no ONNX model what they are not", async () => {
    const broken = { ...model, bytes: new Uint8Array([1, 2, 3]) };
    await expect(openEngine(broken, () => undefined)).rejects.toMatchObject({
      name: "ModelError",
      code: "not-onnx",
    });
  });
});
