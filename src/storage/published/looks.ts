/** What hosts send in a file's place, told by its first bytes. */

/** A pointer of Git LFS: the file's SHA-256 and size. */
export interface LfsPointer {
  readonly sha256: string;
  readonly bytes: number;
}

/** As many bytes as are looked at: a pointer is shorter. */
export const LOOK_BYTES = 1024;

const PAGE = /^\uFEFF?\s*(<!--[^]*?-->\s*)*(<!doctype\s|<html[\s>]|<head[\s>])/i;
const LFS = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n/;

const textOf = (beginning: Uint8Array): string => new TextDecoder().decode(beginning.subarray(0, LOOK_BYTES));

/** Whether bytes begin like a page. */
export const looksLikePage = (beginning: Uint8Array): boolean => PAGE.test(textOf(beginning));

/** Whether bytes begin like a pointer of Git LFS. */
export const looksLikeLfsPointer = (beginning: Uint8Array): boolean => LFS.test(textOf(beginning));

/** What a pointer of Git LFS points at; null where it does not say so. */
export function readLfsPointer(bytes: Uint8Array): LfsPointer | null {
  const text = textOf(bytes);
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return sha256 === undefined || size === undefined ? null : { sha256, bytes: Number(size) };
}
