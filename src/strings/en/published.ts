/** Networks that are published elsewhere, and files of probes: what goes wrong with them. */
export default {
  error: {
    "not-an-address": {
      title: "This is no address of a file.",
      body: "Give one that begins with https://, without a name and password in it. A page of a file on Hugging Face or GitHub will do.",
    },
    "not-https": {
      title: "{{host}} would be asked without encryption.",
      body: "Only addresses that begin with https:// are asked, also where they lead on. Nothing of the file is used.",
    },
    "private-address": {
      title: "{{host}} is no host of the public internet.",
      body: "Addresses of this machine, of a local network and those that are mere numbers are not asked. Drop the file on the page instead.",
    },
    "names-no-file": {
      title: "The address does not say which file is meant.",
      body: "Open the .onnx file on {{host}} and copy the address of its own page.",
    },
    "no-connection": {
      title: "{{host}} cannot be reached.",
      body: "There is no connection. What had come of the file is kept; ask again when there is one.",
    },
    "no-cors": {
      title: "{{host}} does not let other pages read its files.",
      body: "It answers, but without leave for pages of other sites (CORS). Download the file with the browser, then drop it on the page.",
    },
    "no-answer": {
      title: "{{host}} gave no answer that can be read.",
      body: "Either it cannot be reached, or it does not let pages of other sites read its files (CORS): the browser does not tell which. Download the file with the browser, then drop it on the page.",
    },
    "broken-off": {
      title: "The connection to {{host}} was lost.",
      body: "What had come is kept for a week. Ask again to go on from there, where the host can; otherwise all of it comes anew.",
    },
    "not-found": {
      title: "{{host}} does not have this file.",
      body: "It answers with status {{status}}. The file may have moved, or the address is mistyped.",
    },
    forbidden: {
      title: "{{host}} does not give this file to everybody.",
      body: "It answers with status {{status}}: the file wants a login or its terms accepted, or it is not there. Download it with the browser, then drop it on the page.",
    },
    status: {
      title: "{{host}} did not send the file.",
      body: "It answers with status {{status}}. Ask again later.",
    },
    html: {
      title: "{{host}} sent a page instead of a file.",
      body: "The address is that of a page about the file. Copy the one of its download instead.",
    },
    "lfs-pointer": {
      title: "{{host}} sent a pointer of Git LFS instead of the file.",
      body: "The file itself lies in another store. Copy the address of its download, or download it with the browser and drop it on the page.",
    },
    "too-large": {
      title: "The file is too large.",
      body: "{{host}} has more than the {{megabytesMax}} MB that a browser can run.",
    },
    "wrong-hash": {
      title: "{{host}} sent another file than the one that is listed.",
      body: "Its SHA-256 is not the listed one, so nothing of it is used. It was changed there, or on the way.",
    },
  },
};
