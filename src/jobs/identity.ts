const ids = new WeakMap<object, number>();
let count = 0;

/** A text that stands for this very object in a computation's key, for as long as the page is open: for what is too large to be read for a key. */
export function identityOf(object: object): string {
  const id = ids.get(object) ?? ++count;
  ids.set(object, id);
  return `#${id}`;
}
