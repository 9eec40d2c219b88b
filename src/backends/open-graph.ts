import type { InferenceSession } from "onnxruntime-web";
import { withFreeBatch } from "../models/free-batch.ts";
import type { Graph } from "../models/graph/graph.ts";
import { inputDims, type InputSpec } from "../models/spec/input.ts";
import { saysNoRoom, wordsOf } from "../platform/words.ts";
import { ANY_BATCH, type OpeningFacts } from "./batching.ts";
import type { OpeningRuntime, OpenNetwork, SessionOptionsOf } from "./opening.ts";
import { timeRows, tryRows, type RowTrial, type RunRows } from "./row-trial.ts";

/** A run that fails in a trial is no error that anybody need read of: nothing below "fatal" is told. */
const QUIET = { logSeverityLevel: 4 } as const;

/** Operators that choose their scale by all rows of a batch. */
const MIXING = /DynamicQuantize/;

/** Operators whose numbers are in steps: where sums come in another order, some fall on the next one. */
const STEPPED = /Quanti[sz]e|QLinear|QGemm|Integer/;

/** What is put down to rounding where a batch is run in another order, as a share of the largest number: of 32-bit floats, and of coarser numbers. */
const ROUNDING = 1e-4;
const COARSE_ROUNDING = 1e-2;

/** A session, and what opening it told. */
export type OpenGraph = Pick<OpenNetwork, "session" | "facts">;

/** Images that a graph takes at once; null: any number, or it is not said. */
export function batchOf(graph: Graph, { name }: Pick<InputSpec, "name">): number | null {
  const batch = graph.inputs.find((input) => input.name === name)?.dims?.[0];
  return typeof batch === "number" && batch > 0 ? batch : null;
}

/**
 * Opens a graph, with its batch made free where the nodes do with another one and no row knows of the others; else with as many images as it was
 * made for, or one by one.
 *
 * @param graph of the bytes. @param outputs those by which rows are compared.
 */
export async function openGraph(
  ort: OpeningRuntime,
  bytes: Uint8Array,
  graph: Graph,
  input: InputSpec,
  outputs: readonly string[],
  optionsOf: SessionOptionsOf,
  known: OpeningFacts | null = null,
): Promise<OpenGraph> {
  const open = (model: Uint8Array): Promise<InferenceSession> => ort.InferenceSession.create(model, optionsOf(model));
  const made = batchOf(graph, input);
  const free = (): Uint8Array => (made === null ? bytes : withFreeBatch(bytes, input.name));
  if (known !== null) return { session: await open(known.batching.rows === null ? free() : bytes), facts: known };
  const mixes = [...graph.operators].some((operator) => MIXING.test(operator));
  const rounding = isCoarse(graph) ? COARSE_ROUNDING : ROUNDING;
  const tryOut = (session: InferenceSession, rows: number | null): Promise<RowTrial> =>
    tryRows(runnerOf(ort, session, input, outputs), input, rows, rounding);
  const tried = mixes ? null : await openFree(free(), open, tryOut, made !== null);
  if (tried?.trial?.agrees === true) {
    const { imageMs } = tried.trial;
    return { session: tried.session, facts: { batching: ANY_BATCH, limit: null, imageMs } };
  }
  // The same bytes need no other session.
  const session = tried !== null && made === null ? tried.session : await reopened(tried?.session, () => open(bytes));
  const rows = made ?? input.batch ?? 1;
  const trial = rows === 1 || mixes ? null : await tryOut(session, rows);
  const isDependent = mixes || tried?.trial?.agrees === false || trial?.agrees === false;
  const images = trial?.agrees === true ? rows : 1;
  const imageMs = trial?.imageMs ?? (await timeRows(runnerOf(ort, session, input, outputs), input, rows));
  return { session, facts: { batching: { rows, images }, limit: isDependent ? "dependent" : "fixed", imageMs } };
}

/** Whether some of a graph's numbers are 16-bit floats or quantised. */
function isCoarse({ inputs, initializers, operators }: Graph): boolean {
  return (
    [...inputs, ...initializers].some(({ type }) => type === "float16" || type === "bfloat16") ||
    [...operators].some((operator) => STEPPED.test(operator))
  );
}

async function reopened(
  before: InferenceSession | undefined,
  open: () => Promise<InferenceSession>,
): Promise<InferenceSession> {
  await before?.release();
  return open();
}

/** Opens a graph whose batch is free and tries its rows; null where it would not open although another form of it may; no trial where a run failed. */
async function openFree(
  bytes: Uint8Array,
  open: (bytes: Uint8Array) => Promise<InferenceSession>,
  tryOut: (session: InferenceSession, rows: null) => Promise<RowTrial>,
  isRewritten: boolean,
): Promise<{ readonly session: InferenceSession; readonly trial: RowTrial | null } | null> {
  let session: InferenceSession;
  try {
    session = await open(bytes);
  } catch (error) {
    if (!isRewritten || saysNoRoom(wordsOf(error))) throw error;
    return null;
  }
  try {
    return { session, trial: await tryOut(session, null) };
  } catch (error) {
    if (saysNoRoom(wordsOf(error))) throw error;
    return { session, trial: null };
  }
}

const runnerOf =
  (ort: OpeningRuntime, session: InferenceSession, input: InputSpec, outputs: readonly string[]): RunRows =>
  async (batch, rows) => {
    const tensor = new ort.Tensor(input.type, batch, inputDims(input, rows));
    const found = await session.run({ [input.name]: tensor }, [...outputs], QUIET);
    return outputs.map((name) => found[name]!.data as ArrayLike<number>);
  };
