export default {
  title: "Cite",
  close: "Close",
  paper: "The method",
  program: "The program",
  copy: "Copy both",
  copied: "Copied",
};
