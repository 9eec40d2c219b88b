import { joined } from "../platform/joined.ts";

/**
 * A model with its probes: the backbone's bytes followed by the tail's.
 *
 * Both are protobuf messages, and protobuf merges messages by concatenation: the tail's nodes, initialisers and
 * outputs join the backbone's graph and no byte of the backbone is touched. Linear; copies both.
 */
export function assembleModel(backbone: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([backbone, tail]);
}
