/** Longest stem, in characters: file systems allow 255 bytes, and a character may take four. */
const MAX_STEM = 48;

/** How long a blob stays reachable after the click: the browser has begun to save it long before. */
const REVOKE_MS = 60_000;

/**
 * A name made fit for every file system: without its last extension, lower case, letters and digits of any script joined by single hyphens,
 * at most 48 characters; "untitled" when nothing is left.
 */
export function fileStem(name: string): string {
  const bare = name
    .normalize("NFC")
    .replace(/(?<=.)\.[a-z0-9]{1,5}$/i, "")
    .toLowerCase();
  const stem = [...bare.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")]
    .slice(0, MAX_STEM + 1)
    .join("")
    .replace(/^-+/, "");
  return [...stem].slice(0, MAX_STEM).join("").replace(/-+$/, "") || "untitled";
}

/** Hands a file to the browser to save under `name`; its address is revoked after. */
export function download(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}
