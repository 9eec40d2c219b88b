/** The polynomial of CRC-32 (ISO/IEC 13239, as in PNG and gzip), least significant bit first. */
const POLYNOMIAL = 0xedb88320;

/** CRC-32 of each byte. */
const OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** CRC-32 of bytes, 0 to 2^32 − 1; finds what was cut or mistyped, not what was forged. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = OF_BYTE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
