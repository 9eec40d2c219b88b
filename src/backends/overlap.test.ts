import { compareMasks, type Mask } from "../core/masks.ts";
import { transfer } from "comlink";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { closeFakeWorkers, fakeWorker, type FakeWorker } from "../platform/fake-worker.fixture.ts";
import { nextTask } from "../platform/next-task.ts";
import type { Priority } from "../platform/priority.ts";
import { PLAIN_FACTS } from "./batching.ts";
import { InferenceError } from "./errors.ts";
import type { EvaluateOptions } from "./evaluator.ts";
import { answers, collect, expected, fakeModel } from "./fake-backends.fixture.ts";
import { smallInput } from "./fake-model.fixture.ts";
import { HeldInputs, INPUTS_HELD } from "./held-inputs.ts";
import { NOT_HELD, type GpuWorkerApi, type InferenceWorkerApi, type MaskedInput, type RunAnswer } from "./protocol.ts";
import { WasmBackend } from "./wasm-backend.ts";
import { GpuGaveUp, WebGpuBackend } from "./webgpu-backend.ts";

afterEach(closeFakeWorkers);

/** What befalls a batch, counted over all workers; `memory` is no room for more than two masks. */
type Mishap = "none" | "slow" | "crash" | "lost" | "memory" | "throws";

/** An evaluation: of which image, when it begins and, if ever, is cancelled, both counted in batches that began anywhere. */
interface Call {
  readonly seed: number;
  readonly from: number;
  readonly cancelAt: number | null;
  readonly priority: Priority;
}

interface Backend {
  evaluate(input: MaskedInput, masks: Uint32Array, options: EvaluateOptions): Promise<void>;
  dispose(): void;
}

/** A backend over workers that meet the mishaps of a script, one a batch, and calls on it as batches begin. */
function scripted(
  make: (run: (worker: FakeWorker, inputs: HeldInputs<MaskedInput>) => InferenceWorkerApi["run"]) => Backend,
  script: readonly Mishap[],
) {
  let begun = 0;
  const waiting: { readonly at: number; go(): void }[] = [];
  const wake = (): void => {
    for (let i = waiting.length - 1; i >= 0; i--) if (waiting[i]!.at <= begun) waiting.splice(i, 1)[0]!.go();
  };
  const run =
    (worker: FakeWorker, inputs: HeldInputs<MaskedInput>): InferenceWorkerApi["run"] =>
    async (reference, masks, size): Promise<RunAnswer> => {
      const mishap = script[begun++] ?? "none";
      wake();
      const input = inputs.take(reference);
      if (input === null) return NOT_HELD;
      if (mishap === "slow") for (let i = 0; i < 5; i++) await nextTask();
      if (mishap === "crash") {
        worker.crash("killed");
        await new Promise(() => undefined);
      }
      if (mishap === "lost") throw new InferenceError("gpu-lost", { message: "unplugged" });
      if (mishap === "throws") throw new InferenceError("session-failed", { message: "unreachable" });
      if (mishap === "memory" && size > 2) throw new InferenceError("out-of-memory", { message: "bad_alloc" });
      const logits = answers(masks, input);
      return transfer(logits, [logits.buffer]);
    };
  const backend = make(run);
  return {
    backend,
    /** Resolves when so many batches have begun. */
    atBatch: (at: number): Promise<void> => new Promise((go) => (waiting.push({ at, go }), wake())),
    /** Lets all who wait go. */
    over: (): void => {
      for (const { go } of waiting.splice(0)) go();
    },
  };
}

const wasm = (run: Parameters<Parameters<typeof scripted>[0]>[0]): Backend =>
  new WasmBackend(fakeModel, {
    workers: 2,
    batchSize: 8,
    wasmUrl: "",
    onEvent: () => undefined,
    spawn: () => {
      const inputs = new HeldInputs((input) => input);
      const worker: FakeWorker = fakeWorker<InferenceWorkerApi>({
        warmUp: async () => undefined,
        load: async () => ({ runtime: new ArrayBuffer(1), facts: PLAIN_FACTS }),
        run: (...asked) => run(worker, inputs)(...asked),
      });
      return worker;
    },
  });

const webgpu = (run: Parameters<Parameters<typeof scripted>[0]>[0]): Backend => {
  const backend = new WebGpuBackend(fakeModel, {
    wasmUrl: "",
    onEvent: () => undefined,
    spawn: () => {
      const inputs = new HeldInputs((input) => input);
      const worker: FakeWorker = fakeWorker<GpuWorkerApi>({
        load: async () => ({ bufferBytes: 1e6 }),
        run: async (...asked) => {
          try {
            return await run(worker, inputs)(...asked);
          } catch (error) {
            // The same want of memory, in this backend's words.
            if (error instanceof InferenceError && error.code === "out-of-memory")
              throw new InferenceError("gpu-memory");
            throw error;
          }
        },
      });
      return worker;
    },
  });
  backend.batchSize = 8;
  return backend;
};

