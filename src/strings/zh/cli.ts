export default {
  usage: `用法：strata explain 图片|文件夹 [选项]     解释一张图片，或文件夹中的每张图片（需要 --out 文件夹）
      strata batch 文件夹 --queue URL --out 文件夹 [选项]   把一个文件夹交给队列的工作进程解释，并等待它们
      strata work --queue URL --out 文件夹 [选项]           从队列领取任务，直到被叫停
      strata decompose 文件 [选项]          分解以 JSON {n, v} 或 shapiq 的 Möbius 交互给出的得分函数
      strata show 文件 [选项]               说明 .strata 文件或 explain 的 JSON 里有什么
      strata prepare FILE.onnx --images 文件夹 --out 文件夹 [选项]   拟合网络的探针，写出 explain 所需的一切
      strata study 计划.json --out 文件夹 [选项]   用若干网络和问题解释许多图片，并检验论文的发现
      strata --version                      说明这是哪个版本

explain 的选项：
  --model 名称|文件      自带模型的名称，或 FILE.onnx；若旁边没有 FILE.json，则推测其输入方式和类别名称并加以说明
                        （默认：{{model}}）
  --grid RxC            图块的行数 x 列数，总共最多 {{players}} 块，使用 --masks 时最多 {{side}}x{{side}}（默认：模型自带的参与者，否则 3x3）
  --masks N             不运行全部掩码，只运行随机抽取的 N 个，并由此估计效应：图块多于 {{players}} 个时只能如此；
                        估计的可信程度由其中至多五分之一的掩码来检验
  --halves N            在 N 个半样本上重复估计中对效应的选择，每个约需一半的时间：每个效应被再次选中的频率，
                        以及在多有未区分时更可靠的误差（默认：0，至多 {{halves}}）
  --pick 格子            在最多 {{side}}x{{side}} 的网格中只有这些格子是参与者：名称，例如 b2,c2，或 centre（从网格中部抽取），
                        或 foreground（与基线差别最大的格子）；2 到 {{players}} 个，使用 --masks 时数目不限
  --superpixels         网格的格子不是矩形而是超像素：每个从格子中心出发，向颜色相近的像素生长（SNIC），
                        使图块止于物体的边界（此时默认网格：3x3）
  --others O            其余格子：hidden（始终遮住）或 shown（始终显示）（默认：hidden）
  --count N             centre 和 foreground 选取多少个格子（默认：12）
  --from RxC            centre 从中部多少行 x 列中抽取（默认：除最外一圈以外）
  --seed N              centre 抽取所用的种子：相同的数给出相同的格子（默认：1）；掩码也由它抽取（默认：1，与网页相同）
  --crop X,Y,SIZE       只取一张图片的一部分：距左 X、距上 Y 像素，宽 SIZE，形状与网络输入相同，按 EXIF 转正后计算
                        （默认：网络对任何图片所取的部分）
  --target T            auto（模型自己的首选类别）、类别序号或类别名（默认：auto）
  --rather T            与 --target 相对的另一个类别：v 为两者 logit 之差（默认：其余全部类别）
  --baseline B          遮住图块的内容：mean、zero、blur 或 image-mean（默认：mean）
  --probes T            探针拟合的目标：network（网络自己的回答）或 labels（标签，如论文），需模型两者皆有
                        （默认：模型的第一组探针）
  --certainty           写出答案有多确定：探针的副本（用训练图像的其他抽样拟合）对每个概念怎么说（模型带有副本时），以及哪些格子取决于 κ 的选择（对估计而言：取决于由哪一半掩码得出）；用时约十倍
  --kappa F             残差占 v 跨度的比例，0 到 1（默认：0.04）
  --kappa-of 规则        该跨度：range（max v - min v）、delta（|v(全部) - v(无)|），或 noise：取 range，且至少为探针噪声的两倍（默认：noise）
  --estimator 方法       paper：在残差限度内使效应尽可能小（默认）；debiased（去偏）：用最小二乘拟合少数效应，不缩小，也不限制残差；
                        此时 --kappa 所说的一半是设想的 v 的噪声
  --tau F               显著性阈值占最大效应的比例，0 到 1（默认：0.05）
  --values              同时写出每个掩码的 v
  --out 文件|文件夹       写入位置（默认：标准输出）；在文件夹中，结果以图片和问题命名
                        （a.png.1f2e3d4c.json），再次运行只补做缺少的部分
  --format F            json、strata（含图片，可在网页中打开）或 csv（效应表格；对文件夹则另附 JSON）
                        （默认：按 --out 的后缀，否则 json）
  --processes N         对文件夹：同时计算的进程数，每个进程一个线程（默认：处理器核数）
  --shard I/K           对文件夹：只取第 I 张以及其后每第 K 张图片；全部完成后，不带此选项的同一命令生成汇总

batch 的选项：explain 的选项（--crop 和 --shard 除外），以及
  --queue URL           队列服务器：redis://、rediss:// 或 postgres://[用户:密码@]主机[:端口][/数据库]；图片、网络和 --out
                        在所有机器上的路径须相同，例如在共享磁盘上
  --lock 秒              多长时间没有动静，任务就交给另一个工作进程（默认：30）

work 的选项：--queue、--lock、--out（结果写入的位置）和 --processes。

decompose 的选项：--kappa 和 --kappa-of（range 或 delta，默认 range）。
F 为十进制小数，例如 0.04、.04 或 4e-2。

show 的选项：
  --csv                 改为输出效应的 CSV 表格
  --only N              只看文件中的第 N 个分析
  --shapiq PART         把某一层的 Möbius 交互输出为 Python 的 shapiq 能读取的 JSON：and、or 或 both（见 docs/python.md）
  --ask 问题             输出网页中该问题视图所保存的 CSV 表格：orders、completeness、matching、sparsity、patches、
                        graph、audit、shown、thresholds、across 或 compare；matching、patches 和 shown 需要文件中含有 v
                        （explain --values，或网页保存的文件）
  --painted 区域         audit 用：所涂的区域，写法与网页地址相同，例如 object3.forbidden192；数字表示一组图块，第 i 位 = 图块 i
  --with 文件            across 和 compare 用：第二个分析的文件；compare 把第一个当作已固定的图，
                        across 把第一个的所选层与第二个的输出相比
  --kappas              thresholds 用：还按其他 κ 计数；由文件中的 v 把每层求解十六次
  --layer L             --shapiq 以及 matching、patches、graph 和 across 所看的层：层名，或从 0 数起的序号（默认：输出）

study 的选项（计划的写法见 docs/format.md）：
  --images 文件夹         计划中的图片文件夹相对于它（默认：计划所在的文件夹）
  --out 文件夹           结果（每个一个文件）、表格、一个 .study 文件和 findings.md；再次运行只做尚缺的
  --processes N         同时计算的进程数（默认：有多少核心就多少）
  --shard I/K           只做从第 I 张起每隔 K 张的图片，不做表格；各部分都完成后用 --tables 制表
  --tables              什么都不计算：只用已有的结果制表
  --format F            表格的格式：csv 或 parquet（默认：csv）

prepare 的选项：
  --images 文件夹         图片：文件夹本身或其 train 中每个类别一个子文件夹，或打包文件旁的 index.json；
                        或直接在文件夹中，不说明它们显示什么
  --out 文件夹            NAME.onnx、NAME.json 和探针文件的写入位置
  --layers A,B,C        要观察的张量名称（默认：按 facts 所述，否则为各块的末端）
  --target T            探针学什么：network（网络自己的回答，另附按标签拟合的探针）或 labels（默认：network）
  --facts 文件           含类别、预处理、许可和训练说明的 JSON（默认：网络旁边的清单；若无，
                        则根据网络本身及旁边的 labels.txt、preprocessor_config.json 等文件推测）
  --holdout 文件         JSON {"names": [...]}：不用于拟合的图片（默认：每个类别的十分之一）
  --measure 部分         在该文件夹的这一部分上测准确率（默认：未用于拟合的图片）
  --versions N          每张图片的版本数：裁剪、镜像、遮挡图块（默认：16）
  --threads N           计算线程数（默认：1）

退出码：0 完成，1 程序故障，2 输入有误，3 部分图片失败，130 或 143 被中断，141 输出被关闭。
`,
  wasmFallback: "strata：无法加载原生 ONNX Runtime（{{reason}}），改用较慢的 WebAssembly 版本。",
  batch: {
    fixed: "strata：{{model}} 每次运行 {{count}} 张图片：它的计算图就是这样规定的。",
    dependent: "strata：{{model}} 逐张运行：在此网络中，一张图片的数值取决于同批的其他图片。",
  },
  otherQuestion:
    "strata：{{model}} 是人工构造的，只有 {{rows}}x{{cols}} 个图块、遮挡为 {{baseline}} 时，才知道它真正包含什么；这里问的却是别的问题。",
  explaining: "{{name}}（第 {{done}} 张，共 {{total}} 张{{pace}}）",
  pace: "，每分钟 {{rate}} 张，约剩 {{left}}",
  left: { seconds: "{{count}} 秒", minutes: "{{count}} 分钟", hours: "{{count}} 小时" },
  shardDone:
    "strata：{{total}} 张图片中有 {{images}} 张属于第 {{part}} 部分（共 {{of}} 部分），结果在 {{path}} 中；所有部分完成后，不带 --shard 的同一命令会生成汇总。",
  folderDone:
    "strata：完成；共 {{total}} 张图片，其中 {{computed}} 张是这次解释的；结果和 summary.json 在 {{path}} 中。",
  noResult: "没有结果。",
  processDied: "解释它的进程三次中途结束；可能是内存太少。",
  interrupted: "strata：已中断，没有写入任何内容。",
  interruptedFolder: "strata：已中断；{{path}} 中已有 {{total}} 个结果中的 {{done}} 个，再次运行同一命令会从那里继续。",
  interruptedStudy:
    "strata：已中断，{{total}} 项任务完成了 {{done}} 项；已有的答案在 {{path}} 中，再次运行同一命令会从那里继续。",
  imageFailed: "strata：{{path}}：{{reason}}",
  notTried: "未尝试，因为已无法写入（{{reason}}）。",
  othersNotTried: "strata：其余 {{others}} 张图片未尝试，因为已无法写入（{{reason}}）；有空间后请再次运行同一命令。",
  queueAway: "strata：{{server}} 的队列没有回应（{{reason}}）；正在等待。",
  queueSilent: "strata：{{server}} 的队列已有 {{seconds}} 秒没有回应；正在等待。",
  noAnswer: "{{seconds}} 秒内没有回应",
  queueSays: "strata：{{server}} 的队列回应：{{reason}}。",
  queueBack: "strata：{{server}} 的队列恢复回应。",
  noWorkers: "strata：有 {{count}} 个任务在等待，但没有工作进程；请用 strata work 启动。",
  awaiting: "已完成 {{done}}，共 {{total}}",
  writtenElsewhere: "由工作进程写到了 {{path}}，而不是这里 --out 所指的位置。",
  working: "strata：从 {{server}} 领取任务，同时 {{count}} 个；结果写入 {{path}}。",
  worked: "{{file}}（至今 {{count}} 个）",
  draining: "strata：不再领取任务，正在完成手头的任务。再次发信号则立即停止。",
  unexpected: "strata：{{message}}",
  study: {
    progress: "{{experiment}}，{{grid}}：{{name}}（第 {{done}} 个，共 {{total}} 个{{pace}}）",
    done: "strata：完成；共 {{total}} 个答案，其中 {{computed}} 个是这次计算的；表格、findings.md 和 .study 文件在 {{path}} 中。",
    partDone:
      "strata：第 {{part}} 部分（共 {{of}} 部分）完成；共 {{total}} 个答案，其中 {{computed}} 个是这次计算的，在 {{path}} 中；所有部分完成后，--tables 会生成表格。",
    rule: "若论断所依据的每个数值在图片上的均值的 95 % 自助法区间都在 0 以上，则论断成立；若有一个在 0 以下，则不成立；少于六张图片或区间含 0 时无法判断。数值为具有该数值的图片上的均值及该区间；若并非全部图片，则注明张数。",
    images: "{{of}}，{{count}} 张图片",
    someImages: "{{of}}，{{total}} 张中的 {{count}} 张图片",
    over: "{{number}}；{{total}} 张图片中的 {{count}} 张",
    layers_other: "在层 {{layers}}",
    curves: "{{count}} 张图片上的均值，各阶合计；子集比例只计在该层出现的概念。",
    agreement: "两个网络在输出处显著概念的交并比（按阶），以及同样多的随机概念所给出的值；{{count}} 张图片上的均值。",
    stability: "{{draws}} 次噪声（σ = {{sigma}}）下显著效应的 |均值| / 标准差在 {{count}} 张图片上的均值，按阶。",
    bandIou: "交并比",
    bandChance: "随机情形",
    band: { low: "不超过 n/2 的阶", high: "更高的阶", all: "各阶合计" },
    head: { finding: "论断", layer: "层" },
    quantity: {
      completeness: "完备度",
      redundancy: "冗余度",
      salient: "显著概念",
      strength: "强度（以尺度计）",
      born: "出现",
      subsetsBefore: "此前显著的子集",
      subsetsBeforeByChance: "随机情形",
    },
  },
  error: {
    "bad-plan": "strata：{{path}} 不是研究计划：{{field}} 处，{{problem}}。",
    "no-labels":
      "strata：{{path}} 中的图片没有说明各是什么；请改问网络自己的类别（target auto），或把图片按类别放入各自的文件夹。",
    "no-own-players": "strata：{{model}} 没有自己的参与者；请把 grids 中的 {{value}} 写成行数x列数，例如 3x3。",
    "study-class":
      "strata：实验 {{experiment}} 的问题 {{question}} 问的是 {{names}}，而 {{model}} 没有这样的类别，只有 {{own}}；请去掉该网络或该问题，或改问各网络自己的类别（target auto）。",
    "study-same-network":
      "strata：实验 {{experiment}} 中有两个网络都叫 {{model}}，而表格以名称区分网络；请去掉一个，或在其清单中另行命名。",
    "images-changed": "strata：{{path}} 中的图片在运行期间变了；请再次运行同一命令。",
    "study-missing":
      "strata：{{total}} 个结果中有 {{missing}} 个尚未算出；{{path}} 中的表格由其余结果得出。去掉 --tables 再次运行同一命令即可计算。",
    "study-full":
      "strata：结果文件夹再也写不进内容（{{reason}}）：{{total}} 项工作（每项为一张图片在一种网格上由所有网络解释）中有 {{others}} 项未尝试。已完成的留在 {{path}} 中；请确认有空间且可写入，再运行同一命令。",
    "study-too-large":
      "strata：未写出 {{path}}：它会超过此类文件读取的上限 {{megabytesMax}} MB。表格和 findings.md 已写出；请在计划中去掉缩略图，或把其中的实验分成几个计划。",
    "study-failed": "strata：{{total}} 个结果中有 {{failed}} 个无法得到，原因见上；{{path}} 中的表格由其余结果得出。",
    "no-command":
      "strata：请说明要做什么：explain、batch、work、decompose、show、prepare 或 study（--help 列出选项）。",
    "unknown-command":
      "strata：没有“{{command}}”这个命令，请用 explain、batch、work、decompose、show、prepare 或 study。",
    "unknown-option": "strata：{{command}} 没有选项 {{option}}（--help 列出选项）。",
    "missing-value": "strata：{{option}} 需要一个值。",
    "unwanted-value": "strata：{{option}} 不带值。",
    "one-operand": "strata：{{command}} 只接受一个文件或文件夹，现有 {{count}} 个。",
    "no-operand": "strata：{{command}} 只接受选项，却有 {{value}}。",
    "bad-shard": "strata：--shard {{value}} 不是整体的一部分；请写成例如 2/5，即五份中的第二份。",
    "bad-queue":
      "strata：--queue 不是服务器地址；请写成例如 redis://localhost:6379，或 redis://:密码@localhost:6379/2，密码中的 # 写作 %23。",
    "queue-refuses":
      "strata：{{server}} 的队列拒绝执行（{{reason}}）；请为它使用单独的数据库，例如 redis://localhost:6379/1，或修复服务器。已有结果会保留，再次运行同一命令即可继续。",
    "queue-unreachable": "strata：无法连接 {{server}} 的队列（{{reason}}）。",
    "queue-full": "strata：{{server}} 的队列内存不足，不再接受任务；正在等待空间。",
    "job-changed": "strata：{{path}} 或其网络在排队之后有了变化；请再次运行 strata batch。",
    "batch-of-folder": "strata：batch 需要图片文件夹，而 {{path}} 是文件；单张图片请用 explain。",
    "bad-crop": "strata：--crop {{value}} 不是三个整数 x,y,size，请写成例如 120,40,300。",
    "crop-outside": "strata：--crop {{value}} 不在图片的 {{width}} x {{height}} 像素之内。",
    "crop-folder": "strata：--crop 只用于一张图片，不能用于文件夹。",
    "bad-fine-grid": "strata：--grid {{value}} 不是各为 1 到 {{side}} 的行数 x 列数，请写成例如 8x8。",
    "bad-cell":
      "strata：--pick {{value}} 不是 {{rows}}x{{cols}} 网格中的格子，其格子为 a1 到 {{last}}；centre 和 foreground 会自行选取。",
    "cell-twice": "strata：--pick 两次列出了格子 {{value}}。",
    "bad-cells": "strata：--pick 列出了 {{count}} 个格子；参与者至少要有 {{least}} 个。",
    "bad-pick-count": "strata：--count {{value}} 不是 {{least}} 到 {{most}} 的整数；{{from}} 中只能选取这么多。",
    "too-few-cells": "strata：{{from}} 个格子太少，选不出 {{least}} 个；请指定更细的 --grid，或用 --from 扩大范围。",
    "bad-from": "strata：--from {{value}} 不是 {{rows}}x{{cols}} 网格之内的行数 x 列数。",
    "needs-masks":
      "strata：{{count}} 个图块，超过了能够运行全部掩码的 {{players}} 个；请用 --pick 选取至多 {{players}} 个格子，或让 strata explain 由部分掩码估计，例如 --masks 2000。",
    "halves-need-masks": "strata：--halves 会重复由掩码样本估计时对效应的选择；请同时给出 --masks N。",
    "bad-masks": "strata：--masks {{value}} 不适用于 {{players}} 个图块：最少 {{least}} 个，最多 {{most}} 个。",
    "needs-every-mask": "strata：{{option}} 需要全部掩码的 v，而 --masks 只运行其中一部分；请去掉其中之一。",
    "bad-seed": "strata：--seed {{value}} 不是 0 到 {{most}} 的整数。",
    "needs-pick": "strata：{{option}} 与选取的格子有关；请用 --pick 说明选取哪些。",
    "needs-rule": "strata：{{option}} 须与 {{rules}} 一起使用，不能用于逐个列出或以其他方式选取的格子。",
    "bad-fraction": "strata：{{option}} {{value}} 不是 0 到 1 之间的数，请写成例如 0.04。",
    "bad-choice": "strata：{{option}} {{value}} 未知，请从 {{choices}} 中选择。",
    "needs-option": "strata：{{command}} 需要 {{option}}（--help 列出选项）。",
    "bad-count": "strata：{{option}} {{value}} 不是 1 到 {{most}} 之间的整数。",
    "bad-facts": "strata：{{path}} 的 {{field}} 处不符合要求：{{problem}}。",
    "odd-network":
      "strata：{{path}} 不是以一张图片为输入、以一列得分为输出的网络；请在 facts 中用 input.name 和 output.logits 指明。",
    "odd-input": "strata：{{path}} 的输入 {{input}} 没有固定尺寸；请在 facts 中给出 input.width 和 input.height。",
    "odd-output":
      "strata：{{path}} 的输出 {{output}} 每张图片给出 {{count}} 个得分，少于 facts 中 {{classes}} 个类别所需。",
    "no-layers": "strata：{{path}} 中没有突出的层；请用 --layers 指定。",
    "no-layer": "strata：{{path}} 中没有张量 {{layer}}；--layers 接受图中张量的名称。",
    "odd-layer": "strata：{{path}} 的张量 {{layer}} 形状为 [{{shape}}]，无法从中取特征；请从 --layers 中去掉。",
    "bad-index": "strata：{{path}} 的 {{field}} 处不符合要求：{{problem}}。",
    "no-photographs": "strata：{{path}} 中既没有 index.json，也没有图片文件夹，也没有可以单独使用的图片。",
    "no-split": "strata：{{path}} 没有 {{split}} 这一部分；现有 {{splits}}。",
    "other-classes":
      "strata：{{path}} 中的图片有 {{found}} 个类别（{{names}}），网络有 {{classes}} 个；二者必须相同，或数量与顺序相同。",
    "not-held-out": "strata：{{path}} 列出的 {{count}} 张留出图片中，有 {{missing}} 张不在数据之中。",
    "too-few-photographs":
      "strata：用于拟合的图片 {{training}} 张、留出的 {{heldOut}} 张，数量太少；各至少需要 {{least}} 张。",
    "no-native":
      "strata：prepare 以及没有清单的 explain 需要原生 ONNX Runtime，但无法加载（{{reason}}）；请重新运行 npm install。",
    "no-temporary-room":
      "strata：各层的特征放不进 {{path}}（{{reason}}）；请把 TMPDIR 设为空间更大的文件夹，或减小 --versions。",
    "bad-target":
      "strata：{{option}} {{value}} 不是 {{model}} 的类别；请用 auto、0 到 {{last}} 的序号，或其中之一：{{classes}}。",
    "rather-what": "strata：--rather 需要在 --target 中给出另一个类别；两者请用序号或类别名。",
    "no-label-probes": "strata：{{model}} 没有按标签拟合的探针；请去掉 --probes，或用 strata prepare 拟合。",
    "no-network-probes":
      "strata：{{model}} 没有已知按网络自己的回答拟合的探针；请去掉 --probes，或用 strata prepare 拟合。",
    "grid-too-fine": "strata：--grid {{value}} 比 {{model}} 所见的 {{width}} x {{height}} 像素还要细。",
    "not-found": "strata：{{path}} 不存在。",
    "not-readable": "strata：无法读取 {{path}}（{{reason}}）。",
    "not-a-file": "strata：{{path}} 不是文件。",
    "not-a-folder": "strata：{{path}} 是文件；请指定存放图像的文件夹。",
    "file-too-large": "strata：{{path}} 超过 {{megabytesMax}} MB，这是此类文件的读取上限。",
    "scores-overflow": "strata：{{path}} 的效应超出了数的表示范围；请先将 v 除以一个常数。",
    "output-closed": "strata：输出尚未写完就被关闭。",
    "output-failed": "strata：无法写出输出（{{reason}}）。",
    "some-failed": "strata：{{total}} 张图片中有 {{failed}} 张无法解释，已列于 {{path}}；其余均已完成。",
    "shard-failed": "strata：这一部分的 {{total}} 张图片中有 {{failed}} 张无法解释；其余均已完成。",
    "no-summary": "strata：结果已在 {{path}} 中，但没有汇总；可以写入后请再次运行同一命令。",
    "not-read-back": "strata：{{path}} 已写出，但无法重新读取；请再试一次，或换一个文件夹。",
    "no-images": "strata：文件夹 {{path}} 中没有 PNG、JPEG、WebP、AVIF 或 GIF 图片。",
    "folder-needs-out": "strata：处理文件夹需要 --out 文件夹，每张图片写一个文件。",
    "strata-needs-out": "strata：.strata 文件不是可以打印的文本，请用 --out 文件 指定文件名。",
    "bad-only": "strata：--only {{value}} 不是 {{path}} 中的分析，该文件共有 {{count}} 个；请从 1 数起。",
    "kappa-of-sample":
      "strata：由掩码样本得出的估计没有 κ：不限制剩余多少，各层会说明估计有多好；请去掉 --kappa 和 --kappa-of，或去掉 --masks。",
    "too-many-subsets":
      "strata：这一层的 OR 有超过 {{most}} 个子集，shapiq 的格式会逐一列出；请用 --shapiq and，不含 OR。",
    "no-kappa-rule": "strata：--kappa-of 属于论文的估计方法；去偏方法不限制剩余多少。",
    "needs-topic": "strata：{{option}} 须与 {{topics}} 一起使用。",
    "needs-all-masks":
      "strata：--ask {{topic}} 需要掩码的 v，而 {{path}} 是由部分掩码得出的估计，不保存它们；请对至多 {{players}} 个图块、不用 --masks 得出的解释提问。",
    "asks-network": "strata：--ask {{topic}} 无法由文件回答：它要在带噪声的图片上运行网络；请在网页上提问。",
    "needs-painted": "strata：--ask audit 需要 --painted，用网页地址的写法说明图块，例如 --painted forbidden192。",
    "bad-painted":
      "strata：--painted {{value}} 不是网页地址的写法；请写 object、background 或 forbidden 并各接一组图块，例如 object3.forbidden192，图块不得重复。",
    "painted-outside": "strata：--painted 含有 {{path}} 没有的图块：共有 {{players}} 个图块，数字最大为 {{most}}。",
    "needs-second": "strata：--ask {{topic}} 比较两个分析；请用 --with 文件 指定第二个。",
    "one-other": "strata：{{path}} 含有 {{count}} 个分析；--with 只接受含一个分析的文件。",
    "needs-values":
      "strata：{{path}} 不含所有掩码的 v，而 --ask {{topic}} 由它得出；请用 --values 运行 explain，或在网页上保存文件。",
    "other-patches": "strata：{{path}} 与 {{other}} 的图块不同，因此没有共同的概念。",
    "other-class": "strata：{{path}} 关于 {{label}}，{{other}} 关于 {{otherLabel}}；对两个网络须问同一类别。",
    "one-form": "strata：--csv、--shapiq 和 --ask 各自输出不同的内容，请只用其中一个。",
    "one-table": "strata：{{path}} 含有 {{count}} 个分析，而表格只对应一个；请用 --only N 选择。",
    "bad-layer": "strata：--layer {{value}} 不是这张图的层；请用 0 到 {{last}}，或以下之一：{{layers}}。",
    "out-is-file": "strata：--out {{path}} 是文件；处理图片文件夹时请指定文件夹。",
    "out-no-parent": "strata：无法写入 --out {{path}}：其所在文件夹不存在。",
    "out-is-input": "strata：--out {{path}} 就是图片本身，会被覆盖；请换一个文件名。",
    "out-not-writable": "strata：无法写入 {{path}}（{{reason}}）。",
    "unknown-model": "strata：没有名为“{{name}}”的自带模型；请从 {{models}} 中选择，或指定一个 .onnx 文件。",
    "no-manifest": "strata：{{path}} 旁边需要有它的清单 {{manifest}}。",
    "no-tail": "strata：按清单所述，{{path}} 旁边需要有它的探针 {{tail}}。",
    "bad-json": "strata：{{path}} 不是 JSON（{{reason}}）。",
    "bad-scores": 'strata：{{path}} 必须是 JSON {"n": 玩家数, "v": [2^n 个数]}：{{reason}}。',
    "bad-shapiq": "strata：{{path}} 必须含有 shapiq 保存的 Möbius 交互：{{reason}}。",
  },
  image: {
    empty: "strata：{{path}} 是空文件；请使用 PNG、JPEG、WebP、AVIF 或 GIF 图片。",
    svg: "strata：{{path}} 是 SVG 矢量图，没有像素；请先导出为 PNG。",
    network: "strata: {{path}} 是网络或其权重（{{format}}），不是图片；旁边有清单的 .onnx 文件用 --model 指定。",
    "not-an-image": "strata：无论叫什么名字，{{path}} 都不是图片；请使用 PNG、JPEG、WebP、AVIF 或 GIF。",
    "unsupported-format": "strata：{{path}} 是 {{format}} 图片，这里不能读取；请转换为 PNG、JPEG、WebP、AVIF 或 GIF。",
    "too-large":
      "strata：{{path}} 有 {{width}} x {{height}} 像素；这类图片最多 {{megapixelsMax}} 百万像素，每边最多 {{sideMax}} 像素；请先缩小。",
    "too-many-bytes": "strata：{{path}} 大于 {{megabytesMax}} MB；请先压缩或缩小图片。",
    "slow-scans":
      "strata：{{path}} 是一幅 JPEG，对其 {{width}} x {{height}} 像素的扫描超过 {{scansMax}} 遍，耗时太长；请另存为基线 JPEG，或先缩小。",
    "slow-avif":
      "strata：{{path}} 是 {{megapixels}} 百万像素、{{megabytes}} MB 的 AVIF，解码耗时太长；请另存为 JPEG，或先缩小：普通质量下最多 {{megapixelsMax}} 百万像素。",
    "decoder-missing": "strata：未安装读取 {{format}} 图片的解码器；请重新运行 npm install。",
    "no-room": "strata：{{path}} 所需内存超出现有内存；请先缩小图片。",
    damaged: "strata：{{path}} 开头像 {{format}} 图片，但无法解码；请换一份副本。",
  },
  file: {
    empty: "strata：{{path}} 是空的，其中没有分析，也没有别的内容。",
    "not-strata": "strata：{{path}} 既不是 .strata 文件，也不是 explain 的 JSON。",
    damaged: "strata：{{path}} 已损坏，无法读取；请换一份副本。",
    "given-twice":
      'strata：未读取 {{path}}：其中一个对象里 "{{field}}" 出现了两次，无法得知以哪个为准；请索取由 Strata 写成的文件。',
    "bad-field": "strata：{{path}} 的 {{field}} 处不符合要求：{{problem}}。",
    "newer-version":
      "strata：{{path}} 由更新版本的 Strata 写成（{{format}} 版本 {{version}}；这里最多读到 {{newest}}）；请更新 Strata。",
    "too-coarse":
      "strata：{{path}} 中效应的舍入误差为最大效应的 {{percent}} %，最多只读取 {{percentMax}} %；请索取由 Strata 写成的文件。",
    estimated:
      "strata：{{path}} 中的效应由部分掩码估计得出，而这里只接受由全部掩码算出的结果；strata show 可查看其内容。",
    "too-large":
      "strata：{{path}} 的内容超过 {{megabytesMax}} MB，这是读写的上限；.strata 文件只需纯 JSON 的十分之一。",
  },
  model: {
    "bad-manifest": "strata：模型清单不符合要求：{{message}}。",
    "bad-onnx": "strata：模型的 ONNX 文件已损坏：{{message}}。",
    "hash-mismatch": "strata：模型的各个文件不是一套：{{message}}。",
    "network-too-large": "strata：加上 {{file}} 中的权重后，网络会大到无法打开。",
    "no-image-input": "strata：网络没有接受单通道或三通道图像的输入；它接受 {{inputs}}。请导出处理图像的网络。",
    "not-onnx": "strata：该文件不是 ONNX 模型；请先把网络导出为 ONNX。",
    "other-inputs": "strata：除图像 {{input}} 外，网络还需要 {{inputs}}，这里无法提供；请固定这些输入后重新导出。",
    "too-many-parts": "strata：网络的部件多于可读取的数量，或文件已损坏：{{message}}。",
    "unknown-operator": "strata：网络使用了 ONNX Runtime 没有的算子 {{operator}}；请改用标准 ONNX 算子重新导出。",
    "weights-missing": "strata：网络的权重在文件 {{file}} 中，但它不在旁边；请把它放在那里。",
    "not-here": "strata：这里没有那个模型：{{message}}。",
    "not-found": "strata：找不到模型：{{message}}。",
  },
  seems: {
    detector: "strata：网络没有类别得分：它似乎是检测器，输出的是框（{{outputs}}）。Strata 解释的是分类器。",
    embedder: "strata：网络没有类别得分：它似乎只给出特征，没有分类器（{{outputs}}）。请连同分类器一起导出。",
    image: "strata：网络没有类别得分：它似乎生成图像（{{outputs}}）。Strata 解释的是分类器。",
    "one-score":
      "strata：网络只给出一个得分（{{outputs}}），而类别要相对其他类别来解释；请导出两个类别各有得分的网络。",
    other: "strata：网络的输出都不是类别得分的列表（{{outputs}}）。Strata 解释的是分类器。",
    segmenter: "strata：网络没有类别得分：它似乎是分割网络，输出是一幅图（{{outputs}}）。Strata 解释的是分类器。",
  },
  guess: {
    fed: "strata：没有说明 {{name}} 的输入方式；取为：{{input}}，因为{{reason}}。可用清单说明，prepare 还可用 --facts。",
    input: "{{preparation}}（{{channels}}），{{width}}x{{height}}，{{resize}}",
    next: "strata：其次是 {{input}}。",
    preparation: {
      bytes: "字节，0 到 255",
      caffe: "字节减去 Caffe 的均值",
      centred: "-1 到 1",
      cifar10: "CIFAR-10 的均值和标准差",
      cifar100: "CIFAR-100 的均值和标准差",
      clip: "CLIP 的均值和标准差",
      imagenet: "ImageNet 的均值和标准差",
      mnist: "MNIST 的均值和标准差",
      own: "自己的均值和标准差",
      stored: "按其存储方式的整数",
      unit: "0 到 1",
    },
    reason: {
      config: "旁边的配置文件这样说",
      family: "这类网络都是如此",
      graph: "其余由它最初的算子完成",
      metadata: "它的元数据这样说",
      type: "它的输入是整数",
      usual: "这是常用的方式",
    },
    tried: "这样它对 {{count}} 张图片最确定",
    classes: {
      config: "strata：{{count}} 个类别的名称取自 {{from}}：{{names}}，……",
      folders: "strata：{{count}} 个类别按图片文件夹的名称和顺序命名：{{names}}，……",
      "known-set": "strata：{{count}} 个类别视为 {{from}} 的类别：{{names}}，……",
      labels: "strata：{{count}} 个类别的名称取自 {{from}}：{{names}}，……",
      metadata: "strata：{{count}} 个类别的名称取自网络的元数据（{{from}}）：{{names}}，……",
      numbers: "strata：没有说明 {{count}} 个类别的名称；可在网络旁边放 labels.txt，每行一个名称。",
    },
    doubt: "strata：{{name}} 的输出 {{output}} 可能只是没有分类器的特征；若是如此，它的类别没有意义。",
  },
  inference: {
    "session-failed": "strata：ONNX Runtime 无法运行该模型：{{message}}",
    "unknown-operator":
      "strata：模型使用了 ONNX Runtime 没有的算子 {{operator}}；请改用标准 ONNX 算子，或以较旧的 ONNX 版本重新导出。",
    "non-finite": "strata：模型的 {{layer}} 层给出了 {{value}}，无法计算其效应。",
    "out-of-memory": "strata：内存不足，无法运行该模型（{{message}}）。",
  },
  prepare: {
    features: "第 {{done}} 张图片的特征（共 {{total}} 张）",
    layer: "{{layer}}：{{features}} 个特征；{{fits}}",
    fit: "{{target}} 惩罚 {{l2}}（{{tried}}）",
    quality: "正在测准确率",
    noise: "复本的一致程度：第 {{done}} 张图片（共 {{total}} 张）",
    accuracy: "准确率",
    agrees: "与网络一致",
    halfHidden: "半遮挡",
    scale: "尺度",
    agreement: "探针一致度",
    noiseOf: "噪声 {{grid}}",
    labels: "按标签",
    written: "已写入 {{path}}：{{files}}",
  },
  show: {
    kappas: "其他 κ：已求解 {{percent}}%。",
    empty: "{{name}} 中没有分析。",
    model: "模型    {{name}}（sha256 {{digest}}...）",
    grid: {
      all: "网格    {{rows}} x {{cols}} 个{{patches}}，以 {{baseline}} 遮住",
      hidden: "网格    {{rows}} x {{cols}} 中的 {{count}} 个{{patches}}，以 {{baseline}} 遮住；其余始终遮住",
      shown: "网格    {{rows}} x {{cols}} 中的 {{count}} 个{{patches}}，以 {{baseline}} 遮住；其余始终显示",
    },
    patches: { rectangles: "图块", superpixels: "超像素" },
    probes: {
      labels: "探针    按标签拟合，而非网络的第一组",
      "on-image": "探针    无：在这张图片一半的掩码上拟合的线性函数，对其他图片什么也没有说",
    },
    target: "目标    {{label}}（p = {{p}}）",
    rather: "相对于  {{label}}：v 为两者 logit 之差",
    inexact: "效应精确到各层最大效应的 {{percent}} %",
    layers: "各层，单位为奈特：",
    layerDebiased: "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  概念 {{concepts}}  去偏，至多剩余 {{kappa}}",
    layer: "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  κ {{kappa}}  概念 {{concepts}}  间隙 {{gap}} %  方法 {{method}}",
    sample:
      "样本    效应由种子 {{seed}} 抽取的 {{masks}} 个掩码估计；留出 R² 由其中 {{heldOut}} 个未参与拟合的掩码测得",
    halves: "半样本  效应的选取在 {{halves}} 个半样本上重复过；标准误计入了它们之间的差异",
    sampledLayer:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  概念 {{concepts}}  在运行过的掩码上最多偏差 {{kappa}}，留出 R² {{r2}}",
    sampledLayerWhole:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  概念 {{concepts}}  在运行过的掩码上最多偏差 {{kappa}}，留出 R² {{r2}}（连同未能区分的部分 {{whole}}）",
    strongest: "输出处最强的概念，单位为奈特：",
    strongestSampled: "输出处最强的概念，单位为奈特，± 标准误：",
    chosenAgain: "{{line}}；{{halves}} 个半样本中有 {{chosen}} 个再次选中它",
    none: "没有概念在输出处有效应。",
    concept: "{{effect}}  {{kind}} {{patches}}  {{fate}}，从 {{born}} 起",
    fate: { kept: "保留", lost: "丢失", transient: "短暂" },
    firm: "所示 {{rows}} 行中 {{firm}} 行稳固（{{replicates}} 个副本都说同样的去向和符号），{{robust}} 行稳健：",
    robust: "所示 {{rows}} 行中 {{robust}} 行稳健；没有副本：",
    firmSampled:
      "所示 {{rows}} 行中 {{firm}} 行稳固（{{replicates}} 个由同一批掩码估计的副本都说同样的去向和符号），{{robust}} 行稳健（任意一半掩码都有它们）：",
    robustSampled: "所示 {{rows}} 行中 {{robust}} 行稳健（任意一半掩码都有它们）；没有副本：",
    row: "{{kind}} {{patches}}  {{fate}}，{{marks}}",
    rowCounts:
      "{{kind}} {{patches}}  {{fate}}，{{marks}}；{{replicates}} 个副本中 {{ofFate}} 个说同样的去向，{{birth}} 个说同样的起点，{{death}} 个说同样的终点",
    isFirm: "稳固",
    notFirm: "不稳固",
    isRobust: "稳健",
    notRobust: "不稳健",
    comma: "，",
  },
} as const;
