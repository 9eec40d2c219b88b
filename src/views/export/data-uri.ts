/** A file as an address that holds it. */
export function dataUri(type: string, bytes: Uint8Array): string {
  let characters = "";
  // One byte at a time: a call with all of them as arguments would overflow the stack.
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(characters)}`;
}