const masks = Uint32Array.from({ length: 48 }, (_, mask) => mask);
const sorted = (found: ReadonlyMap<Mask, readonly number[]>) => [...found].sort(([a], [b]) => compareMasks(a, b));

/** Every call's fate: right, cancelled, given up on, or the reason why that is a lie. */
async function fates(make: typeof wasm, calls: readonly Call[], script: readonly Mishap[]): Promise<string[]> {
  const world = scripted(make, script);
  let active = 0;
  const evaluating = calls.map(async ({ seed, from, cancelAt, priority }, i) => {
    const controller = new AbortController();
    await world.atBatch(i === 0 ? 0 : from);
    active += 1;
    if (cancelAt !== null) void world.atBatch(cancelAt).then(() => controller.abort(new Error("enough")));
    const input = smallInput(seed);
    const right = expected(masks, input);
    const told = new Map<Mask, readonly number[]>();
    let fate: string;
    try {
      const found = await collect((onBatch) =>
        world.backend.evaluate(input, masks, {
          signal: controller.signal,
          priority: () => priority,
          onBatch: (batch, logits) => {
            batch.forEach((mask, b) => told.set(mask, [...logits.subarray(b * 6, (b + 1) * 6)]));
            onBatch(batch, logits);
          },
        }),
      );
      fate = found.size === masks.length ? "right" : `${found.size} masks`;
    } catch (error) {
      fate = controller.signal.aborted && error === controller.signal.reason ? "cancelled" : "gave up";
      if (error instanceof GpuGaveUp && sorted(told).some(([mask]) => error.left.includes(mask)))
        return "a mask that was told is said to be left";
      if (fate === "gave up" && !(error instanceof Error && /Inference|Worker|GpuGaveUp/.test(error.name)))
        return `threw ${String(error)}`;
    } finally {
      active -= 1;
      // No batch will begin any more that somebody could wait for.
      if (active === 0) world.over();
    }
    for (const [mask, row] of told)
      if (String(row) !== String(right.get(mask))) return `mask ${mask} was answered for another image`;
    return fate;
  });
  const all = await Promise.all(evaluating);
  world.backend.dispose();
  return all;
}

const calls = fc.array(
  fc.record({
    seed: fc.integer({ min: 1, max: 9 }),
    from: fc.nat(12),
    cancelAt: fc.option(fc.nat(25)),
    priority: fc.constantFrom<Priority>("foreground", "background"),
  }),
  { minLength: 2, maxLength: INPUTS_HELD + 3 },
);

describe.each([
  ["WebAssembly", wasm],
  ["WebGPU", webgpu],
] as const)("overlapping evaluations on %s", (_, make) => {
  it("answer each its own image: two at once", async () => {
    const pair = [1, 2].map((seed) => ({ seed, from: 0, cancelAt: null, priority: "foreground" as const }));
    expect(await fates(make, pair, [])).toEqual(["right", "right"]);
  });

  it("answer each its own image: more than a worker holds, all in turn", async () => {
    const many = Array.from({ length: 2 * INPUTS_HELD }, (_unused, i) => ({
      seed: i + 1,
      from: 0,
      cancelAt: null,
      priority: "foreground" as const,
    }));
    expect(await fates(make, many, [])).toEqual(many.map(() => "right"));
  });

  it("are all answered right through slow workers, with some of them cancelled", async () => {
    const script = fc.array(fc.constantFrom<Mishap>("none", "slow"), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(calls, script, async (evaluations, mishaps) => {
        const all = await fates(make, evaluations, mishaps);
        all.forEach((fate, i) =>
          expect(evaluations[i]!.cancelAt === null ? ["right"] : ["right", "cancelled"]).toContain(fate),
        );
      }),
      { seed: 13, numRuns: 40 },
    );
  });

  it("never answer each other, whatever dies, is lost, throws or finds no room", async () => {
    const mishap = fc.constantFrom<Mishap>("none", "none", "none", "slow", "crash", "lost", "memory", "throws");
    await fc.assert(
      fc.asyncProperty(calls, fc.array(mishap, { maxLength: 60 }), async (evaluations, mishaps) => {
        for (const fate of await fates(make, evaluations, mishaps))
          expect(["right", "cancelled", "gave up"]).toContain(fate);
      }),
      { seed: 13, numRuns: 60 },
    );
  });

  it("are all answered when a few workers die, and one batch finds no room", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([3, 7, 11, 15, 19, 23], { minLength: 2, maxLength: 2 }),
        async ([dies, full]) => {
          const script = Array.from({ length: 30 }, (_unused, i): Mishap =>
            i === dies ? "crash" : i === full ? "memory" : "none",
          );
          const three = [1, 2, 3].map((seed) => ({
            seed,
            from: 2 * seed,
            cancelAt: null,
            priority: "background" as const,
          }));
          expect(await fates(make, three, script)).toEqual(["right", "right", "right"]);
        },
      ),
      { seed: 13, numRuns: 30 },
    );
  });
});
