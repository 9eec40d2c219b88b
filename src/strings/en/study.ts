export default {
  claim: {
    "low-orders-stronger":
      "Low-order interactions are stronger than high-order ones (at the output, per salient effect).",
    "completeness-rises-early": "Completeness rises early: more in the first half of the layers than in the second.",
    "redundancy-rises-then-falls": "Redundancy rises, then falls.",
    "salient-count": "An image has few salient interactions (the paper: 21.8 on MNIST, 45.6 on CIFAR-10).",
    "orders-grow-with-layers": "Later layers bring concepts of higher order than earlier layers.",
    "high-orders-built-of-low":
      "New concepts hold more of the old ones than chance gives, and than is left of them where concepts end.",
    "low-orders-generalise": "Low-order interactions generalise better across networks.",
    "low-orders-steadier": "Low-order interactions are steadier to noise.",
  },
  verdict: {
    holds: "holds",
    "does-not-hold": "does not hold",
    undecided: "cannot be told from so many images",
    "not-measured": "was not measured",
    reported: "a number, no claim",
  },
  evidence: {
    "low-minus-high": "strength per salient effect at the output, orders up to n/2 minus higher orders",
    "early-minus-late": "rise of completeness up to the middle layer minus the rise after it",
    "peak-minus-first":
      "redundancy where it is highest in between, as the other half of the images has it, minus at the first layer",
    "peak-minus-last":
      "redundancy where it is highest in between, as the other half of the images has it, minus at the last probe",
    "salient-at-output": "salient effects at the output, per image",
    "later-minus-earlier":
      "mean order of the concepts born in the later half of the layers minus that of those born before",
    "subsets-before-minus-chance":
      "share of a new concept's proper subsets that are salient, by either kind, at the layer before its birth, minus what as many random sets of each order give",
    "subsets-before-minus-after":
      "that difference at the layer before births minus the same at the layer after concepts have ended",
    "iou-low-minus-high":
      "intersection over union of the two networks' concepts at the output, orders up to n/2 minus higher orders",
    "iou-low-minus-high-beyond-chance": "the same, each less what random concepts of the same numbers give",
    "ratio-low-minus-high":
      "|mean| / standard deviation of salient effects under noise at the output, orders up to n/2 minus higher orders",
  },
  unit: {
    share: "of 1",
    scales: "of the layer's scale",
    concepts: "concepts",
    patches: "patches",
    ratio: "times the deviation",
  },
} as const;
