export default {
  element: {
    coming: "正在读取图…",
    file: "文件",
    unfetched: "无法获取 {{name}}（{{reason}}）。请检查地址，以及其服务器是否允许本网页读取。",
  },
  notice: {
    empty: { title: "{{name}} 是空文件。", body: "里面没有任何内容。Strata 可读取 JPEG、PNG、WebP、AVIF 和 GIF。" },
    svg: { title: "{{name}} 是矢量图，不是照片。", body: "SVG 没有可供网络观看的像素，请先导出为 PNG。" },
    "not-an-image": {
      title: "{{name}} 不是图片。",
      body: "无论文件名是什么，它的内容并非图片。Strata 可读取 JPEG、PNG、WebP、AVIF 和 GIF。",
    },
    network: {
      title: "{{name}} 是网络或其权重（{{format}}），不是图片。",
      body: "您自己的网络以 ONNX 格式运行：请先导出，再拖入 .onnx 文件。方法见 docs/own-network.md。",
    },
    "unsupported-format": {
      title: "这里无法读取 {{name}} 的格式。",
      body: "它的格式是 {{format}}。请另存为普通的 JPEG、PNG、WebP、AVIF 或 GIF 后重试。",
    },
    "too-large": {
      title: "{{name}} 太大了。",
      body: "这类图片最多 {{megapixelsMax}} 百万像素，每边最多 {{sideMax}} 像素；请先缩小。",
    },
    "too-many-bytes": {
      title: "{{name}} 太大了。",
      body: "Strata 最多读取 {{megabytesMax}} MB 的图片文件；请先压缩或缩小。",
    },
    "slow-scans": {
      title: "读取 {{name}} 会花费太长时间。",
      body: "它是一幅 JPEG，对其 {{width}} × {{height}} 像素的扫描超过 {{scansMax}} 遍。请另存为基线 JPEG（非渐进式），或先缩小。",
    },
    "slow-avif": {
      title: "读取 {{name}} 会花费太长时间。",
      body: "AVIF 解码缓慢，而它有 {{megapixels}} 百万像素、{{megabytes}} MB。请另存为 JPEG，或缩小后另存为 AVIF：普通质量下最多 {{megapixelsMax}} 百万像素。",
    },
    "decoder-missing": {
      title: "暂时无法读取 {{name}}。",
      body: "无法获取读取 {{format}} 图片的解码器。请检查本页面的服务器是否仍在运行，然后重新打开它。",
    },
    damaged: { title: "{{name}} 已损坏。", body: "它的开头像图片，但无法完整解码。请换一份副本。" },
    unreadable: { title: "无法读取 {{name}}。", body: "它是文件夹，或此后被移动或更改过的文件。请选择一个图片文件。" },
    "no-room": { title: "{{name}} 所需内存超出此浏览器所有。", body: "请先缩小图片。" },
    "left-out": { title: "这幅结果没有附带图片。", body: "没有图片就无法计算：请拖入图片本身。" },
    "many-files": {
      title: "一次放入了多个文件。",
      body: "请放入一张或多张图片（JPEG、PNG、WebP、AVIF 或 GIF），不要夹带其他文件；或一个网络，即 .onnx 文件及属于它的文件。",
    },
    "no-file": { title: "其中没有图片。", body: "请拖入或粘贴图片文件：JPEG、PNG、WebP、AVIF 或 GIF。" },
    "no-study": {
      title: "此文件夹中不是恰有一项研究。",
      body: "请拖入研究所写入的文件夹，其中有一个 .study 文件，旁边是各个探索。图片请作为文件拖入。",
    },
    "model-missing": { title: "无法获取模型 {{name}}。", body: "请确认本页面的服务器仍在运行。" },
    "insecure-page": {
      title: "此地址不够安全，无法使用。",
      body: "浏览器只在来自 HTTPS 或 localhost 的页面上校验文件。请通过这样的地址打开 Strata。",
    },
    sandboxed: {
      title: "外层框架不让本页面进行计算。",
      body: "框架的沙盒去掉了页面自身的来源，因而也无法使用它的文件和工作线程。分享链接仍可显示；其余功能请在单独的标签页中打开本页面，或为框架加上 allow-same-origin。",
    },
    "no-workers": {
      title: "浏览器没有为本页面启动工作线程。",
      body: "所有计算都在工作线程中进行。可能是其文件无法获取，请确认本页面的服务器仍在运行；也可能是设置或扩展禁止了它们。",
    },
    "no-webassembly": {
      title: "此浏览器不允许页面使用 WebAssembly。",
      body: "网络在 WebAssembly 中运行，而这里没有它或禁止使用：可能由于锁定模式、设置，或服务器发送的策略。请允许使用，或换一个浏览器。来自链接和文件的结果仍可打开。",
    },
    lacking: {
      title: "此浏览器缺少 {{part}}。",
      body: "您要做的事需要它。请使用较新的浏览器；若是设置或扩展禁用了它，请允许使用。",
    },
    unopened: { title: "无法打开 {{name}}。", body: "发生了意料之外的情况。浏览器的说明：{{message}}" },
    "link-unopened": { title: "此链接无法在这里打开。", body: "这不一定是链接的问题。浏览器的说明：{{message}}" },
    "list-missing": {
      title: "无法列出本页面自带的内容。",
      body: "未能取得 {{file}}：请确认本页面的服务器仍在运行并有该文件。您自己的图片、链接和文件仍可打开。",
    },
    "list-damaged": {
      title: "本页面自带内容的列表已损坏。",
      body: "服务器上的 {{file}} 不是应有的内容，需由服务器的管理者修正。您自己的图片、链接和文件仍可打开。",
    },
    "model-not-here": {
      title: "这里没有这幅结果所用的模型 {{name}}。",
      body: "它由另一个网络（SHA-256 {{sha256}}…）计算，不在此处的网络之中{{where}}。要再次运行，请把该网络的 .onnx 文件拖到页面上。",
    },
    "model-retired": {
      title: "{{name}} 已不再随本页面提供。",
      body: "用它计算的结果保持不变，仍可查看、保存和分享，但不能再次运行。要询问图片，请选择现有的一个网络。",
    },
    "probes-fitted": { title: "{{name}} 的探针已拟合完成。", body: "选择它即可查看所有层。" },
    "fit-failed": {
      title: "先前访问时开始拟合的探针未能拟合。",
      body: "请打开那个网络的各层，再次给出图片。",
    },
    "probes-failed": {
      title: "无法拟合 {{name}} 的探针。",
      body: "请打开它的各层再试；该对话框打开时，会在那里说明原因。",
    },
    "own-replaced": {
      title: "{{name}} 的文件不在此处。",
      body: "其图片暂由 {{other}} 处理。要继续使用 {{name}}，请把它的 .onnx 文件拖到页面上。",
    },
    "model-replaced": {
      title: "{{name}} 已不再随本页面提供。",
      body: "此次运行保留的部分无法继续。其图片改由 {{other}} 回答。",
    },
    "model-unknown": {
      title: "这里没有名为 {{name}} 的网络。",
      body: "地址中的网络不属于本页面。请检查拼写后重新加载，或选择现有的一个网络。",
    },
    "model-damaged": { title: "模型 {{name}} 已损坏。", body: "它的文件不匹配或不完整。" },
    "sample-missing": { title: "无法获取示例图片。", body: "请确认本页面的服务器仍在运行，或打开自己的图片。" },
    "sample-unknown": {
      title: "这里没有名为 {{name}} 的示例。",
      body: "地址中的示例不属于本页面。请检查拼写后重新加载，或在图片下方选择一个示例。",
    },
    "address-unreadable": {
      title: "无法读取此地址。",
      body: "本页面不认识其中的“{{part}}”。请在地址栏中更正，或请对方重新发送链接。地址保持原样。",
    },
    "address-masks": {
      title: "{{asked, number}} 个掩码不适合 {{patches}} 个图块。",
      body: "地址要求这么多掩码；{{patches}} 个图块最少需要 {{fewest, number}} 个，最多 {{most, number}} 个。请在地址栏中更正。地址保持原样。",
    },
    "run-session-failed": {
      title: "网络无法运行。",
      body: "浏览器拒绝了它，多半是内存不足。请关闭其他标签页，或选择更粗的网格。",
    },
    "run-unknown-operator": {
      title: "网络使用了这里无法运行的算子。",
      body: "ONNX Runtime 没有“{{operator}}”。请改用标准 ONNX 算子，或以较旧的 ONNX 版本重新导出网络。",
    },
    "run-out-of-memory": {
      title: "内存不足以运行这个网络。",
      body: "连一幅遮挡后的图片都无法运行。请关闭其他标签页后再试。",
    },
    "run-worker-died": { title: "浏览器中止了计算。", body: "计算线程多次重启均未成功，多半是内存不足。" },
    "run-non-finite": {
      title: "网络给出的不是数字。",
      body: "{{layer}} 层对这张图片给出了 NaN 或无穷大，无法计算它的效应。",
    },
    "run-start": { title: "运行无法开始。", body: "请重新加载页面。" },
    "link-damaged": {
      title: "此链接已损坏。",
      body: "它很可能在途中被某个应用截断。请重新完整复制，或请对方改为发送文件。地址保持原样。",
    },
    "link-newer-version": {
      title: "此链接由更新版本的 Strata 生成。",
      body: "请重新加载页面以获得最新版本，然后再次打开链接。",
    },
    "link-too-long": { title: "这不是 Strata 的链接。", body: "它比任何结果所需都长得多，因此没有打开。" },
    "link-too-coarse": {
      title: "此链接中的效应过于粗略。",
      body: "其舍入误差超过最大效应的 2 %，显示的概念将与计算结果不同。请索取由 Strata 生成的链接或文件。",
    },
    "file-empty": { title: "{{name}} 里没有任何探索。", body: "其中没有可以显示的内容，请选择另一个文件。" },
    "file-not-strata": {
      title: "{{name}} 既不是探索文件，也不是研究文件。",
      body: "Strata 可打开 .strata 与 .study 文件、命令行写出的 JSON 以及图片。",
    },
    "file-damaged": { title: "{{name}} 已损坏。", body: "它的开头像 Strata 的文件，但内容不一致。请换一份副本。" },
    "file-given-twice": {
      title: "{{name}} 对同一项写了两次。",
      body: "其中一个对象里“{{field}}”出现了两次，无法得知以哪个为准。请索取由 Strata 写成的文件。",
    },
    "file-newer-version": { title: "{{name}} 由更新版本的 Strata 生成。", body: "请重新加载页面以获得最新版本。" },
    "file-too-large": {
      title: "{{name}} 太大了。",
      body: "它超出浏览器一次能处理的大小。请将较少的探索导出到一个文件；纯 JSON 占用最多，.strata 文件只需其十分之一；或者拆分研究计划。",
    },
    "file-too-coarse": {
      title: "{{name}} 中的效应过于粗略。",
      body: "其舍入误差超过最大效应的 2 %，显示的概念将与计算结果不同。请索取由 Strata 生成的文件。",
    },
    "class-not-kept": {
      title: "网络将再运行一次。",
      body: "对于类别众多的网络，只保留最可能的十个类别的得分，而这个类别不在其中。",
    },
    "estimate-before": {
      title: "已停止：恢复为由 {{masks}} 个掩码得到的结果。",
      body: "要继续，请再次选择更多掩码。",
    },
    "certainty-failed": {
      title: "无法测量探针的噪声。",
      body: "{{message}}。图没有变化。",
    },
    "certainty-other-probes": {
      title: "无法测量探针的噪声。",
      body: "{{name}} 现有的探针已不是得出这幅图时所用的。重新运行即可用它们得出结果。",
    },
    "uniqueness-failed": {
      title: "无法查明此概念能否换一种说法。",
      body: "{{message}}。图没有变化。",
    },
    "baselines-failed": {
      title: "无法比较其他遮挡方式。",
      body: "{{message}}。图没有变化。",
    },
    "stability-failed": { title: "无法查明效应在噪声下是否稳定。", body: "{{message}}。图没有变化。" },
    "kappas-failed": { title: "无法查明其他 κ 下的结果。", body: "{{message}}。图没有变化。" },
    "across-failed": { title: "无法询问另一个网络。", body: "{{message}}。图没有变化。" },
    "across-no-class": {
      title: "该网络没有名为“{{label}}”的类别。",
      body: "只能就两个网络都有的类别提问。请选择两者都认识的目标，或换一个网络。",
    },
    "probes-empty": { title: "{{name}} 是空文件。", body: "里面没有任何内容，请选择另一个文件。" },
    "probes-not-probes": { title: "{{name}} 不是探针文件。", body: "Strata 读取它自己导出的 .strata-probes 文件。" },
    "probes-damaged": { title: "{{name}} 已损坏。", body: "它的开头像探针文件，但内容不一致。请换一份副本。" },
    "probes-newer-version": { title: "{{name}} 由更新版本的 Strata 生成。", body: "请重新加载页面以获得最新版本。" },
    "probes-too-large": {
      title: "{{name}} 太大了。",
      body: "探针文件最多 {{megabytesMax}} MB。减少层数或类别数可使其变小。",
    },
    "probes-unfit": {
      title: "{{name}} 中的探针不适合该网络。",
      body: "网络无法带着它们运行，因此没有保存；此前为它所做的一切都还在。请向来源处重新索取该文件。",
    },
    "probes-kept": {
      title: "{{title}} 的探针已在此处。",
      body: "它们所属网络的文件不在这里：拖入该文件即可使用。",
    },
    "labels-missing": { title: "无法获取 {{name}} 按标签拟合的探针。", body: "请确认本页面的服务器仍在运行。" },
    "labels-damaged": { title: "{{name}} 按标签拟合的探针已损坏。", body: "其文件不是与该网络相配的那一个。" },
    "labels-instead": {
      title: "无法获取 {{name}} 按标签拟合的探针。",
      body: "请确认本页面的服务器仍在运行。页面改用它的第一组探针问了同样的问题。",
    },
    "replicates-missing": {
      title: "无法获取 {{name}} 的探针副本。",
      body: "请确认本页面的服务器仍在运行。没有副本，就无法说明结果有多确定。",
    },
    "replicates-damaged": {
      title: "{{name}} 的探针副本已损坏。",
      body: "其文件不是与该网络相配的那一个。没有副本，就无法说明结果有多确定。",
    },
    "no-label-probes": {
      title: "这里的 {{name}} 没有按标签拟合的探针。",
      body: "请求的是这种探针；页面改用它的第一组探针问了同样的问题。",
    },
    "question-locked": {
      title: "{{name}} 只回答一个问题：{{rows}} × {{cols}} 个图块，用它自己的方式遮挡。",
      body: "它是人工构造的，只有这种情况下才知道它真正包含什么。请求的是别的设置，页面改用了这一种。",
    },
    "address-no-class": {
      title: "{{name}} 没有地址中的某个类别。",
      body: "没有编号为 {{classes}} 的类别。页面改问网络自己的首选类别。",
    },
    "address-no-place": {
      title: "地址的一部分说的是另一幅图。",
      body: "其中提到的图块或层在这幅图中不存在，因此它所说的选择、涂画和名称未被采用。",
    },
    "kept-unopened": {
      title: "无法打开此浏览器保存的内容。",
      body: "它仍在库中。浏览器的信息：{{message}}",
    },
    "all-here": {
      title: "{{name}} 中没有新内容。",
      body: "全部 {{count}} 项都已在此；没有添加任何内容。",
    },
    "kept-gone": {
      title: "该探索已不在此浏览器中。",
      body: "它已被删除，或被更新的探索取代。请重新打开图片，或在资料库中查找。",
    },
    "kept-elsewhere": {
      title: "另一个标签页也在计算它。",
      body: "这里会从头再算一次。关闭其中一个标签页可省去重复计算。",
    },
    "left-behind": {
      title: "文件并不完整。",
      body: "资料库中有 {{count}} 个探索无法读取，未写入文件；其余的都已写入。",
    },
    "part-missing": { title: "无法取得页面的这一部分。", body: "请确认提供本页的服务器仍在运行，然后再试。" },
    "copy-refused": { title: "浏览器不允许页面复制。", body: "请在输入框中选中链接并手动复制。" },
    "storage-full": {
      title: "此浏览器已没有空间。",
      body: "没有任何更改，已保存的内容仍在。请在资料库中删除探索（从最大的开始），或导出为文件。",
    },
    "storage-full-picture": {
      title: "此浏览器已没有空间。",
      body: "页面上的结果是完整的，但未能保存。请在资料库中删除探索（从最大的开始），然后保存它；或将其导出为文件。",
    },
    "storage-full-run": {
      title: "此浏览器已没有空间。",
      body: "运行会继续，但从现在起不再保存：若中断，只能从之前已保存的部分继续。请在资料库中删除探索以腾出空间。",
    },
    "storage-full-image": {
      title: "此浏览器已没有空间。",
      body: "图片仍会被探索，但不会保存：重新加载后不会恢复。请在资料库中删除探索以腾出空间。",
    },
    "storage-failed-run": {
      title: "浏览器没有保存这次运行。",
      body: "浏览器的存储返回了错误。运行会继续；若中断，只能从之前已保存的部分继续。",
    },
    "storage-gone": { title: "该探索已不存在。", body: "它已被删除，可能是在另一个标签页中。其他内容没有变化。" },
    "storage-newer-version": {
      title: "另一个标签页运行着更新版本的 Strata。",
      body: "此标签页无法再使用资料库。运行结束后请重新加载。",
    },
    "storage-failed": {
      title: "浏览器无法保存或找到它。",
      body: "浏览器的存储返回了错误。页面内容保持不变；为安全起见请导出为文件。",
    },
    "storage-none": {
      title: "此浏览器不为本页面保存任何内容。",
      body: "它的存储（IndexedDB）缺失或被禁用，例如在隐私窗口中或因严格的设置。中断的运行需从头开始；链接和文件仍可使用。",
    },
    "storage-embedded": {
      title: "嵌入的画面不能打开浏览器保存的内容。",
      body: "浏览器把框架中的数据与页面自己的数据分开，因此这里既不保存也找不到内容。请在 Strata 中打开它，或嵌入一个包含整幅结果的共享链接。",
    },
    "storage-blocked": {
      title: "资料库没有打开。",
      body: "浏览器在五秒内没有给出资料库，很可能是另一个标签页中较旧的 Strata 占用着它。请关闭其他标签页并重新加载本页；已保存的内容不会丢失。",
    },
    "run-unknown": { title: "运行中断了。", body: "发生了意料之外的情况。" },
  },
  unchanged: "页面内容保持不变。",
  resultsKept: "之前的结果仍保留。",
  pastedName: "粘贴的图片",
  part: { failed: "页面的这一部分无法绘制。其他部分照常运行，已计算的内容没有丢失。", again: "重新绘制" },
};
