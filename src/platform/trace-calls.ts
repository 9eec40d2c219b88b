import { CodedError } from "./coded-error.ts";
import { callTrace, type CallRecord, type CallTask, type CallTracer } from "./call-trace.ts";

/** How deep buffers are looked for: a snapshot's layers hold theirs at this depth. */
const DEPTH = 5;

/** Bytes of all buffers within a value, each counted once; a Blob crosses over as a name and counts nothing. */
export function bytesWithin(value: unknown, depth = DEPTH, seen = new Set<object>()): number {
  if (typeof value !== "object" || value === null || depth === 0) return 0;
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (seen.has(buffer)) return 0;
  seen.add(buffer);
  if (buffer instanceof ArrayBuffer) return buffer.byteLength;
  if (ArrayBuffer.isView(value)) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesWithin(part, depth - 1, seen), 0);
}

function outcomeOf(error: unknown): string {
  if (error instanceof CodedError) return String(error.code);
  return error instanceof Error ? error.name : String(error);
}

/** A tracer that tells `report` of every call that has ended; one whose worker died never does. */
export function createTracer(report: (call: CallRecord, startMs: number) => void, nowMs: () => number): CallTracer {
  let calls = 0;
  return {
    nowMs,
    traced: <Api extends object>(api: Api, worker: string, task: () => CallTask | null): Api =>
      new Proxy(api, {
        get: (target, name) => {
          const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
          return (...args: unknown[]): Promise<unknown> => {
            const startMs = nowMs();
            const { priority, waitedMs } = task() ?? { priority: "foreground" as const, waitedMs: 0 };
            // Before they are transferred, after which they are empty.
            const call = {
              id: ++calls,
              worker,
              method: String(name),
              priority,
              waitedMs,
              sentBytes: bytesWithin(args),
            };
            const end = (receivedBytes: number, outcome: string): void =>
              report({ ...call, ranMs: nowMs() - startMs, receivedBytes, outcome }, startMs);
            const answer = method(...args);
            answer.then(
              (value) => end(bytesWithin(value), "answered"),
              (error: unknown) => end(0, outcomeOf(error)),
            );
            return answer;
          };
        },
      }),
  };
}

/** Traces calls to workers from now on: each is a measure of the browser's performance timeline, with its record as detail. */
export function traceCalls(): void {
  callTrace.tracer = createTracer(
    (call, start) =>
      performance.measure(`${call.worker} ${call.method}`, { start, duration: call.ranMs, detail: call }),
    () => performance.now(),
  );
}
