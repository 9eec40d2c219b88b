import { describe, expect, it } from "vitest";
import { nextTask } from "./next-task.ts";
import { untilAborted } from "./until-aborted.ts";

describe("waiting until a signal aborts", () => {
  it("leaves no rejection unhandled where the signal had aborted before", async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", hear);
    try {
      const waiting = untilAborted(Promise.reject(new Error("too late")), AbortSignal.abort("stopped"));
      await expect(waiting).rejects.toBe("stopped");
      await nextTask();
      await nextTask();
    } finally {
      process.off("unhandledRejection", hear);
    }
    expect(unhandled).toEqual([]);
  });
});
