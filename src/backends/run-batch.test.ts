import { describe, expect, it } from "vitest";
import type { InferenceSession } from "onnxruntime-web";
import { InferenceError } from "./errors.ts";
import { INPUTS_HELD } from "./held-inputs.ts";
import { NOT_HELD, type InputReference } from "./protocol.ts";
import { nextTask } from "../platform/next-task.ts";
import { replicatedManifest, smallInput, smallManifest } from "./fake-model.fixture.ts";
import { createBatchRunner, type OrtRuntime, type OrtSession } from "./run-batch.ts";

class FakeTensor {
  readonly type: string;
  readonly data: Float32Array;
  readonly dims: readonly number[];
  constructor(type: string, data: Float32Array, dims: readonly number[]) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }
}
const ort = { Tensor: FakeTensor } as unknown as OrtRuntime;
const BATCH = 4;
/** An input that comes along. */
const given = (id: number): InputReference => ({ id, input: smallInput(id) });

/** A session that answers with row numbers, and tells what it was asked. */
function session(answer: (name: string, columns: number) => FakeTensor, asked: unknown[] = []): OrtSession {
  const run = async (
    feeds: Record<string, FakeTensor>,
    fetches: string[],
  ): Promise<InferenceSession.OnnxValueMapType> => {
    asked.push([feeds["input"]!.dims, fetches]);
    return Object.fromEntries(fetches.map((name) => [name, answer(name, name === "logits" ? 3 : 2)])) as never;
  };
  return { run } as unknown as OrtSession;
}

const counting =
  (offset = 0) =>
  (name: string, columns: number): FakeTensor =>
    new FakeTensor(
      "float32",
      Float32Array.from(
        { length: BATCH * columns },
        (_, i) => offset + i + 100 * ["stem_probe", "block1_probe", "logits"].indexOf(name),
      ),
      [BATCH, columns],
    );

