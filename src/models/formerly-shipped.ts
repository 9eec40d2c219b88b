/**
 * Networks that earlier versions of the page shipped, by SHA-256. Some ship still: what counts as gone is what the list of today's does not have. Pictures,
 * links and files of theirs open for ever, and nobody can ask them anything once they are gone.
 */
const FORMERLY_SHIPPED = [
  { name: "imagenette64", sha256: "68d08ae96401a2738486eded73049ad747f5913c980077b91048bc8316da3c63" },
  { name: "imagenette64", sha256: "3d3ffd7032d3327772c1d83636ddfb1ab9aef9c596e0242318468a2599c3565c" },
] as const;

/** Whether a network that is none of today's shipped once. */
export function shippedOnce({ sha256 }: { readonly sha256: string }): boolean {
  return FORMERLY_SHIPPED.some((network) => network.sha256 === sha256);
}

/** Whether a network shipped once under a name. */
export function shippedOnceAs(name: string): boolean {
  return FORMERLY_SHIPPED.some((network) => network.name === name);
}
