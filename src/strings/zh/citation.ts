export default {
  title: "引用",
  close: "关闭",
  paper: "方法",
  program: "程序",
  copy: "复制两条",
  copied: "已复制",
};
