/** 发布在别处的网络以及探针文件：可能出现的问题。 */
export default {
  error: {
    "not-an-address": {
      title: "这不是文件的地址。",
      body: "请输入以 https:// 开头、不含用户名和密码的地址。Hugging Face 或 GitHub 上某个文件的页面地址也可以。",
    },
    "not-https": {
      title: "访问 {{host}} 将不会加密。",
      body: "页面只访问以 https:// 开头的地址，跳转之后也是如此。该文件没有任何部分被使用。",
    },
    "private-address": {
      title: "{{host}} 不是公共互联网上的主机。",
      body: "本机、本地网络以及纯数字的地址不会被访问。请直接把文件拖到页面上。",
    },
    "names-no-file": {
      title: "地址没有说明是哪个文件。",
      body: "请在 {{host}} 上打开 .onnx 文件，然后复制它自己的页面地址。",
    },
    "no-connection": {
      title: "无法连接 {{host}}。",
      body: "没有网络连接。已收到的部分会保留；恢复连接后请再次请求。",
    },
    "no-cors": {
      title: "{{host}} 不允许其他页面读取它的文件。",
      body: "它有应答，但不允许其他网站的页面读取（CORS）。请用浏览器下载该文件，再拖到页面上。",
    },
    "no-answer": {
      title: "{{host}} 没有给出可读取的应答。",
      body: "要么无法连接，要么它不允许其他网站的页面读取文件（CORS）：浏览器不说明是哪一种。请用浏览器下载该文件，再拖到页面上。",
    },
    "broken-off": {
      title: "与 {{host}} 的连接中断了。",
      body: "已收到的部分会保留一周。再次请求时，若主机支持，将从中断处继续；否则重新获取全部内容。",
    },
    "not-found": {
      title: "{{host}} 没有这个文件。",
      body: "它的应答状态是 {{status}}。文件可能已移动，或地址有误。",
    },
    forbidden: {
      title: "{{host}} 不向所有人提供这个文件。",
      body: "它的应答状态是 {{status}}：需要登录或接受条款，或者文件不存在。请用浏览器下载，再拖到页面上。",
    },
    status: { title: "{{host}} 没有发送文件。", body: "它的应答状态是 {{status}}。请稍后再试。" },
    html: { title: "{{host}} 发来的是网页而不是文件。", body: "这是介绍该文件的页面地址。请改为复制它的下载地址。" },
    "lfs-pointer": {
      title: "{{host}} 发来的是 Git LFS 指针而不是文件。",
      body: "文件本身存放在另一处。请复制它的下载地址，或用浏览器下载后拖到页面上。",
    },
    "too-large": { title: "文件太大了。", body: "{{host}} 上的文件超过浏览器能运行的 {{megabytesMax}} MB。" },
    "wrong-hash": {
      title: "{{host}} 发来的不是列表中的那个文件。",
      body: "它的 SHA-256 与列表不符，因此没有任何部分被使用。它在那里或在途中被更改了。",
    },
  },
};
