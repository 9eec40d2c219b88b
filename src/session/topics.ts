/** Questions that the middle of the page answers, each in a view of its own, in place of the main picture; what an address calls them. */
export const TOPICS = [
  "orders",
  "completeness",
  "matching",
  "sparsity",
  "patches",
  "graph",
  "audit",
  "stability",
  "across",
  "compare",
  "shown",
  "thresholds",
] as const;
export type Topic = (typeof TOPICS)[number];
