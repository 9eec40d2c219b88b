import "fake-indexeddb/auto";

/** What a call of the store does instead of its work: it throws as a full disk makes it, or its transaction is undone as when the browser gives up. */
export type Fault = "throws" | "undone";

type Call = (this: unknown, ...args: unknown[]) => IDBRequest;

/** The calls of the browser's store, each on the prototype that has it, with the transaction of its object. */
const calls = [
  ...["put", "add", "delete", "get", "getAll", "getKey", "getAllKeys"].map((name) => ({
    name,
    prototype: IDBObjectStore.prototype as unknown as Record<string, Call>,
    transactionOf: (of: unknown) => (of as IDBObjectStore).transaction,
  })),
  ...["getAll", "getAllKeys"].map((name) => ({
    name,
    prototype: IDBIndex.prototype as unknown as Record<string, Call>,
    transactionOf: (of: unknown) => (of as IDBIndex).objectStore.transaction,
  })),
];

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

/** Wraps the calls and counts open transactions; `restore` takes the wrapping off. */
export function injectFaults(): Faults {
  const database = IDBDatabase.prototype;
  const { transaction } = database;
  let [count, open] = [0, 0];
  let armed: { readonly at: number | null; readonly fault: Fault } | null = null;
  let struck = false;
  const restorers = calls.map(({ name, prototype, transactionOf }) => {
    const original = prototype[name]!;
    prototype[name] = function (...args) {
      if (armed === null || count++ !== armed.at) return original.apply(this, args);
      struck = true;
      if (armed.fault === "throws") throw new DOMException("no room", "QuotaExceededError");
      const request = original.apply(this, args);
      transactionOf(this).abort();
      return request;
    };
    return () => void (prototype[name] = original);
  });
  database.transaction = function (...args) {
    const begun = transaction.apply(this, args);
    open++;
    for (const end of ["complete", "abort"]) begun.addEventListener(end, () => void open--);
    return begun;
  };
  return {
    count: () => count,
    struck: () => struck,
    arm: (at, fault) => {
      [count, struck, armed] = [0, false, { at, fault }];
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
      for (let idle = 0; idle < 8; idle = open === 0 ? idle + 1 : 0)
        await new Promise((resolve) => setTimeout(resolve));
    },
    restore: () => {
      for (const restorer of restorers) restorer();
      database.transaction = transaction;
    },
  };
}
