export default {
  title: "待逐一查看的图片",
  images: "图片",
  count_other: "{{count}} 张图片",
  at: "第 {{at}} 张，共 {{count}} 张",
  previous: "上一张",
  next: "下一张",
  remove: "移除",
  removeTitle: "从列表中移除此图片；其结果保留",
  close: "关闭列表；页面内容保留",
  open: "探索 {{name}}",
  broken: "无法读取 {{name}}",
  left_other: "已取前 {{most}} 张；其余 {{count}} 张略去。",
};
