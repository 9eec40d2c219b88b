export default {
  title: "您的网络",
  close: "关闭，页面保持原样",
  cancel: "取消",
  reading: "正在读取 {{name}}，{{size}}",
  readingTime: "大约需要{{time}}。页面保持原样。",
  readingStays: "页面保持原样，文件也不会离开本浏览器。",
  facts: {
    input: "{{width}} × {{height}} 像素",
    anySize: "任意图片大小",
    grey: "单通道",
    colour: "三通道",
    classes_other: "{{count}} 个类别",
    cost: "{{cost}} 次乘加",
    oneByOne: "每次一张图片",
  },
  withProbes_other:
    "它的 {{count}} 层已有探针。只要提问方式与拟合时相同（即这里已选定的取图方式和类别名称），探针就随它一起使用。",
  ways: {
    title: "它如何接收图片",
    guessed:
      "文件没有说明像素如何变成数字。以下是最可能的几种方式，以及它按每种方式对这张图片的判断：请选择正确的一种。",
    guessedBlank:
      "文件没有说明像素如何变成数字。以下是最可能的几种方式。把一张图片拖到这里，就能看到它按每种方式的判断。",
    given: "随它而来的文件说明了图片如何处理；换一种方式则不带其各层与探针。",
    config: "旁边的一个文件说明了图片如何预处理。",
    metadata: "文件自身说明了图片如何预处理。",
    graph: "图片由计算图自行预处理：直接输入原始像素。",
    type: "它接收字节，因此直接输入原始像素。",
    image: "试用图片：{{name}}",
    otherImage: "换一张图片试试",
    enlarged:
      "它在此处只有 {{width}} × {{height}} 像素，被放大到 {{to}}：对如此模糊的图片，网络的回答可能不同。请换一张不小于该尺寸的图片。",
    trying: "正在试用",
    noNumber: "它没有给出数值。",
    surest: "领先最明显",
    surestRead:
      "领先最明显：相对于全部得分的离散程度，第一类领先第二类最多。过大的得分不计在内：输入的数字不对时，网络对什么都很确信。",
    more_other: "另有 {{count}} 种方式",
    own: "其他方式",
  },
  way: {
    imagenet: "ImageNet",
    unit: "0 到 1",
    centred: "−1 到 1",
    bytes: "原始字节",
    caffe: "Caffe",
    mnist: "MNIST",
    cifar10: "CIFAR-10",
    cifar100: "CIFAR-100",
    clip: "CLIP",
    stored: "按其存储方式",
    own: "您填写的方式",
  },
  how: {
    line: "{{channels}}，{{range}}，{{resize}}",
    range: "{{black}} 到 {{white}}",
    normalised: "{{range}}，均值 {{mean}}，标准差 {{std}}",
    channels: { RGB: "RGB", BGR: "BGR", grey: "灰度" },
    resize: { "centre-crop": "居中裁剪", squash: "拉伸", letterbox: "加边" },
  },
  form: {
    channels: "通道",
    range: "黑到白",
    mean: "均值",
    std: "标准差",
    resize: "其他形状",
    each: "一个数，或每个通道一个数",
    use: "试用",
    bad: "请填写数字：一个，或每个通道一个；标准差须大于 0。",
  },
  size: {
    label: "图片大小",
    value: "{{width}} × {{height}}",
    read: "该网络接收任意大小；此为同类网络常用的训练大小。",
  },
  scores: {
    label: "类别分数",
    value_other: "{{name}}，{{count}} 个类别",
    read: "它有多个输出：哪一个给出每个类别的分数？",
    embedding: "这些可能只是特征，没有分类器：那样的“类别”没有意义。",
  },
  classes: {
    label: "类别名称",
    manifest: "来自随网络提供的清单",
    before: "与之前的名称相同",
    metadata: "来自文件自身",
    labels: "来自 {{from}}",
    config: "来自 {{from}}",
    folders: "来自图片的文件夹",
    "known-set": "按数量判断为 {{from}}",
    numbers: "按编号",
    first: "{{names}}……",
    unfit: "{{from}} 未采用：其中有 {{names}} 个名称，而得分有 {{scores}} 个。",
    unread: "{{from}} 未采用：无法从中读出名称。",
    bring: "提供名称",
    bringTitle: "每行一个名称的文本文件，或 config.json",
  },
  use: "使用并保存在此",
  useOnce: "仅使用这一次",
  takes: "它的图（{{masks}} 个掩码）在此处最多需要{{time}}；图块粗些则更快。",
  useRead:
    "保存在此（{{size}}）后，重新加载页面即可找回；仅用一次，重新加载后需再次提供文件。两种情况都会记住您的说明，且任何内容都不会离开本浏览器。",
  address: {
    asks: "将向 {{host}} 请求 {{file}}。",
    learns:
      "对方会得知本浏览器的网络地址，以及有人需要此文件；不会发送 Cookie、图片或本页面的任何内容。取得的文件保存在本浏览器中，此后无需联网即可打开。",
    guess: "地址没有指明文件，因此尝试通常的文件。",
    fetch: "向 {{host}} 请求",
    fetching: "正在从 {{host}} 获取 {{file}}",
    connecting: "正在请求",
    progress: "{{loaded}} / {{total}}",
  },
  useFetched: "使用",
  useFetchedRead: "该文件（{{size}}）与您的说明都保存在本浏览器中，可在“网络”对话框中移除。",
  opening: "正在打开",
  another: "选择文件",
  refused: {
    "not-onnx": {
      title: "这不是 ONNX 文件。",
      body: "无论叫什么名字，其内容是别的东西。PyTorch、Keras 或 TensorFlow Lite 的网络须先导出为 ONNX：见 docs/own-network.md。",
    },
    "not-found": {
      title: "该网络的文件不在此处。",
      body: "请先把它的 .onnx 文件拖到页面上。",
    },
    "bad-onnx": {
      title: "这个 ONNX 文件已损坏。",
      body: "无法读到末尾。请重新导出，或从原处再复制一次。",
    },
    "too-many-parts": {
      title: "这个网络的部件太多，无法在此读取。",
      body: "其计算图的节点或常量超出本页面所能接收的数量。导出时请折叠常量。",
    },
    "network-too-large": {
      title: "这个网络对本页面来说太大。",
      body: "最多读取 200 MB。命令行可以处理更大的网络。",
    },
    "weights-missing": {
      title: "权重在另一个文件中：{{file}}。",
      body: "请把它也拖到这里，或将两个文件一起拖入。",
    },
    "several-networks": {
      title: "这里有多个网络。",
      body: "每次拖入一个 .onnx 文件，以及属于它的文件。",
    },
    "no-network": {
      title: "这些文件中没有网络。",
      body: "请拖入 .onnx 文件，连同其权重和类别名称。",
    },
    "no-image-input": {
      title: "这个网络没有接收图片的输入。",
      body: "图片以四个轴输入：图片数、一个或三个通道、高和宽；数值为 32 位或 16 位浮点数，或字节。它的输入：{{inputs}}。",
    },
    "image-size": {
      title: "这个网络接收 {{width}} × {{height}} 像素的图片。",
      body: "此处可探索边长为 {{least}} 至 {{most}} 像素的图片。请按这样的大小导出。",
    },
    "batch-too-large": {
      title: "这个网络每次必须接收 {{count}} 张图片。",
      body: "最多接收 {{most}} 张。导出时请将批大小设为一，或任意大小。",
    },
    "other-inputs": {
      title: "这个网络需要的不只是图片。",
      body: "除图片外，它还要求 {{inputs}}，本页面没有这些。",
    },
    "no-class-scores": {
      title: "这个网络不给出类别分数。",
      body: "它看来是{{kind}}。Strata 解释分类器：每个类别一个数。",
    },
    "unknown-operator": {
      title: "运行时缺少这个网络的一个算子：{{operator}}。",
      body: "浏览器版 ONNX Runtime 无法运行它。请换一个 opset 导出，或去掉该算子。",
    },
    "too-many-classes": {
      title: "这个网络的类别太多：{{count}} 个。",
      body: "最多接收 {{most}} 个。",
    },
    "other-network": {
      title: "旁边的清单属于另一个网络。",
      body: "它对应 SHA-256 为 {{expected}}… 的网络，而这个网络为 {{actual}}…。",
    },
    "bad-manifest": {
      title: "旁边的清单无法使用。",
      body: "其字段 {{field}}：{{problem}}。",
    },
    "bad-probes": {
      title: "旁边的探针文件无法使用。",
      body: "它已损坏、不是探针文件，或来自本页面的更新版本。请不带它放入网络，或重新导出探针。",
    },
    "out-of-memory": {
      title: "内存不足以运行这个网络。",
      body: "请关闭其他标签页，或使用较小的网络。",
    },
    "session-failed": {
      title: "运行时无法运行这个网络。",
      body: "其说明：{{message}}",
    },
    "worker-died": {
      title: "读取这个网络时中断了。",
      body: "浏览器可能内存不足。请关闭其他标签页再试。",
    },
    unreadable: {
      title: "无法读取该文件。",
      body: "选择之后它可能被移动或更改。请重新选择。",
    },
    lacking: {
      title: "本浏览器缺少运行您自己的网络所需的功能。",
      body: "较新的或其他浏览器具备该功能。",
    },
    "part-missing": {
      title: "无法获取本页面的一个部分。",
      body: "运行您自己的网络需要它一次。请联网后再试。",
    },
    unopened: {
      title: "无法打开这个网络。",
      body: "原因：{{message}}",
    },
  },
  seems: {
    segmenter: "为每个像素给出类别的分割网络",
    detector: "给出边框的检测网络",
    embedder: "给出特征而不给出类别的嵌入网络",
    image: "给出图片的网络",
    "one-score": "只给出单个分数（如是与否）的网络，请为两者各导出一个分数",
    other: "其他种类",
  },
};
