export default {
  title: "Networks",
  close: "Close the networks",
  read: "A network is fetched when you choose it, and is asked about the image on the page, if that is your own or a sample for both.",
  missing:
    "The network of this picture, {{name}}, does not ship with this page. To ask more about its image, choose one of these.",
  name: "Network",
  whole: "Right",
  half: "Half hidden",
  layers: "Layers",
  size: "Download",
  cost: "Multiply-adds",
  wholeTitle: "Share of validation images that it tells right",
  halfTitle: "The same with a random half of a 4 × 4 grid hidden",
  layersTitle: "Layers that can be looked into, its output among them",
  sizeTitle: "The network with its probes",
  costTitle: "Of one image through the network",
  unknown: "not measured",
  current: "on the page",
  coming: "on its way",
  together_one: "{{count}} network, {{size}}.",
  together_other: "{{count}} networks, {{size}} in all.",
  tasks: {
    "Ten kinds of things in photographs of 64 px": "Ten kinds of things in photographs of 64 px",
    "Ten kinds of animals and vehicles in images of 32 px": "Ten kinds of animals and vehicles in images of 32 px",
    "Handwritten digits of 28 px": "Handwritten digits of 28 px",
    "Day or night, by nine drawn tiles": "Day or night, by nine drawn tiles",
  },
  terms: {
    "MIT for the weights, with the terms of the training data":
      "MIT for the weights, with the terms of the training data",
    MIT: "MIT",
  },
};
