/** Steps that tell the share of them that is done, as a part of more: from one share of the whole to another, never back. */
export function* within<T>(steps: Generator<number, T, void>, from: number, until: number): Generator<number, T, void> {
  let done = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    done = Math.max(done, Math.min(1, step.value));
    yield from + (until - from) * done;
  }
}
