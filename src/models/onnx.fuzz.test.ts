import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { boundedly } from "../core/bounded.fixture.ts";
import { FUZZ, mutate, mutations } from "../core/fuzz.fixture.ts";
import { ModelError } from "./errors.ts";
import { loadModel } from "./load-model.ts";
import { maskedModel } from "./masked-graph.ts";
import { parseManifest } from "./manifest.ts";
import { readGraph } from "./graph/read-graph.ts";
import { operatorsOf } from "./onnx.ts";
import { createFileStore } from "./store.ts";

const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../public/models/${name}`, import.meta.url)));
const manifest = parseManifest(JSON.parse(new TextDecoder().decode(file("glass-box.json"))));
const files = { backbone: file("glass-box.onnx"), tail: file("glass-box.tail.onnx") };
const part = fc.constantFrom("backbone" as const, "tail" as const);

/** Refused as what it is, with a code; or a result. */
async function refusedOr<T>(codes: readonly ModelError["code"][], read: () => T | Promise<T>): Promise<T | null> {
  const outcome = await boundedly(read);
  if ("result" in outcome) return outcome.result;
  expect(outcome.error).toBeInstanceOf(ModelError);
  expect(codes).toContain((outcome.error as ModelError).code);
  return null;
}

it("a model or tail whose bytes were changed is read within bounds, or refused", async () => {
  const counts = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(part, mutations, async (which, changes) => {
      const bytes = mutate(files[which], changes);
      const outline = await refusedOr(["bad-onnx", "not-onnx"], () => readGraph(bytes));
      const operators = await refusedOr(["bad-onnx"], () => operatorsOf(bytes));
      if (outline === null) counts.refused += 1;
      else {
        counts.read += 1;
        expect(
          outline.nodes.every(({ op, inputs, outputs }) =>
            [op, ...inputs, ...outputs].every((text) => typeof text === "string"),
          ),
        ).toBe(true);
        expect(
          [...outline.inputs, ...outline.outputs].every(({ dims }) =>
            (dims ?? []).every((dim) => typeof dim === "string" || Number.isFinite(dim)),
          ),
        ).toBe(true);
        expect(new Set(outline.nodes.map(({ op }) => op))).toEqual(operators ?? new Set());
      }
      await refusedOr(["bad-onnx"], () => maskedModel({ manifest, bytes }));
    }),
    FUZZ,
  );
  expect(counts.read).toBeGreaterThan(FUZZ.numRuns / 20);
  expect(counts.refused).toBeGreaterThan(FUZZ.numRuns / 20);
});

it("a model whose network or tail is not the very file of its manifest is never loaded", async () => {
  await fc.assert(
    fc.asyncProperty(part, mutations, async (which, changes) => {
      const changed = mutate(files[which], changes);
      const { network, probes } = manifest;
      const names = new Map<string, keyof typeof files>([
        [network.sha256, "backbone"],
        [probes!.sha256, "tail"],
      ]);
      const store = createFileStore(names, async (name) =>
        name === which ? changed : files[name as keyof typeof files],
      );
      const loaded = await refusedOr(["hash-mismatch"], () => loadModel(manifest, store));
      if (loaded !== null) expect(Buffer.compare(changed, files[which])).toBe(0);
    }),
    FUZZ,
  );
});
