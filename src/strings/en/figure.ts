export default {
  title: "Concepts for {{target}}, layer by layer",
  sub: "{{model}}  ·  {{image}}, {{width}} × {{height}} px  ·  {{grid}}, {{masks}} masks",
  grid: {
    all: "{{rows}} × {{cols}} {{patches}}",
    hidden: "{{count}} {{patches}} of {{rows}} × {{cols}}, all others hidden",
    shown: "{{count}} {{patches}} of {{rows}} × {{cols}}, all others shown",
  },
  patches: { rectangles: "patches", superpixels: "superpixels" },
  continued: "{{title}} · {{image}} · page {{page}}",
  provenance:
    "{{program}} · network {{model}}, SHA-256 {{modelSha}}… · image SHA-256 {{imageSha}}… · {{grid}}, {{baseline}}, target {{target}}, κ {{kappa}}, τ {{tau}} · {{address}}",
  reading: {
    rows: "AND counts only when all of its patches are shown, OR as soon as one is. The last layer is the output.",
    units: {
      nats: "In nats (log-odds), in which layers cannot be compared.",
      scale: "In units of a layer’s scale, the mean |v(all) − v(nothing)| over a data set: {{nats}} nats.",
      scaleOwn:
        "In units of a layer’s scale, the mean |v(all) − v(nothing)| over a data set, of {{layers}} on this image: {{nats}} nats.",
    },
    strength: " Strength: sum of |effect| of the concepts alive.",
    // They follow the sentences above in one paragraph, where their models were measured.
    accuracy: " Accuracy: of the probe on validation images.",
    agreements: {
      layers: " Layer agreement: agreement (Jaccard) of a layer with the one before on this image.",
      estimates:
        " Layer agreement: agreement (Jaccard) of a layer with the one before on this image; part of what they differ in is the estimates’ own.",
      image:
        " Agreement (Jaccard) on this image: of probes fitted on samples of the data; of a layer with the one before, whose change is noise where it is no less.",
      imageEstimates:
        " Agreement (Jaccard) on this image: of probes fitted on samples of the data; of a layer with the one before, whose change is noise where it is no less. Part of what either differ in is the estimates’ own.",
      photographs:
        " Agreement (Jaccard): over many images, of probes fitted on samples of them; on this image, of a layer with the one before.",
    },
    lives:
      "Alive where |effect| over the layer’s largest, averaged over neighbours no further apart than noise, exceeds {{share}}.",
    // The marks that the picture then has.
    sure: {
      unknown: "Hollow births and deaths: how sure they are is not known.",
      firm: "Firm: all {{of}} replicates of the probes say the row’s fate and signs. Lower cells: fewer have them; bars: where they place births and ends.",
      robust: "Robust: salient, with its sign, at ¾ κ, 1½ κ and by another equal answer; else a broken outline.",
      robustSampled:
        "All from the same masks. Robust: salient, with its sign, from either half of them; else a broken outline.",
    },
    shares: "The {{count}} strongest concepts hold {{held}} of the strength, everything below τ together {{below}}.",
  },
  fact: {
    model: "Model",
    target: "Target",
    hidden: "Hidden as",
    probes: "Probes",
    kappa: "κ",
    tau: "τ",
    solver: "Solver",
    scale: "Colours",
    sure: "Certainty",
    rows: "Rows",
    marked: "In violet",
    software: "Software",
  },
  value: {
    model: "{{name}}, SHA-256 {{sha}}…",
    target: "{{name}}, {{p}} among the classes it knows",
    targetRather: "{{name}}, the difference of their logits",
    targetOf_one: "{{name}}, {{p}}: the one class it knows",
    targetOf_other: "{{name}}, {{p}} among the {{count}} classes it knows",
    hidden: {
      mean: "mean colour of the training images",
      zero: "black",
      blur: "the image itself, blurred",
      "image-mean": "mean colour of this image",
    },
    probes: {
      labels: "fitted to the labels, as in the paper",
      "on-image": "none: linear functions fitted on half of this image’s masks, which say nothing of other images",
    },
    kappa_noise: "{{fraction}} × range of v, at least twice the probe’s noise: {{nats}} nats",
    kappa_range: "{{fraction}} × range of v: {{nats}} nats",
    kappa_debiased:
      "debiased effects, no κ bounds them: they leave at most {{nats}} nats; noise taken to be half of {{fraction}} × range of v, or the probe’s",
    kappa_delta: "{{fraction}} × |v(all) − v(none)|: {{nats}} nats",
    tau: "{{fraction}} × largest |effect|: {{nats}} nats",
    solver: "gap at most {{gap}}, error of v at most {{error}} nats",
    solverSampled:
      "estimated from {{masks}} masks (seed {{seed}}), held-out R² {{r2}}; nothing is proven of other masks",
    solverDebiased: "least squares on few effects, chosen by the extended BIC; no shorter answer is excluded",
    scale: "to ±{{end}} {{unit}}",
    scaleLocked: "to ±{{end}} {{unit}}, a range locked across pictures",
    scaleClamped:
      "to ±{{end}} {{unit}}, a range locked across pictures; larger effects, up to {{beyond}}, have its last colour",
    rows: "{{drawn}} of {{total}} concepts, sorted by {{sort}}",
    rowsOnly: "{{drawn}} of {{total}} concepts, only {{filters}}; sorted by {{sort}}",
    firm: "firm ones",
    sure: "{{firm}} of {{rows}} rows firm, {{robust}} robust",
    sureRobust: "{{robust}} of {{rows}} rows robust; no replicates that would tell what is firm",
    sureTold: "{{words}}, as the picture came",
    folded: "; others folded to fit A4",
    order: "order {{order}}",
    only: "with {{patches}}",
    concept: "the concept {{concept}}",
    layer: "the layer {{layer}}",
    patches_one: "patch {{names}}",
    patches_other: "patches {{names}}",
    separator: ", ",
    software: "{{program}}; method of Cheng et al., ICML 2024",
  },
};
