import { untilAborted } from "./until-aborted.ts";

/** Lets many work at the same time, or one alone: what is timed must not be disturbed, and must not disturb. */
export class Turns {
  #working = 0;
  #alone: Promise<unknown> | null = null;
  #waiting: (() => void)[] = [];

  /** Works, beside others, once nobody is alone any more; does not wait beyond the signal's abort, whose reason it rejects with. */
  async work<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    while (this.#alone !== null) await untilAborted(this.#alone, signal);
    this.#working += 1;
    try {
      return await job();
    } finally {
      this.#working -= 1;
      if (this.#working === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Works once nobody else does; whoever comes in the meantime waits. */
  async alone<T>(job: () => Promise<T>): Promise<T> {
    while (this.#working > 0 || this.#alone !== null)
      await (this.#alone ?? new Promise<void>((wake) => this.#waiting.push(wake)));
    const turn = job();
    this.#alone = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      this.#alone = null;
    }
  }
}
