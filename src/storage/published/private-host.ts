/** Names that no public name server answers for: of this machine, of a local network, and those kept free by RFC 2606, 6761, 6762, 8375 and 9476. */
const PRIVATE_ENDINGS = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "lan",
  "home",
  "corp",
  "intranet",
  "private",
  "home.arpa",
  "test",
  "invalid",
  "onion",
  "alt",
];

/**
 * Whether a host, as `URL` gives it, is not one of the public internet: any literal number (`URL` has written every form of one out by then), a name
 * without a dot, or one under an ending for local networks. A public name may still lead to a private number: what names stand for no page can see.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  const isNumber = host.startsWith("[") || /^\d+(\.\d+){3}$/.test(host);
  return (
    isNumber || !host.includes(".") || PRIVATE_ENDINGS.some((ending) => host === ending || host.endsWith(`.${ending}`))
  );
}
