import { crc32 } from "../../platform/crc32.ts";
import { OF_ALL_MASKS, type LinkVersion } from "./seal.ts";

/** A link's text around any content, with the right checksum: what somebody can forge who has read the code. */
export function sealed(content: Uint8Array, version: LinkVersion = OF_ALL_MASKS): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([Uint8Array.of(version), checksum, content]).toString("base64url");
}
