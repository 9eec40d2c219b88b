/** A tab's share of Web Locks, as far as runs use them. */
export interface FakeTab {
  readonly locks: LockManager;
  /** Ends the tab as a crash does: its locks are free at once. */
  die(): void;
}

/** Web Locks for several tabs of one browser: call it once a tab. */
export function fakeBrowserLocks(): () => FakeTab {
  const owners = new Map<string, object>();
  return () => {
    const tab = {};
    const free = (name: string): void => {
      if (owners.get(name) === tab) owners.delete(name);
    };
    const request = async (
      name: string,
      options: LockOptions,
      use: (lock: Lock | null) => unknown,
    ): Promise<unknown> => {
      if (options.ifAvailable !== true) throw new Error("only ifAvailable is imitated");
      await Promise.resolve();
      if (owners.has(name)) return use(null);
      owners.set(name, tab);
      try {
        return await use({ name, mode: "exclusive" });
      } finally {
        // A browser takes its time as well.
        await new Promise((resolve) => setImmediate(resolve));
        free(name);
      }
    };
    const query = async (): Promise<LockManagerSnapshot> => ({
      held: [...owners.keys()].map((name) => ({ name, mode: "exclusive", clientId: "" })),
      pending: [],
    });
    return { locks: { request, query } as LockManager, die: () => [...owners.keys()].forEach(free) };
  };
}
