export default {
  label: "保存概念图",
  format: { png: "PNG", svg: "SVG", pdf: "PDF", csv: "CSV", copy: "复制", cite: "引用" },
  hint: {
    png: "将概念图存为 PNG，宽约 2,000 像素",
    svg: "将概念图存为 SVG，宽 180 毫米",
    pdf: "将概念图存为 PDF，按需分为多页 A4",
    csv: "将图中的数值存为 CSV",
    copy: "将概念图以 PNG 复制到剪贴板",
    cite: "论文与 Strata 的参考文献条目",
  },
  scaled: "PNG 宽 {{width}} 像素：行数太多，浏览器画不出更大的图片。SVG 没有这个限制。",
  folded: "此文件不高于 A4，因此本页展开的“其他”在文件中是收起的。PDF 分多页列出全部。",
  firmOnly: "其中只有稳固的行，图注有说明。",
  withAllRows: "连同所有行重新生成",
  dismiss: "关闭这条消息",
  copied: "概念图已复制到剪贴板。",
  failed: {
    copy: "浏览器不允许本页写入剪贴板。请改为保存 PNG；概念图没有改变。",
    font: "无法取得文件所用的字体。请确认本页的服务器仍在运行，再试一次；概念图没有改变。",
    canvas: "浏览器拒绝绘制该文件。请换一种格式保存；概念图没有改变。",
    unknown: "无法生成该文件。请确认本页的服务器仍在运行，再试一次；概念图没有改变。",
  },
};
