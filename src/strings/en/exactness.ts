export default {
  title: "How exact is this?",
  rounded:
    "To fit a link, effects here are rounded by at most {{error}} of their layer’s largest; every threshold was kept.",
  shrink:
    "The effects <matching>rebuild</matching> the <score>score</score> at every one of the {{total}} <mask>masks</mask>, up to the <slack>slack κ</slack>. In return an effect may come back smaller than it is, by up to about 2κ, and very small ones may be phantoms.",
  debiased:
    "These effects are <debiased>debiased</debiased>: few of them, fitted to the <score>score</score> at all <mask>masks</mask> by least squares, and shrunk by nothing. No κ bounds what they leave: at most {{residual}} nats, at {{layer}}. How sure they are is found by the same estimator.",
  sampled:
    "The effects are <estimate>estimated</estimate> from {{masks}} <mask>masks</mask> (seed {{seed}}) instead of all, and nothing is proven of the others. Held-out R² is told by {{heldOut}} of them that no fit saw: what the effects lack of it is partly there but not told apart, as far as unseen masks could be foretold, and partly not known.",
  notVerified:
    "An estimate is not verified by running it again: where the scores differ by a rounding, other concepts may say the same as well.",
  heldOut: "held-out R², least",
  notToldApart: "there, not told apart",
  unseen: "candidates hardly seen",
  halves: {
    ask: "Would other masks choose the same?",
    askTime: "Would other masks choose the same? (about {{time}})",
    askTitle:
      "Repeats the choice of effects on {{halves}} halves of the masks, each for about half of the fit's time. The network runs for it only where the picture was opened.",
    told: "chosen again by {{halves}} half-samples",
  },
  errorSampled: "largest error at these masks, nats",
  byLayerSampled:
    "What the estimate of each layer is worth, and its probe, stand behind its head in the picture; here the largest error is that of",
  explained_one: "top 1 holds",
  explained_other: "top {{count}} hold",
  gap: "solver gap",
  byLayer:
    "Gap, κ and error of each layer, and what its probe is worth, stand behind its head in the picture; here those of",
  byLayerDebiased:
    "The error of each layer, and what its probe is worth, stand behind its head in the picture; here those of",
  r2: "R² of all effects",
  kappa: "slack κ, nats",
  error: "largest error, nats",
  unstable:
    "At {{layers}} the identity of the concepts is not stable: other sets of patches explain the score equally well (method B).",
  imageScale: "No scale of such scores is known for {{layers}}; the span of this image stands in for it.",
  against: "The <score>score</score> asks one thing: {{name}} against all other classes the model knows.",
  rather:
    "The <score>score</score> asks one thing: {{name}} rather than {{rather}}, the difference of their logits, whatever the other classes say.",
  masked:
    "Patches are hidden by <baseline>painting over them</baseline>; a network that never saw such holes may answer oddly.",
  rule: "Slack κ is",
  rule_noise: "{{share}} of the range, at least twice the noise",
  rule_range: "{{share}} of the score’s range",
  rule_delta: "{{share}} of |v(all) − v(none)|, the paper's",
  rule_debiased: "what few unshrunk effects leave (debiased)",
  certainty: {
    ask: "How sure is this?",
    askTime: "How sure is this? (about {{time}})",
    askTitle:
      "Fetches replicates of the probes, fitted to other samples of the training images, runs the network once more and explains each of them, in the background",
    askRobustTitle: "Explains every layer anew, with κ smaller and larger and another choice among equal answers",
    askSampledTitle:
      "Fetches replicates of the probes, fitted to other samples of the training images, runs the network on these masks once more and estimates from each of them, and from either half of the masks, in the background",
    askRobustSampledTitle: "Estimates every layer anew from either half of the masks, in the background",
    runFirst: "How sure it is can be asked once the network was run on these masks here.",
    askHere: "Look at it here",
    starting: "How sure is this? Replicates of the probes are being fetched.",
    masks: "How sure is this? Replicates of the probes answer: {{share}}.",
    solving: "How sure is this? {{share}} is explained anew.",
    cancel: "Cancel",
    firm_one:
      "{{firm}} of {{count}} row is <firm>firm</firm>: all {{replicates}} <replicate>replicates</replicate> of the probes, fitted to other samples of the training images, say its fate and its signs.",
    firm_other:
      "{{firm}} of {{count}} rows are <firm>firm</firm>: all {{replicates}} <replicate>replicates</replicate> of the probes, fitted to other samples of the training images, say their fate and their signs.",
    kept_one:
      "One of them is kept: what is alive at the output hangs on no probe, so that only its signs could differ; how sure its birth is stands apart.",
    kept_other:
      "{{count}} of them are kept: what is alive at the output hangs on no probe, so that only their signs could differ; how sure their births are stands apart.",
    sameMasks: "Each replicate is estimated from these very masks: what others would say is another question.",
    strongest: "Rows are counted among the {{shown}} strongest of {{total}}.",
    outputAlone: "The output is the network's own answer: there is no probe that another fit could differ from.",
    onImage:
      "How far other fits would say the same is not known: the columns before the output are no probes, but are fitted to this image's own masks.",
    noReplicates: "How far other fits of the probes would say the same is not known: these probes have no replicates.",
    fewReplicates_one:
      "How far other fits of the probes would say the same is not told: these probes have one replicate, and it takes at least {{fewest}}.",
    fewReplicates_other:
      "How far other fits of the probes would say the same is not told: these probes have {{count}} replicates, and it takes at least {{fewest}}.",
    robust_one:
      "{{robust}} of {{count}} row is <robust>robust</robust>: it stays salient, with its signs, with κ a quarter smaller, half larger, and by another choice among equal answers.",
    robust_other:
      "{{robust}} of {{count}} rows are <robust>robust</robust>: they stay salient, with their signs, with κ a quarter smaller, half larger, and by another choice among equal answers.",
    noneRobust:
      "None of these rows is <robust>robust</robust>: none is salient wherever it lives, with its signs, from either half of these masks alone. Half as many masks find less, so that they need not be accidents.",
    robustSampled_one:
      "{{robust}} of {{count}} row is <robust>robust</robust>: from either half of these masks alone it is salient as well, with its signs. Half as many masks find less, so that others need not be accidents.",
    robustSampled_other:
      "{{robust}} of {{count}} rows are <robust>robust</robust>: from either half of these masks alone they are salient as well, with their signs. Half as many masks find less, so that others need not be accidents.",
    from: {
      link: "So says the link; it was not looked at here.",
      file: "So says the file; it was not looked at here.",
      library: "So it was found earlier in this browser.",
      build: "So it was found when the picture was made for this page.",
    },
    compared: {
      agrees_one: "The one row that the opened picture says this of was found as it says.",
      agrees_other: "All {{count}} rows that the opened picture says this of were found as it says.",
      differs_one: "The opened picture says otherwise of the one row that it says this of.",
      differs_other: "The opened picture says otherwise of {{otherwise}} of the {{count}} rows that it says this of.",
      layers_one: "At one layer it tells another noise or agreement of the probe on this image than was found.",
      layers_other:
        "At {{count}} layers it tells another noise or agreement of the probe on this image than was found.",
      robustOnly: "What is firm was not compared: there are no replicates here.",
    },
  },
  baselines: {
    ask: "Does it hang on what hides the patches?",
    askTitle:
      "Runs the network on this image with every other way to hide patches, and explains each like this picture",
    starting: "Other ways to hide patches are compared.",
    masks: "With {{as}}: {{share}} of the masks answered.",
    solving: "With {{as}}: {{share}} of the layers explained.",
    cancel: "Cancel",
    told_one: "{{withAll}} of {{count}} row is found whatever hides the patches, {{withNone}} only with {{own}}.",
    told_other: "{{withAll}} of {{count}} rows are found whatever hides the patches, {{withNone}} only with {{own}}.",
    each: "With {{as}} {{rows}} of {{count}}",
    agreement: "agreement {{agreement}}",
    read: "Found: <salient>salient</salient> with the same sign at a layer where the picture has it. Agreement: Jaccard index of the salient concepts, mean over the layers.",
    only: "Only with {{own}}:",
  },
  noise: {
    layer: "{{name}} {{share}}",
    told: "<noiseShare>Noise of the probes</noiseShare> on this image, as a share of the span of the scores: {{layers}}. That is how far replicates of a probe lie from it.",
  },
  probes: {
    label: "Probes",
    first: "the network's answers",
    labels: "the labels (the paper's)",
    "on-image": "this image's own masks",
    differ:
      "A probe of the network's answers says what a layer knows of what the network will answer; one of the labels, what it knows of what the images show, even where the network says something else. Either choice is a question of its own: it is run, or taken from what this browser keeps.",
  },
  waiting: "The checks come once every layer is solved.",
  privateOpened:
    "These numbers were computed earlier or elsewhere. What is computed anew is computed in this browser; the image does not leave it.",
  private: "Everything is computed in this browser; the image does not leave it.",
  verified: {
    title: {
      agrees: {
        earlier: "The picture computed earlier agrees with what was computed here now.",
        opened: "The picture opened before agrees with what was computed here.",
      },
      differs: {
        earlier: "The picture computed earlier does not agree with what was computed here now.",
        opened: "The picture opened before does not agree with what was computed here.",
      },
    },
    rebuilt: {
      agrees:
        "The opened picture's effects{{rounding}} rebuild v at every one of the {{total}} masks: furthest off at {{layer}}, by {{residual}} nats of {{allowed}} allowed.",
      differs:
        "Its effects{{rounding}} do not explain v: at {{layer}} what they rebuild is off by {{residual}} nats, {{allowed}} allowed.",
    },
    compared: "What was compared",
    rounding: ", rounded by up to {{error}} of their layer's largest,",
    objective: {
      agrees:
        "Their sizes add up to the least there is: at {{layer}} {{found}} nats, {{optimum}} here, {{allowed}} may lie between.",
      differs:
        "Their sizes do not add up to the least there is: at {{layer}} {{found}} nats, {{optimum}} here, only {{allowed}} may lie between.",
    },
    sum: {
      agrees:
        "Their sizes add up to what was found here: at {{layer}} {{found}} nats, {{optimum}} here, {{allowed}} may lie between.",
      differs:
        "Their sizes do not add up to what was found here: at {{layer}} {{found}} nats, {{optimum}} here, only {{allowed}} may lie between.",
    },
    scores: {
      all: "v at every mask differs by at most {{difference}} · max(1, |v|), {{tolerance}} allowed.",
      ends: "v with everything and with nothing shown differs by at most {{difference}} · max(1, |v|), {{tolerance}} allowed.",
    },
    stated: "Otherwise than here it states {{what}}.",
    what: {
      network: "the network's name, size or mean colour",
      players: "which pixels the patches are",
      layers: "its layers, or which of them know little or are alike",
      probes: "the accuracies, agreements or noise of probes",
      scales: "the scales of layers",
      classes: "the classes, their probabilities or the energy",
      certificate: "κ, the objective, the solver's gap or the largest error",
    },
    nothingStated:
      "Layers, probes, scales and classes are the same; the name of the image was not compared, and how sure the picture is and the noise of its probes only once that is looked at here, too.",
    others:
      "Concepts that are salient in one of the two only: {{count}}. Several answers explain v equally well, and both of these do.",
  },
};
