export default {
  title: "Strata 无法在此运行。",
  body: "它需要运行 JavaScript 并读取自己的文件。在其他页面的框架中，如果框架设有沙盒，则须同时允许脚本和页面自身的来源（allow-scripts allow-same-origin）。在单独的标签页中，需要 JavaScript 和近几年的浏览器。",
};
