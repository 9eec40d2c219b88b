export default {
  title: "Share this picture",
  read: "The link itself holds the picture: whoever opens it sees this at once, and no server ever gets it. What follows the # of an address stays in the browser.",
  study:
    "The study “{{name}}” is a file and no part of links, which hold the picture alone: send the .study file itself.",
  preparing: "Making the link …",
  failed: "The link could not be made in this browser. Save the picture as a file instead.",
  lacks:
    "Links and files of pictures are made with {{part}}, which this browser lacks. Below the picture it can be saved as PNG, SVG, PDF or a table; or use a newer browser.",
  image: "Image",
  kind: {
    exact: { name: "as the network saw it", detail: "every pixel, so that the picture can be verified" },
    small: { name: "smaller", detail: "compressed with loss: it can be run again, but not verified bit for bit" },
    none: { name: "none", detail: "the concepts alone; whoever has the image can still run it" },
  },
  exactEstimate: "every pixel, so that the same estimate can be made again",
  quality: "Quality of the image:",
  qualityOf: "{{quality}} of {{qualities}}",
  lossy: "This is what the link will show. The effects are those of the exact image.",
  characters: "{{count}} characters",
  holds:
    "It holds: the model’s name and SHA-256, the grid and the question, every effect (rounded by at most {{error}} of its layer’s largest), v with everything and with nothing shown to five digits, gaps and accuracies, and what is selected.",
  holdsEstimate:
    "Of the sample it holds how many masks and which seed, R² on held-out masks, and each effect’s standard error, rounded by at most 3 % of itself; where somebody looked, how sure the rows shown are.",
  holdsImage: "It holds the image at {{width}} × {{height}} pixels: share it only if the image may be shared.",
  longAll:
    "Some apps cut messages off after {{limit}} characters, and a cut link does not open. A file is safer there: no link of this picture is as short.",
  long: "Some apps cut messages off after {{limit}} characters, and a cut link does not open. A link without the image, or a file, is safer there.",
  address: "Link",
  copy: "Copy link",
  copied: "Copied",
  send: "Send …",
  file: "Save as file",
  embed: "Copy embed code",
  embedTitle: "Code that puts the picture alone into another web page",
  qr: "QR code of the link",
  qrMissing: "The code could not be drawn: its part of the page could not be fetched.",
  qrLong: "Too long for a QR code that a camera can read; a link without the image may fit.",
  close: "Close",
};
