export default {
  claim: {
    "low-orders-stronger": "低阶交互比高阶交互更强（在输出处，按每个显著效应计）。",
    "completeness-rises-early": "完备度上升得早：前一半层的上升多于后一半层。",
    "redundancy-rises-then-falls": "冗余度先升后降。",
    "salient-count": "一张图片只有少量显著交互（论文：MNIST 为 21.8，CIFAR-10 为 45.6）。",
    "orders-grow-with-layers": "较后的层带来的概念比较前的层阶数更高。",
    "high-orders-built-of-low":
      "新概念由旧概念构成：其子集在前一层显著的比例高于随机情形，也高于已结束的概念在其后一层的比例。",
    "low-orders-generalise": "低阶交互在不同网络之间泛化得更好。",
    "low-orders-steadier": "低阶交互对噪声更稳定。",
  },
  verdict: {
    holds: "成立",
    "does-not-hold": "不成立",
    undecided: "这么多图片还无法判断",
    "not-measured": "未测量",
    reported: "仅为数值，无论断",
  },
  evidence: {
    "low-minus-high": "输出处每个显著效应的强度，不超过 n/2 的阶减去更高的阶",
    "early-minus-late": "完备度到中间层为止的上升减去其后的上升",
    "peak-minus-first": "冗余度在中间最高处（由另一半图片选定）减去首层处",
    "peak-minus-last": "冗余度在中间最高处（由另一半图片选定）减去末个探针处",
    "salient-at-output": "每张图片在输出处的显著效应数",
    "later-minus-earlier": "后一半层中出现的概念的平均阶减去此前出现的概念的平均阶",
    "subsets-before-minus-chance":
      "新概念的真子集中，在其出现前一层显著（任一类型）的比例，减去各阶同样多的随机集合所给出的比例",
    "subsets-before-minus-after": "上述之差在概念出现的前一层处，减去在概念结束后的那一层处",
    "iou-low-minus-high": "两个网络在输出处概念的交并比，不超过 n/2 的阶减去更高的阶",
    "iou-low-minus-high-beyond-chance": "同上，但各自减去同样多的随机概念所给出的值",
    "ratio-low-minus-high": "噪声下输出处显著效应的 |均值| / 标准差，不超过 n/2 的阶减去更高的阶",
  },
  unit: {
    share: "（以 1 计的比例）",
    scales: "（以层的尺度计）",
    concepts: "个概念",
    patches: "个图块",
    ratio: "倍偏差",
  },
} as const;
