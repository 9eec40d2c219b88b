export default {
  verdict: {
    follows: "在 {{held}} 张留出图片中的 {{follows}} 张上与网络一致",
    "near-chance":
      "接近随机：在 {{held}} 张留出图片中的 {{follows}} 张上与网络一致，而总是说网络最常说的类别就有 {{chance}} 张",
    "few-images": "图片太少：一致度 {{agreement}}；再有约 {{more}} 张就够了",
    "few-images-unknown": "图片太少：一致度 {{agreement}}；由这些图片无法得知需要多少张",
    "like-neighbour": "与 {{neighbour}} 没有差别；在 {{held}} 张留出图片中的 {{follows}} 张上与网络一致",
  },
  verdictNote:
    "一致度是该层探针在重新抽取的图片上的两次拟合所共有的概念的份额；0.5 视为足够。需要多少张图片由在半数图片上的拟合推出：两次拟合每共有一个概念所对应的分歧，随图片数的幂次下降，指数至多 0.35。少于 200 张图片时无法得知。",
  progress: {
    keeping: "正在保存图片，{{done}} / {{total}}",
    looking: "正在查看图片，{{done}} / {{total}}",
    features: "正在计算图片的特征，{{done}} / {{total}}",
    fitted: "已拟合 {{layer}}，第 {{index}} 层，共 {{of}} 层",
    quality: "正在测量探针的水平",
    noise: "正在测量噪声，{{done}} / {{total}} 张图片",
    masks: "正在计算这张图片的掩码，{{done}} / {{total}}",
  },
  kept: "关闭或重新载入页面后会继续进行。",
  notKept: "此浏览器没有空间保存它：完成之前请不要关闭本页。",
  planned: "{{training}} 张图片用于拟合，{{heldOut}} 张用于检验，每张 {{versions}} 个版本。",
  leftOut_other: "{{count}} 张图片无法读取，已略去。",
  notNeeded_other: "{{count}} 张图片未使用：内存放不下这么多。",
  covers:
    "该网络有 {{classes}} 个类别。探针只认识这些图片所显示的类别：{{names}}；其余的一律当作一个。其他类别只有输出。想要更多类别，请拖入显示它们的图片。",
  unknownLabels: "没有说明图片显示什么：探针按网络自己的回答拟合，其准确率未知。",
  labelsByName: "每个文件夹都以一个类别命名：会给出准确率，并另外按标签拟合探针。",
  labelsByOrder: "文件夹与类别一样多，按名称顺序一一对应：会给出准确率，并另外按标签拟合探针。",
  onImage: {
    name: "在这张图片上线性可读",
    note: "对每一层，用这张图片一半的掩码把该层特征的一个线性函数拟合到网络自己的得分，并用另一半检验。它说明在这张图片上什么是线性可读的；它不是探针，对其他图片什么也没有说。",
    check: "R² {{r2}}，在未用于拟合的 {{checked}} 个掩码的 {{agreement}} % 上符号与网络相同",
  },
  errors: {
    "too-few-images": {
      title: "图片太少，无法拟合探针。",
      body: "可用的有 {{images}} 张，至少需要 {{least}} 张。请再拖入一些；不需要标签。",
    },
    "not-kept": {
      title: "先前开始的工作已不再保存。",
      body: "浏览器已将其清除，或没有全部写入。请重新拖入网络和图片。",
    },
    elsewhere: {
      title: "另一个标签页正在进行。",
      body: "这些探针正在本页的另一个标签页或窗口中拟合。请让它在那里完成，或将其关闭。",
    },
    "no-images": {
      title: "其中没有图片。",
      body: "请拖入 JPEG、PNG、WebP、AVIF 或 GIF 文件、装有它们的文件夹，或 zip。",
    },
    "too-many-files": {
      title: "文件太多了。",
      body: "最多接受 {{most}} 个。请从各种图片中选取一部分。",
    },
    "too-many-bytes": {
      title: "数据太多了。",
      body: "图片解压后总共最多 {{megabytesMax}} MB。请少拖一些，或换小一点的。",
    },
    "zip-damaged": {
      title: "{{name}} 无法解压。",
      body: "它已损坏、被截断或已加密。请先解压，再拖入文件夹。",
    },
    "zip-file-too-large": {
      title: "{{name}} 中有一个文件太大。",
      body: "zip 中的一个文件解压后最多 {{megabytesMax}} MB。请将其取出，或解压后拖入文件夹。",
    },
    "zip-bomb": {
      title: "{{name}} 解压后远超图片应有的大小。",
      body: "已停止解压。如果您信任它，请自行解压后拖入文件夹。",
    },
  },
};
