export default {
  title: "Your network",
  close: "Close, and leave the page as it is",
  cancel: "Cancel",
  reading: "Reading {{name}}, {{size}}",
  readingTime: "This takes about {{time}}. The page stays as it is.",
  readingStays: "The page stays as it is, and the file stays in this browser.",
  facts: {
    input: "{{width}} × {{height}} px",
    anySize: "any image size",
    grey: "one channel",
    colour: "three channels",
    classes_one: "{{count}} class",
    classes_other: "{{count}} classes",
    cost: "{{cost}} multiply-adds",
    oneByOne: "one image at a time",
  },
  withProbes_one:
    "There are probes of {{count}} layer of it, which are taken with it while it is asked as they were fitted: with the way to take an image and the class names that are chosen here.",
  withProbes_other:
    "There are probes of {{count}} layers of it, which are taken with it while it is asked as they were fitted: with the way to take an image and the class names that are chosen here.",
  ways: {
    title: "How it takes an image",
    guessed:
      "Its file does not say how pixels become numbers. These are the likeliest ways, with what it says of this image through each: choose the one that is right.",
    guessedBlank:
      "Its file does not say how pixels become numbers. These are the likeliest ways. Drop an image here to see what it says through each.",
    given: "What came with it says how an image is prepared; another way leaves its layers and probes away.",
    config: "A file beside it says how an image is prepared.",
    metadata: "The file itself says how an image is prepared.",
    graph: "The graph prepares the image itself: plain pixels go in.",
    type: "It takes bytes, so plain pixels go in.",
    image: "Tried on {{name}}",
    otherImage: "Try another image",
    enlarged:
      "It has only {{width}} × {{height}} pixels here and is enlarged to {{to}}: of an image so blurred a network may say something else. Bring one of its size or larger.",
    trying: "Trying",
    noNumber: "It answers with no number.",
    surest: "clearest lead",
    surestRead:
      "Clearest lead: the first class is furthest ahead of the second, for how far all scores lie apart. Scores that are far too large do not count: a network that is fed wrong numbers is sure of anything.",
    more_one: "{{count}} more way",
    more_other: "{{count}} more ways",
    own: "Another way",
  },
  way: {
    imagenet: "ImageNet",
    unit: "0 to 1",
    centred: "−1 to 1",
    bytes: "Plain bytes",
    caffe: "Caffe",
    mnist: "MNIST",
    cifar10: "CIFAR-10",
    cifar100: "CIFAR-100",
    clip: "CLIP",
    stored: "As it stores them",
    own: "Your own",
  },
  how: {
    line: "{{channels}}, {{range}}, {{resize}}",
    range: "{{black}} to {{white}}",
    normalised: "{{range}}, mean {{mean}}, deviation {{std}}",
    channels: { RGB: "RGB", BGR: "BGR", grey: "grey" },
    resize: { "centre-crop": "centre crop", squash: "squashed", letterbox: "with bars" },
  },
  form: {
    channels: "Channels",
    range: "Black to white",
    mean: "Mean",
    std: "Deviation",
    resize: "Other shapes",
    each: "one number, or one a channel",
    use: "Try it",
    bad: "Write numbers, with a point: one, or one for each channel; a deviation is above 0.",
  },
  size: {
    label: "Image size",
    value: "{{width}} × {{height}}",
    read: "The network takes any; this is what its like are trained with.",
  },
  scores: {
    label: "Class scores",
    value_one: "{{name}}, {{count}} class",
    value_other: "{{name}}, {{count}} classes",
    read: "It has several outputs: which one holds a score for each class?",
    embedding: "These may be features without a classifier: then their “classes” mean nothing.",
  },
  classes: {
    label: "Class names",
    manifest: "from the manifest that came with it",
    before: "as they were called before",
    metadata: "from the file itself",
    labels: "from {{from}}",
    config: "from {{from}}",
    folders: "from the folders of images",
    "known-set": "{{from}}, by their number",
    numbers: "by number",
    first: "{{names}}, …",
    unfit: "{{from}} is passed over: it has {{names}} names, and there are {{scores}} scores.",
    unread: "{{from}} is passed over: no names can be read from it.",
    bring: "Bring names",
    bringTitle: "A text file with one name a line, or config.json",
  },
  use: "Use and keep it here",
  useOnce: "Use it this once",
  takes: "Its picture of {{masks}} masks takes up to about {{time}} here; coarser patches take less.",
  useRead:
    "Kept here ({{size}}), a reload finds it again. Used once, a reload asks for the file. What you said of it is remembered either way, and nothing leaves this browser.",
  address: {
    asks: "{{host}} would be asked for {{file}}.",
    learns:
      "It learns this browser’s network address and that somebody wants this file; no cookie, no image and nothing of this page goes there. What comes stays in this browser and opens without a connection from then on.",
    guess: "The address names no file, so the usual one is tried.",
    fetch: "Ask {{host}}",
    fetching: "Fetching {{file}} from {{host}}",
    connecting: "Asking",
    progress: "{{loaded}} of {{total}}",
  },
  useFetched: "Use it",
  useFetchedRead:
    "The file ({{size}}) is kept in this browser, and so is what you said of it. The dialog Networks lets both go.",
  opening: "Opening it",
  another: "Choose a file",
  refused: {
    "not-onnx": {
      title: "This is no ONNX file.",
      body: "Its content is something else, whatever its name says. Networks of PyTorch, Keras or TensorFlow Lite are exported to ONNX first: see docs/own-network.md.",
    },
    "not-found": {
      title: "The network’s file is not here.",
      body: "Drop its .onnx file on the page first.",
    },
    "bad-onnx": {
      title: "This ONNX file is damaged.",
      body: "It could not be read to its end. Export it again, or copy it once more from where it came.",
    },
    "too-many-parts": {
      title: "This network has too many parts to be read here.",
      body: "Its graph has more nodes or constants than the page takes. Export it with constants folded.",
    },
    "network-too-large": {
      title: "This network is too large for the page.",
      body: "Up to 200 MB are read. The command line takes larger ones.",
    },
    "weights-missing": {
      title: "The weights are in another file: {{file}}.",
      body: "Drop it here, too, or both files together.",
    },
    "several-networks": {
      title: "These are several networks.",
      body: "Drop one .onnx file at a time, with what belongs to it.",
    },
    "no-network": {
      title: "There is no network among these files.",
      body: "Drop the .onnx file, with its weights and class names beside it.",
    },
    "no-image-input": {
      title: "No input of this network takes an image.",
      body: "An image goes in as four axes: images, one or three channels, height and width; in 32-bit or 16-bit floats, or bytes. Its inputs: {{inputs}}.",
    },
    "image-size": {
      title: "This network takes images of {{width}} × {{height}} px.",
      body: "Sides of {{least}} to {{most}} px are explored here. Export it for images of such a size.",
    },
    "batch-too-large": {
      title: "This network takes {{count}} images at once, and no fewer.",
      body: "Up to {{most}} are taken. Export it with a batch of one, or of any size.",
    },
    "other-inputs": {
      title: "This network wants more than an image.",
      body: "Beside the image it asks for {{inputs}}, which the page does not have.",
    },
    "no-class-scores": {
      title: "This network gives no scores of classes.",
      body: "It seems to be {{kind}}. Strata explains classifiers: one number for each class.",
    },
    "unknown-operator": {
      title: "The runtime lacks an operator of this network: {{operator}}.",
      body: "ONNX Runtime’s build for browsers cannot run it. Export it with another opset, or without this operator.",
    },
    "too-many-classes": {
      title: "This network has too many classes: {{count}}.",
      body: "Up to {{most}} are taken.",
    },
    "other-network": {
      title: "The manifest beside it is another network’s.",
      body: "It is made for a network with SHA-256 {{expected}}…, and this one has {{actual}}….",
    },
    "bad-manifest": {
      title: "The manifest beside it cannot be used.",
      body: "Its field {{field}}: {{problem}}.",
    },
    "bad-probes": {
      title: "The file of probes beside it cannot be used.",
      body: "It is damaged, none of probes, or of a later version of this page. Drop the network without it, or export the probes again.",
    },
    "out-of-memory": {
      title: "There is not enough memory for this network.",
      body: "Close other tabs, or use a smaller network.",
    },
    "session-failed": {
      title: "The runtime cannot run this network.",
      body: "It says: {{message}}",
    },
    "worker-died": {
      title: "Reading this network broke off.",
      body: "The browser may have run out of memory. Close other tabs and try again.",
    },
    unreadable: {
      title: "The file could not be read.",
      body: "It may have been moved or changed since it was chosen. Choose it again.",
    },
    lacking: {
      title: "This browser lacks what it takes to run a network of your own.",
      body: "A newer browser, or another one, has it.",
    },
    "part-missing": {
      title: "A part of this page could not be fetched.",
      body: "Networks of one’s own need it once. Try again with a connection.",
    },
    unopened: {
      title: "The network could not be opened.",
      body: "The reason: {{message}}",
    },
  },
  seems: {
    segmenter: "a segmenter, which gives a class for each pixel",
    detector: "a detector, which gives boxes",
    embedder: "an embedder, which gives features and no classes",
    image: "a network that gives an image",
    "one-score": "one that gives a single score, as for yes or no: export it with a score for each of the two",
    other: "something else",
  },
};
