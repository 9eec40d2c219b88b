export default {
  title: "Strata cannot run here.",
  body: "It runs JavaScript and reads its own files. In the frame of another page it can do so only if the frame's sandbox, where there is one, allows scripts and the page's own origin (allow-scripts allow-same-origin). In a tab of its own it needs JavaScript and a browser of the last few years.",
};
