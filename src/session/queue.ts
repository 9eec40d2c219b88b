/** Work in a line. */
export interface Queue<T> {
  /** Does `work` after what was added before, whatever came of that. */
  add(work: () => Promise<T>): Promise<T>;
  /** Does `work` at once; it is the last from now on. */
  beside(work: () => Promise<T>): void;
  /** What the work that was added last gives. */
  last(): Promise<T>;
}

/** A line of which the last work gave `first`. */
export function createQueue<T>(first: T): Queue<T> {
  let last: Promise<T> = Promise.resolve(first);
  return {
    add: (work) => (last = last.then(work, work)),
    beside: (work) => void (last = work()),
    last: () => last,
  };
}
