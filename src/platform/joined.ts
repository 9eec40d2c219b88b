/** Numbers one after another, in an array of their own of the same kind. */
export function joinedAs<T extends Uint8Array | Uint32Array | Float32Array>(
  Kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const whole = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes one after another, in an array of their own. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinedAs<Uint8Array>(Uint8Array, parts) as Uint8Array<ArrayBuffer>;
}
