import { type Masks, masksOf } from "../../core/masks.ts";
import { joinedAs } from "../../platform/joined.ts";
import type { MaskLogits } from "../../exploration/events.ts";
import type { Runs } from "./runs.ts";

/** Between two writes, ms: what a closed tab loses at most, and far more than a write takes. */
const EVERY_MS = 2000;

/** How a checkpointer writes. */
export interface CheckpointOptions {
  readonly everyMs?: number;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs(): number;
  /** Called with the first error; nothing is written after it, and the run goes on without checkpoints. */
  onError(error: unknown): void;
}

/** Writes a run's batches down while it goes on. */
export interface Checkpointer {
  /** Takes a copy of a batch, masks and logits [masks, L + 1, C]; batches are kept whole. */
  add(masks: Masks, logits: Float32Array): void;
  /** Resolves when everything added so far is written, or nothing more will be; never rejects. */
  flush(): Promise<void>;
  /** Writes nothing more, and resolves when nothing is under way, so that the run can be ended; never rejects. */
  stop(): Promise<void>;
}

/** A checkpointer of the run `id`: several batches a write, at most one write every `everyMs` and one at a time. */
export function createCheckpointer(
  runs: Pick<Runs, "append">,
  id: string,
  { everyMs = EVERY_MS, nowMs, onError }: CheckpointOptions,
): Checkpointer {
  const waiting: MaskLogits[] = [];
  let phase: "open" | "stopped" = "open";
  let writing: Promise<void> | null = null;
  let writtenMs = nowMs();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function halt(): void {
    phase = "stopped";
    waiting.length = 0;
    clearTimeout(timer);
  }

  async function append({ masks, logits }: MaskLogits): Promise<void> {
    try {
      await runs.append(id, masks, logits);
    } catch (error) {
      if (phase === "stopped") return;
      halt();
      onError(error);
    }
  }

  function write(): void {
    clearTimeout(timer);
    writtenMs = nowMs();
    writing = append(joined(waiting.splice(0))).finally(() => {
      writing = null;
      if (waiting.length > 0) schedule();
    });
  }

  /** Writes now if it is time, else as soon as it is; while a write is under way, after it. */
  function schedule(): void {
    if (writing !== null) return;
    clearTimeout(timer);
    const leftMs = writtenMs + everyMs - nowMs();
    if (leftMs <= 0) write();
    else timer = setTimeout(write, leftMs);
  }

  return {
    add: (masks, logits) => {
      if (phase === "stopped") return;
      waiting.push({ masks: masks.slice(), logits: logits.slice() });
      schedule();
    },
    flush: async () => {
      while (writing !== null || waiting.length > 0) {
        if (writing === null) write();
        await writing;
      }
    },
    stop: async () => {
      halt();
      await writing;
    },
  };
}

/** Several batches as one. */
function joined(batches: readonly MaskLogits[]): MaskLogits {
  return {
    masks: masksOf(batches.flatMap(({ masks }) => [...masks])),
    logits: joinedAs(
      Float32Array,
      batches.map(({ logits }) => logits),
    ),
  };
}
