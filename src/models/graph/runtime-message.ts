/** What ONNX Runtime says of an operator that it lacks, in its several ways. */
const LACKS: readonly RegExp[] = [
  /Could not find an implementation for ([\w.:-]+)\(/,
  /No Op registered for ([\w.:-]+) with/,
  /([\w.:-]+)\(-?\d+\) is not a registered function\/op/,
  /Failed to find kernel for (?:[\w.-]+::)?([\w.:-]+?)(?:\(|\s|$)/,
];

/** The operator that ONNX Runtime lacks, out of the message with which a session would not open; null where it says something else. */
export function lackedOperator(message: string): string | null {
  for (const pattern of LACKS) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return name.replace(/^ai\.onnx:/, "");
  }
  return null;
}
