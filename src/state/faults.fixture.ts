import "fake-indexeddb/auto";

/** What a call of the store does instead of its work: it throws as a full disk makes it, or its transaction is undone as when the browser gives up. */
export type Fault = "throws" | "undone";

const CALLS = ["put", "add", "delete", "get", "getAll", "getKey", "getAllKeys"] as const;

/** Every call of the browser's store, counted, with a fault at one of them. */
export interface Faults {
  /** Calls while armed. */
  count(): number;
  /** Whether the fault has come. */
  struck(): boolean;
  /** From now on calls count, from 0, and the call number `at` fails; `null`: none does. */
  arm(at: number | null, fault: Fault): void;
  /** Lets `work` go by uncounted and without a fault. */
  spare<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when no transaction has been open for a while. */
  quiet(): Promise<void>;
  restore(): void;
}

/** Wraps the calls of IDBObjectStore and counts open transactions; `restore` takes the wrapping off. */
export function injectFaults(): Faults {
  const store = IDBObjectStore.prototype as unknown as Record<(typeof CALLS)[number], (this: IDBObjectStore, ...args: unknown[]) => IDBRequest>;
  const database = IDBDatabase.prototype;
  const originals = Object.fromEntries(CALLS.map((name) => [name, store[name]])) as typeof store;
  const { transaction } = database;
  let [calls, open] = [0, 0];
  let armed: { readonly at: number | null; readonly fault: Fault } | null = null;
  let struck = false;
  for (const name of CALLS) {
    store[name] = function (...args) {
      if (armed === null || calls++ !== armed.at) return originals[name].apply(this, args);
      struck = true;
      if (armed.fault === "throws") throw new DOMException("no room", "QuotaExceededError");
      const request = originals[name].apply(this, args);
      this.transaction.abort();
      return request;
    };
  }
  database.transaction = function (...args) {
    const begun = transaction.apply(this, args);
    open++;
    for (const end of ["complete", "abort"]) begun.addEventListener(end, () => void open--);
    return begun;
  };
  return {
    count: () => calls,
    struck: () => struck,
    arm: (at, fault) => {
      [calls, struck, armed] = [0, false, { at, fault }];
    },
    spare: async (work) => {
      const before = armed;
      armed = null;
      try {
        return await work();
      } finally {
        armed = before;
      }
    },
    quiet: async () => {
      for (let idle = 0; idle < 8; idle = open === 0 ? idle + 1 : 0) await new Promise((resolve) => setTimeout(resolve));
    },
    restore: () => {
      Object.assign(store, originals);
      database.transaction = transaction;
    },
  };
}
