const PREFIX = "strata-run-";

/** A lock that this tab holds. */
interface Held {
  release(): void;
  /** Resolves when the browser has let it go. */
  readonly released: Promise<unknown>;
}

/** One Web Lock for each run that a tab computes: the browser takes it back when the tab ends, however it ends. */
export class RunLocks {
  readonly #manager: LockManager;
  readonly #held = new Map<string, Held>();

  constructor(manager: LockManager) {
    this.#manager = manager;
  }

  /** Takes a run's lock; false when another tab, or this one, has it. Rejects as the browser does. */
  claim(id: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const released = this.#manager.request(PREFIX + id, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => this.#held.set(id, { release, released }));
      });
      released.catch(reject);
    });
  }

  /** Gives a run's lock back, if this tab has it. */
  async release(id: string): Promise<void> {
    const held = this.#held.get(id);
    this.#held.delete(id);
    held?.release();
    await held?.released;
  }

  /** Gives all locks back that this tab has. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.release(id)));
  }

  /** The runs that living tabs have locked. */
  async living(): Promise<ReadonlySet<string>> {
    const { held = [] } = await this.#manager.query();
    return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
  }
}