describe("createBatchRunner", () => {
  it("asks for the logits only, in one batch shape, and gathers [masks, layers + 1, classes]", async () => {
    const asked: unknown[] = [];
    const runner = createBatchRunner(ort, session(counting(), asked), smallManifest, BATCH);
    const logits = (await runner.run(given(1), [1, 2])) as Float32Array;
    expect(asked).toEqual([
      [
        [4, 3, 4, 6],
        ["stem_probe", "block1_probe", "logits"],
      ],
    ]);
    // Output 1 means class 0; outputs 0 and 2 mean class 1.
    const second = (row: number) => Math.fround(Math.log(Math.exp(200 + 3 * row) + Math.exp(202 + 3 * row)));
    expect([...logits.slice(0, 5)]).toEqual([0, 1, 100, 101, 201]);
    expect(logits[5]).toBeCloseTo(second(0), 5);
    expect([...logits.slice(6, 11)]).toEqual([2, 3, 102, 103, 204]);
    expect(logits[11]).toBeCloseTo(second(1), 5);
    expect(logits).toHaveLength(12);
  });

  it("gathers the replicates that are at hand behind all layers, layer by layer", async () => {
    const asked: unknown[] = [];
    const manifest = replicatedManifest(2);
    const answer = (name: string): FakeTensor => {
      if (!name.endsWith("_replicates")) return counting()(name, name === "logits" ? 3 : 2);
      // Row b of stem: 1000 + 10 b, and up: two classes of the first replicate, then of the second; of block1 from 2000 on.
      const first = name === "stem_replicates" ? 1000 : 2000;
      const data = Float32Array.from({ length: BATCH * 4 }, (_, i) => first + 10 * Math.floor(i / 4) + (i % 4));
      return new FakeTensor("float32", data, [BATCH, 4]);
    };
    const runner = createBatchRunner(ort, session(answer, asked), manifest, BATCH);
    const logits = (await runner.run(given(1), [1, 2])) as Float32Array;
    expect(asked).toMatchObject([
      [
        [4, 3, 4, 6],
        ["stem_probe", "block1_probe", "logits", "stem_replicates", "block1_replicates"],
      ],
    ]);
    const plain = (await createBatchRunner(ort, session(counting()), smallManifest, BATCH).run(
      given(1),
      [1, 2],
    )) as Float32Array;
    const behind = [
      [1000, 1001, 1002, 1003, 2000, 2001, 2002, 2003],
      [1010, 1011, 1012, 1013, 2010, 2011, 2012, 2013],
    ];
    expect([...logits]).toEqual([0, 1].flatMap((row) => [...plain.slice(6 * row, 6 * row + 6), ...behind[row]!]));
  });

  it("names the layer of which a replicate answers with no number, or is missing", async () => {
    const bent = (data: (rows: number) => Float32Array) =>
      createBatchRunner(
        ort,
        session((name) =>
          name === "block1_replicates"
            ? new FakeTensor("float32", data(BATCH), [BATCH, 4])
            : name === "stem_replicates"
              ? new FakeTensor("float32", new Float32Array(BATCH * 4), [BATCH, 4])
              : counting()(name, name === "logits" ? 3 : 2),
        ),
        replicatedManifest(2),
        BATCH,
      ).run(given(1), [1]);
    const context = { layer: "block1" };
    await expect(bent((rows) => new Float32Array(rows * 4).fill(NaN))).rejects.toMatchObject({
      code: "non-finite",
      context,
    });
    await expect(bent((rows) => new Float32Array(rows * 2))).rejects.toMatchObject({ code: "session-failed", context });
  });

  it.each([
    ["stem", "stem_probe"],
    ["block1", "block1_probe"],
    ["output", "logits"],
  ])("names the layer %s that answers with no number", async (layer, tensor) => {
    const broken = session((name, columns) => {
      const answer = counting()(name, columns);
      if (name === tensor) answer.data[1] = name === "stem_probe" ? NaN : Infinity;
      return answer;
    });
    const runner = createBatchRunner(ort, broken, smallManifest, BATCH);
    await expect(runner.run(given(1), [1])).rejects.toMatchObject({
      name: "InferenceError",
      code: "non-finite",
      context: { layer },
    });
  });

  it("does not mind what the padding gives", async () => {
    const runner = createBatchRunner(
      ort,
      session((name, columns) => {
        const answer = counting()(name, columns);
        answer.data[answer.data.length - 1] = NaN;
        return answer;
      }),
      smallManifest,
      BATCH,
    );
    await expect(runner.run(given(1), [1, 2, 3])).resolves.toHaveLength(18);
  });

  it("says which layer's logits are missing or misshapen", async () => {
    const runner = createBatchRunner(
      ort,
      session((name) => counting()(name, 1)),
      smallManifest,
      BATCH,
    );
    await expect(runner.run(given(1), [1])).rejects.toMatchObject({
      code: "session-failed",
      context: { layer: "stem" },
    });
  });

  it.each([
    ["no such kernel", "session-failed"],
    ["ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc", "out-of-memory"],
  ])("wraps what the runtime throws: %s", async (message, code) => {
    const runner = createBatchRunner(ort, { run: () => Promise.reject(new Error(message)) }, smallManifest, BATCH);
    const failure = await runner.run(given(1), [1]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InferenceError);
    expect(failure).toMatchObject({ code, context: { model: "toy", message } });
  });

  it("runs a smaller batch where it is asked to", async () => {
    const asked: unknown[] = [];
    const runner = createBatchRunner(
      ort,
      session((_, columns) => new FakeTensor("float32", new Float32Array(2 * columns), [2, columns]), asked),
      smallManifest,
      BATCH,
    );
    await expect(runner.run(given(1), [1], 2)).resolves.toHaveLength(6);
    expect(asked).toEqual([
      [
        [2, 3, 4, 6],
        ["stem_probe", "block1_probe", "logits"],
      ],
    ]);
    await expect(runner.run(given(1), [1, 2, 3], 2)).rejects.toThrow(RangeError);
  });

  it("says so when it does not hold an image, and holds the last ones that it was given", async () => {
    const runner = createBatchRunner(ort, session(counting()), smallManifest, BATCH);
    expect(await runner.run({ id: 1, input: null }, [1])).toBe(NOT_HELD);
    for (let id = 1; id <= INPUTS_HELD + 1; id++) await runner.run(given(id), [1]);
    expect(await runner.run({ id: 1, input: null }, [1])).toBe(NOT_HELD);
    expect(await runner.run({ id: 2, input: null }, [1])).toHaveLength(6);
  });

  it("composes batches that overlap one after another, in memory that they share", async () => {
    const first: number[] = [];
    const slow = async (feeds: Record<string, FakeTensor>, fetches: string[]) => {
      const { data } = feeds["input"]!;
      const [before] = data;
      await nextTask();
      expect(data[0]).toBe(before);
      first.push(before!);
      return Object.fromEntries(fetches.map((name) => [name, counting()(name, name === "logits" ? 3 : 2)]));
    };
    const runner = createBatchRunner(ort, { run: slow } as unknown as OrtSession, smallManifest, BATCH);
    await Promise.all([1, 2, 3].map((id) => runner.run(given(id), [0b111111])));
    expect(new Set(first).size).toBe(3);
  });
});
