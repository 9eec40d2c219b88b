export default {
  title: "结果有多准确？",
  rounded: "为放入链接，此处的效应经过舍入，误差不超过该层最大效应的 {{error}}；所有阈值判断保持不变。",
  shrink:
    "这些效应在全部 {{total}} 个掩码上重建 v，误差不超过 κ。代价是效应可能被缩小，最多约 2κ；极小的效应可能并不真实存在。",
  explained_other: "前 {{count}} 个占",
  gap: "求解间隙",
  gaps: "各层的求解间隙",
  gapAt: "{{layer}} {{gap}}",
  gapTitle: "更稀疏的解释最多还能比所得的好这么多；这与噪声无关。",
  kappa: "该层 κ，奈特",
  error: "最大误差，奈特",
  unstable: "在 {{layers}}，概念的构成并不稳定：换一组图块也能同样好地解释得分（方法 B）。",
  imageScale: "模型没有给出 {{layers}} 的尺度，这里以本图的跨度代替。",
  against: "得分只问一件事：“{{name}}”相对于模型认识的所有其他类别。",
  masked: "遮挡图块就是把它涂掉；从未见过这种空缺的网络，回答可能失常。",
  rule: "κ 取",
  rule_noise: "v 值域的 {{share}}，至少为噪声的两倍",
  rule_range: "v 值域的 {{share}}",
  rule_delta: "|v(全显) − v(全遮)| 的 {{share}}（论文做法）",
  certainty: {
    ask: "这有多确定？",
    askTitle: "获取用照片的其他抽样拟合的探针副本，在后台再运行一次网络，并逐一解释",
    askRobustTitle: "以更小和更大的 κ、以及同等答案中的另一种选择重新解释每一层",
    starting: "这有多确定？正在获取探针的副本。",
    masks: "这有多确定？探针的副本正在回答：{{share}}。",
    solving: "这有多确定？已重新解释 {{share}}。",
    cancel: "取消",
    firm_other:
      "{{count}} 行中有 {{firm}} 行是稳固的：用照片的其他抽样拟合的全部 {{replicates}} 个探针副本给出相同的去向和符号。",
    noReplicates: "其他拟合的探针是否会给出相同结果尚不可知：这些探针没有副本。",
    robust_other:
      "{{count}} 行中有 {{robust}} 行是稳健的：κ 小四分之一、大一半，或在同等答案中另作选择时，它们仍然显著且符号不变。",
  },
  noise: {
    layer: "{{name}} {{share}}",
    told: "探针在这张图片上的噪声，占 v 跨度的比例：{{layers}}。这是探针的副本与它的差距。",
  },
  probes: {
    label: "探针",
    first: "网络的回答",
    labels: "标签（论文做法）",
    differ:
      "按网络的回答拟合的探针，说明一层对网络将要给出的回答知道多少；按标签拟合的，说明它对照片内容知道多少，即使网络的回答并非如此。换一种就是另一个问题：重新运行，或取自本浏览器保存的结果。",
  },
  waiting: "全部层求解后给出检验。",
  privateOpened: "这些数字是此前或在别处计算的。重新计算时在本浏览器中进行，图片不会离开这里。",
  private: "一切都在本浏览器中计算，图片不会离开这里。",
  verified: {
    title: {
      agrees: { earlier: "此前算好的结果与此处刚才的计算一致。", opened: "先前打开的结果与此处的计算一致。" },
      differs: { earlier: "此前算好的结果与此处刚才的计算不一致。", opened: "先前打开的结果与此处的计算不一致。" },
    },
    rebuilt: {
      agrees:
        "打开的结果中的效应{{rounding}}在全部 {{total}} 个掩码上重建 v：偏差最大处在 {{layer}}，为 {{residual}} 奈特，允许 {{allowed}}。",
      differs: "其效应{{rounding}}不能解释 v：在 {{layer}} 重建的值偏差 {{residual}} 奈特，只允许 {{allowed}}。",
    },
    compared: "比较了什么",
    rounding: "（舍入误差不超过该层最大效应的 {{error}}）",
    objective: {
      agrees: "效应大小之和是可能的最小值：在 {{layer}} 为 {{found}} 奈特，此处为 {{optimum}}，允许相差 {{allowed}}。",
      differs:
        "效应大小之和不是可能的最小值：在 {{layer}} 为 {{found}} 奈特，此处为 {{optimum}}，只允许相差 {{allowed}}。",
    },
    scores: {
      all: "所有掩码上的 v 最多相差 {{difference}} · max(1, |v|)，允许 {{tolerance}}。",
      ends: "全部显示与全部隐藏时的 v 最多相差 {{difference}} · max(1, |v|)，允许 {{tolerance}}。",
    },
    stated: "它给出的以下内容与此处不同：{{what}}。",
    what: {
      network: "网络的名称、尺寸或平均颜色",
      layers: "各层，或哪些层所知甚少",
      probes: "探针的准确率或一致度",
      scales: "各层的尺度",
      classes: "类别、其概率或能量",
      certificate: "κ、目标值、求解间隙或最大误差",
    },
    nothingStated: "各层、探针、尺度和类别均相同；未比较图片名称、探针噪声以及图的可靠程度。",
    others: "只在其中之一显著的概念：{{count}} 个。多组解可以同样好地解释 v，这两组都是。",
  },
};
