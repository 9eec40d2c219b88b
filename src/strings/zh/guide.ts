export default {
  title: "在玻璃盒上的六十秒",
  at: "第 {{step}} 步，共 {{steps}} 步",
  back: "上一步",
  next: "下一步",
  leave: "离开",
  leaveTitle: "离开导览：您的结果会原样回来",
  separator: "、",
  last: "{{names}} 和 {{name}}",
  coming: "玻璃盒正在加载。",
  running: "正在探索它：{{total}} 个掩码中的 {{done}} 个。数字随后就到。",
  solving: "正在解释它：{{layers}} 层中的 {{solved}} 层。数字随后就到。",
  stopped: "对它的探索已停止。",
  again: "重新探索",
  patch: {
    title: "图块",
    text: "这个网络是构造的，未经训练：其中植入了 {{planted}} 个<concept>概念</concept>。图片有 {{players}} 个<patch>图块</patch>；遮挡其中一些的全部 {{ways}} 种方式都问过它。",
  },
  and: {
    title: "合在一起",
    text: "{{patches}} 只有<and>合在一起</and>才起作用：遮住任何一个就没有了。全部显示时 {{found}} 奈特。植入值：{{planted}}。",
  },
  or: {
    title: "任意一个",
    text: "{{patches}}：<or>任意一个</or>就够。只要显示其中之一，{{found}} 奈特。植入值：{{planted}}。",
  },
  probe: {
    title: "一层的探针",
    text: "每一列是一层，由<probe>探针</probe>读出。从全遮到全显，其<score>得分</score>在 {{layer}} 变化 {{found}}（植入值：{{planted}}），在输出处变化 {{foundLast}}（植入值：{{plantedLast}}）。",
    still:
      "每一列是一层，由<probe>探针</probe>读出。在 {{layer}}，全显与全遮的<score>得分</score>相同：支持与反对相互抵消，正如所植入的那样。在输出处得分变化 {{foundLast}}（植入值：{{plantedLast}}）。",
  },
  birth: {
    title: "一次出现",
    text: "{{patches}} 从 {{found}} 起合在一起起作用：这是一次<life>出现</life>。植入：从 {{planted}} 起。",
    missed: "{{patches}} 从 {{planted}} 起合在一起起作用：这是植入的，但没有找到。",
  },
  doubt: {
    title: "一处存疑",
    text: "效应最多可缩小<slack>余量 κ</slack> 的两倍：此处最多相差 {{error}} 奈特，在 {{layer}}；κ 的两倍为 {{slack}}。",
    robust: "{{rows}} 行中有 {{robust}} 行<robust>稳健</robust>：换一个 κ 也还在。",
    looking: "正在查看哪些行<robust>稳健</robust>：{{share}}。",
    ask: "哪些行稳健？",
    firm: "训练的探针还会重新拟合：全部拟合都这样说的，即为<firm>稳固</firm>。",
  },
  truth: {
    title: "植入的与找到的",
    text: "真值叠放在图上：植入的 {{count}} 个格子中找到 {{there}} 个，缺 {{missing}} 个，另有 {{extra}} 个并非植入。",
  },
  end: {
    title: "轮到您了",
    text: "带点状下划线的词都会说明自己的含义。您的结果会原样回来。",
    words: "全部用语",
    paper: "论文",
  },
};
