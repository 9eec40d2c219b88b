export default {
  title: "结果有多准确？",
  rounded: "为放入链接，此处的效应经过舍入，误差不超过该层最大效应的 {{error}}；所有阈值判断保持不变。",
  shrink:
    "这些效应在全部 {{total}} 个<mask>掩码</mask>上<matching>重建</matching><score>得分</score>，误差不超过<slack>余量 κ</slack>。代价是效应可能被缩小，最多约 2κ；极小的效应可能并不真实存在。",
  debiased:
    "这些效应是<debiased>去偏</debiased>的：为数不多，用最小二乘拟合全部<mask>掩码</mask>上的<score>得分</score>，没有被缩小。它们的剩余不受 κ 限制：至多 {{residual}} 奈特，在 {{layer}}。有多确定，也由同一估计方法得出。",
  sampled:
    "这些效应由 {{masks}} 个<mask>掩码</mask>（种子 {{seed}}）而非全部掩码<estimate>估计</estimate>，对其余掩码没有任何证明。留出 R² 由其中 {{heldOut}} 个未参与拟合的掩码测得：效应所缺的部分，有些存在但未能区分（只要能预测未见的掩码），有些则未知。",
  notVerified: "估计无法通过重新运行来验证：得分只要差一点舍入，选出的概念就可能不同，却同样说得通。",
  heldOut: "留出 R²，最低",
  notToldApart: "存在但未能区分",
  unseen: "几乎未出现的候选",
  halves: {
    ask: "换一批掩码会作同样的选择吗？",
    askTime: "换一批掩码会作同样的选择吗？（约 {{time}}）",
    askTitle: "在 {{halves}} 组半数的掩码上重复对效应的选择，每组约需拟合时间的一半。只有打开的结果才需要再运行网络。",
    told: "被 {{halves}} 个半样本再次选中",
  },
  errorSampled: "这些掩码上的最大误差，奈特",
  byLayerSampled: "每一层的估计有多好，以及其探针的质量，点击图中该层的列头即可查看；此处最大误差出自",
  explained_other: "前 {{count}} 个占",
  gap: "求解间隙",
  byLayer: "每一层的求解间隙、κ、误差，以及其探针的质量，点击图中该层的列头即可查看；例如",
  byLayerDebiased: "每一层的误差，以及其探针的质量，点击图中该层的列头即可查看；例如",
  r2: "全部效应的 R²",
  kappa: "余量 κ，奈特",
  error: "最大误差，奈特",
  unstable: "在 {{layers}}，概念的构成并不稳定：换一组图块也能同样好地解释得分（方法 B）。",
  imageScale: "模型没有给出 {{layers}} 的尺度，这里以本图的跨度代替。",
  against: "<score>得分</score>只问一件事：“{{name}}”相对于模型认识的所有其他类别。",
  rather: "<score>得分</score>只问一件事：“{{name}}”而非“{{rather}}”，即两者 logit 之差，与其他类别无关。",
  masked: "<baseline>遮挡图块就是把它涂掉</baseline>；从未见过这种空缺的网络，回答可能失常。",
  rule: "余量 κ 取",
  rule_noise: "得分值域的 {{share}}，至少为噪声的两倍",
  rule_range: "得分值域的 {{share}}",
  rule_delta: "|v(全显) − v(全遮)| 的 {{share}}（论文做法）",
  rule_debiased: "少数未缩小的效应所剩余的（去偏）",
  certainty: {
    ask: "这有多确定？",
    askTime: "这有多确定？（约 {{time}}）",
    askTitle: "获取用训练图像的其他抽样拟合的探针副本，在后台再运行一次网络，并逐一解释",
    askRobustTitle: "以更小和更大的 κ、以及同等答案中的另一种选择重新解释每一层",
    askSampledTitle:
      "获取用训练图像的其他抽样拟合的探针副本，在后台就这些掩码再运行一次网络，并由每个副本、以及由任意一半掩码分别作出估计",
    askRobustSampledTitle: "在后台由任意一半掩码重新估计每一层",
    runFirst: "在此就这些掩码运行过网络之后，才能查看它有多确定。",
    askHere: "在此查看",
    starting: "这有多确定？正在获取探针的副本。",
    masks: "这有多确定？探针的副本正在回答：{{share}}。",
    solving: "这有多确定？已重新解释 {{share}}。",
    cancel: "取消",
    firm_other:
      "{{count}} 行中有 {{firm}} 行是<firm>稳固</firm>的：用训练图像的其他抽样拟合的全部 {{replicates}} 个探针<replicate>副本</replicate>给出相同的去向和符号。",
    kept_other:
      "其中 {{count}} 行为保留：在输出处存在与否不取决于任何探针，因此只有符号可能不同；它们在何处出现有多确定，另行说明。",
    sameMasks: "每个副本都由这同一批掩码估计：换一批掩码会怎样，是另一个问题。",
    strongest: "行数只计共 {{total}} 行中最强的 {{shown}} 行。",
    outputAlone: "输出是网络自身的答案：这里没有探针，也就没有另一次拟合会与之不同。",
    onImage: "其他拟合是否会给出相同结果尚不可知：输出之前的各列不是探针，而是用这张图片自己的掩码拟合的。",
    noReplicates: "其他拟合的探针是否会给出相同结果尚不可知：这些探针没有副本。",
    fewReplicates: "其他拟合的探针是否会给出相同结果未予说明：这些探针只有 {{count}} 个副本，至少需要 {{fewest}} 个。",
    robust_other:
      "{{count}} 行中有 {{robust}} 行是<robust>稳健</robust>的：κ 小四分之一、大一半，或在同等答案中另作选择时，它们仍然显著且符号不变。",
    noneRobust:
      "这些行都不<robust>稳健</robust>：只用这些掩码的任意一半时，没有一行在其存在之处都显著且符号不变。掩码减半，找到的也更少，故它们未必是偶然。",
    robustSampled_other:
      "{{count}} 行中有 {{robust}} 行是<robust>稳健</robust>的：只用这些掩码的任意一半，它们也显著且符号不变。掩码减半，找到的也更少，故其余各行未必是偶然。",
    from: {
      link: "这是链接所说的；未在此查看。",
      file: "这是文件所说的；未在此查看。",
      library: "这是此浏览器先前得到的。",
      build: "这是为本页面制作此图时得到的。",
    },
    compared: {
      agrees_other: "打开的图对 {{count}} 行说了这些，此处得到的与它所说相同。",
      differs_other: "打开的图对 {{count}} 行说了这些，其中 {{otherwise}} 行与此处得到的不同。",
      layers_other: "在 {{count}} 层，它所说的探针在本图上的噪声或一致度与此处得到的不同。",
      robustOnly: "未比较哪些稳固：此处没有副本。",
    },
  },
  baselines: {
    ask: "它取决于用什么遮挡图块吗？",
    askTitle: "用其他每一种遮挡方式在这张图片上运行网络，并像本图一样逐一解释",
    starting: "正在比较其他遮挡方式。",
    masks: "用{{as}}：掩码已回答 {{share}}。",
    solving: "用{{as}}：各层已解释 {{share}}。",
    cancel: "取消",
    told_other: "{{count}} 行中有 {{withAll}} 行无论怎样遮挡都能找到，{{withNone}} 行只有用{{own}}时才有。",
    each: "用{{as}}：{{count}} 行中 {{rows}} 行",
    agreement: "一致度 {{agreement}}",
    read: "找到：在本图有它的某一层<salient>显著</salient>且符号相同。一致度：显著概念的 Jaccard 指数，取各层平均。",
    only: "只有用{{own}}时才有：",
  },
  noise: {
    layer: "{{name}} {{share}}",
    told: "<noiseShare>探针在这张图片上的噪声</noiseShare>，占得分跨度的比例：{{layers}}。这是探针的副本与它的差距。",
  },
  probes: {
    label: "探针",
    first: "网络的回答",
    labels: "标签（论文做法）",
    "on-image": "这张图片自己的掩码",
    differ:
      "按网络的回答拟合的探针，说明一层对网络将要给出的回答知道多少；按标签拟合的，说明它对图像内容知道多少，即使网络的回答并非如此。换一种就是另一个问题：重新运行，或取自本浏览器保存的结果。",
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
    sum: {
      agrees:
        "效应大小之和与此处得到的相同：在 {{layer}} 为 {{found}} 奈特，此处为 {{optimum}}，允许相差 {{allowed}}。",
      differs:
        "效应大小之和与此处得到的不同：在 {{layer}} 为 {{found}} 奈特，此处为 {{optimum}}，只允许相差 {{allowed}}。",
    },
    scores: {
      all: "所有掩码上的 v 最多相差 {{difference}} · max(1, |v|)，允许 {{tolerance}}。",
      ends: "全部显示与全部隐藏时的 v 最多相差 {{difference}} · max(1, |v|)，允许 {{tolerance}}。",
    },
    stated: "它给出的以下内容与此处不同：{{what}}。",
    what: {
      network: "网络的名称、尺寸或平均颜色",
      players: "图块包含哪些像素",
      layers: "各层，或哪些层所知甚少、哪些层相近",
      probes: "探针的准确率、一致度或噪声",
      scales: "各层的尺度",
      classes: "类别、其概率或能量",
      certificate: "κ、目标值、求解间隙或最大误差",
    },
    nothingStated: "各层、探针、尺度和类别均相同；未比较图片名称；图有多确定以及探针噪声，只有也在此查看之后才会比较。",
    others: "只在其中之一显著的概念：{{count}} 个。多组解可以同样好地解释 v，这两组都是。",
  },
};
