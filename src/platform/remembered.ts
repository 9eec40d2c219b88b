/** Answers that are remembered of one key: more than there are views of one thing on a page. */
const ANSWERS = 4;

/**
 * For each `key`, as long as that lives: the answers to the arguments last given with it, compared by identity. Two keys never push each other
 * out, nor do the arguments of a few callers.
 */
export function remembered<K extends object, A extends readonly unknown[], R>(
  compute: (key: K, ...args: A) => R,
): (key: K, ...args: A) => R {
  const answers = new WeakMap<K, { readonly args: A; readonly value: R }[]>();
  return (key, ...args) => {
    const known = answers.get(key) ?? [];
    const found = known.find((answer) => args.every((arg, i) => Object.is(arg, answer.args[i])));
    const latest = found ?? { args, value: compute(key, ...args) };
    if (known[0] !== latest)
      answers.set(key, [latest, ...known.filter((answer) => answer !== latest)].slice(0, ANSWERS));
    return latest.value;
  };
}
