export default {
  verdict: {
    follows: "follows the network on {{follows}} of {{held}} held images",
    "near-chance":
      "near chance: follows the network on {{follows}} of {{held}} held images, where always naming its commonest class would on {{chance}}",
    "few-images": "too few images: agreement {{agreement}}; about {{more}} more would do",
    "few-images-unknown": "too few images: agreement {{agreement}}; how many would do cannot be told from these",
    "like-neighbour": "no different from {{neighbour}}; follows the network on {{follows}} of {{held}} held images",
  },
  verdictNote:
    "Agreement is the share of concepts that two fits of the layer's probe have in common, on images drawn anew; 0.5 is held to be enough. How many images would do follows from fits on half of them: what the fits disagree on for each concept that they share falls as a power of the number of images, 0.35 at most. From fewer than 200 images it cannot be told.",
  progress: {
    keeping: "Keeping the images, {{done}} of {{total}}",
    looking: "Looking at the images, {{done}} of {{total}}",
    features: "Features of {{done}} of {{total}} images",
    fitted: "Fitted {{layer}}, layer {{index}} of {{of}}",
    quality: "Measuring what the probes reach",
    noise: "Measuring noise, {{done}} of {{total}} images",
    masks: "Masks of this image, {{done}} of {{total}}",
  },
  kept: "This goes on if the page is closed or loaded again.",
  notKept: "This browser has no room to keep it: do not close this page until it is done.",
  planned: "{{training}} images to fit on, {{heldOut}} to check on, {{versions}} versions of each.",
  leftOut_one: "{{count}} image cannot be read and is left out.",
  leftOut_other: "{{count}} images cannot be read and are left out.",
  notNeeded_one: "{{count}} image is not used: memory has no room for so many.",
  notNeeded_other: "{{count}} images are not used: memory has no room for so many.",
  covers:
    "The network has {{classes}} classes. The probes know those that the images show: {{names}}; all others they know as one. About another class there is the output alone. For more classes, drop images that show them.",
  unknownLabels:
    "Nothing says what the images show: the probes are fitted to the network's own answers, and their accuracy is not known.",
  labelsByName: "Each folder is called like a class: accuracy is told, and probes of the labels are fitted too.",
  labelsByOrder:
    "There are as many folders as classes, which they are taken for in the order of their names: accuracy is told, and probes of the labels are fitted too.",
  onImage: {
    name: "linearly there, on this image",
    note: "For each layer a linear function of its features is fitted to the network's own scores on half of this image's masks, and checked on the other half. It says what is linearly there on this image; it is no probe, and says nothing of any other image.",
    check: "R² {{r2}}, the network's sign at {{agreement}} % of {{checked}} masks that it was not fitted on",
  },
  errors: {
    "too-few-images": {
      title: "Too few images to fit probes on.",
      body: "{{images}} can be used, and {{least}} are needed at least. Drop more; labels are not needed.",
    },
    "not-kept": {
      title: "What was begun is not kept any more.",
      body: "The browser has let go of it, or not all of it was written. Drop the network and the images again.",
    },
    elsewhere: {
      title: "Another tab is at it.",
      body: "These probes are being fitted in another tab or window of this page. Let it finish there, or close it.",
    },
    "no-images": {
      title: "There is no image in that.",
      body: "Drop JPEG, PNG, WebP, AVIF or GIF files, a folder of them, or a zip.",
    },
    "too-many-files": {
      title: "Those are too many files.",
      body: "Up to {{most}} are taken. Choose some of them, of all kinds.",
    },
    "too-many-bytes": {
      title: "Those are too many bytes.",
      body: "Images may have {{megabytesMax}} MB together, unpacked. Drop fewer of them, or smaller ones.",
    },
    "zip-damaged": {
      title: "{{name}} cannot be unpacked.",
      body: "It is damaged, cut off or encrypted. Unpack it, and drop the folder.",
    },
    "zip-file-too-large": {
      title: "A file in {{name}} is too large.",
      body: "A file in a zip may have {{megabytesMax}} MB unpacked. Take it out, or unpack the zip and drop the folder.",
    },
    "zip-bomb": {
      title: "{{name}} unpacks to far more than images do.",
      body: "It was not unpacked further. Unpack it by yourself if you trust it, and drop the folder.",
    },
  },
};
