import type { Definition, TermName } from "../terms.ts";

/** What the page's terms mean, in the order of a first reading: words first, their symbols after. Each is told in docs/glossary.md, too. */
export default {
  title: "Words of this page",
  close: "Close",
  search: "Search the words",
  none: "No word here has these letters.",
  more: "All words",
  guide: "Sixty seconds on the glass box",
  paper: "The method is that of “Layerwise Change of Knowledge in Neural Networks” (ICML 2024):",
  terms: {
    patch: {
      name: "patch",
      is: "A part of the image, a rectangle or a superpixel, that is shown or hidden as a whole. Named like a chess square from the top left: a1, b1, …",
    },
    superpixels: {
      name: "superpixels",
      is: "Patches that follow the colours: each grows from the middle of its cell of the grid, always by the pixel that is nearest in colour and place, until all are taken. It is called as its cell.",
    },
    mask: {
      name: "mask",
      is: "The image with some patches shown and the others hidden. With n patches there are 2ⁿ masks; the network is asked about each.",
    },
    baseline: {
      name: "baseline (hidden as)",
      is: "The colours that stand where a patch is hidden: the mean colour of the training images, as in the paper, black, a blurred copy, or the image’s own mean.",
    },
    target: {
      name: "target",
      is: "The class whose score is explained; by default the network’s own first choice.",
    },
    score: {
      name: "score, v (log-odds)",
      is: "How strongly a layer speaks for the target: log(p / (1 − p)) of its probability p. 0 is even odds; each unit of 1, a nat, makes the odds 2.7 times as large. Held against one class, it is the difference of the two logits.",
    },
    nat: {
      name: "nat",
      is: "The unit of log-odds: 1 nat more makes the odds e ≈ 2.7 times as large. Nats of two layers cannot be compared.",
    },
    scale: {
      name: "scale (unit)",
      is: "How far a layer’s score goes, on average over a data set, from nothing shown to everything. Numbers are in these units, so that layers can be compared; where it is not known, this image’s own stands in for it.",
    },
    concept: {
      name: "concept",
      is: "A group of patches that act together, by AND or by OR, with an effect at some layer that stands out.",
    },
    and: {
      name: "together (AND, ∧)",
      is: "What a group of patches adds to the score only when all of them are shown: the Harsanyi dividend. Hide one and it is gone.",
    },
    or: {
      name: "any of (OR, ∨)",
      is: "What a group of patches adds to the score as soon as any one of them is shown. It is gone only when all are hidden.",
    },
    effect: {
      name: "effect (interaction, I)",
      is: "How much a concept adds to the score at a layer, with its sign: for the target or against it.",
    },
    order: { name: "order", is: "How many patches a concept joins." },
    strength: {
      name: "strength (Σ |effect|)",
      is: "The sizes of effects added up, whatever their signs.",
    },
    salient: {
      name: "salient, above the threshold (τ)",
      is: "An effect stands out when its size is above τ: 0.05 of the layer’s largest effect. Only such effects count as concepts.",
    },
    slack: {
      name: "slack (κ, δ)",
      is: "The effects may miss the score at each mask by δ, but by no more than κ. This slack keeps concepts few; in return effects are shrunk by up to about 2κ, and tiny ones may be phantoms.",
    },
    refitted: {
      name: "refitted effect",
      is: "A salient concept’s effect in a least-squares fit of the scores by the salient concepts alone, which shrinks nothing.",
    },
    debiased: {
      name: "debiased effects",
      is: "Another way to explain, beside the paper’s: as few effects as are worth having, fitted to the scores by least squares and shrunk by nothing. What they leave is not bounded by a κ.",
    },
    estimate: {
      name: "estimate from a sample of masks",
      is: "While a long run goes on, or of more than 16 patches, effects are told from a sample of the masks: the ends (all shown, none, one patch alone, all but one) and random ones. Few effects are fitted to the scores there; nothing is proven of the other masks.",
    },
    heldOut: {
      name: "held-out R²",
      is: "How well the effects of an estimate rebuild the scores at masks that no fit saw, a fifth of the random ones: 1 is perfect, 0 no better than their mean. Of what could be told of unseen masks, but by no few effects, the page says that it is not told apart.",
    },
    halfSamples: {
      name: "half-samples",
      is: "Halves of an estimate’s masks, on each of which its choice of effects is repeated. An effect that most of them choose again is not an accident of which masks were drawn; standard errors take in how far the halves differ.",
    },
    objective: {
      name: "objective (Σ |effects|)",
      is: "The sizes of all effects added up, which the explanation makes as small as it can: few concepts rather than many.",
    },
    gap: {
      name: "solver gap",
      is: "By at most this share could a sparser explanation beat the one found. It is proven, and says nothing about noise.",
    },
    otherwise: {
      name: "could be said otherwise",
      is: "Several explanations can be equally short. A concept that one of them does without could be said otherwise; one with one sign in all of them is needed in every answer.",
    },
    layer: {
      name: "layer",
      is: "A place inside the network, from the input side to the output, whose features a probe reads.",
    },
    probe: {
      name: "probe",
      is: "A linear classifier on one layer’s features, fitted with the network frozen: what the layer already tells.",
    },
    accuracy: {
      name: "accuracy",
      is: "The share of validation images that a layer’s probe gets right; at the output, the network’s own.",
    },
    onImage: {
      name: "linearly there, on this image",
      is: "No probe: a linear function of a layer’s features, fitted to half of this image’s masks. It says nothing of other images.",
    },
    readout: {
      name: "readout",
      is: "The output reads the very features that the last layer’s probe sees: nothing is born or dies between the two.",
    },
    life: {
      name: "life, birth, death",
      is: "A run of layers at which a concept is salient. It is born at the first, and has died after the last.",
    },
    steadied: {
      name: "steadied, bridged",
      is: "Lives are told from effects averaged over neighbouring layers that differ little more than two fits of one probe do, each as a share of its layer’s largest; a bridged layer is weak by itself.",
    },
    kept: { name: "kept", is: "The fate of a concept that is alive at the output." },
    lost: { name: "lost", is: "The fate of a concept that is alive at the first layer, and not at the output." },
    transient: {
      name: "transient",
      is: "The fate of a concept that is alive neither at the first layer nor at the output.",
    },
    persistent: { name: "persistent", is: "Kept, and there from the first half of the layers on." },
    late: { name: "late", is: "Kept, and born in the second half of the layers." },
    returned: { name: "returned", is: "Kept, but gone for some layers in between." },
    signFlipped: { name: "sign-flipped", is: "Kept, with another sign at the output than where it was born." },
    certainty: {
      name: "how sure (certainty)",
      is: "Replicates of the probes tell it: a cell is lower the fewer of them have it there; a birth or death on which they differ is a bar from the earliest to the latest layer that any names; a fate that no more than half say is unclear, “?”. Not known where nobody asked them, or the network has none.",
    },
    firm: {
      name: "firm",
      is: "All replicates of the probes say a row’s fate, and its signs where it lives. Of kept rows only the signs are at stake, since the output has no probe. Replicates of an estimate are fitted to its own masks: of others firm says nothing.",
    },
    robust: {
      name: "robust",
      is: "Salient with the same sign also with κ a quarter smaller and half larger, and by another choice among equal answers; of an estimate, from either half of its masks, which share two (all shown, and none). It hangs on none of these choices; of noise it says nothing.",
    },
    replicate: {
      name: "replicate (another fit)",
      is: "A probe fitted to another sample of the training images. What differs between replicates is noise.",
    },
    probeAgreement: {
      name: "probe agreement",
      is: "The share of concepts on which two fits of one layer’s probe agree (Jaccard index, 1 is fully): on this image where somebody looked how sure it is, else over many images. What they differ by is noise.",
    },
    layerAgreement: {
      name: "layer agreement",
      is: "The share of concepts on which a layer and the one before agree on this image (Jaccard index). Where it is no less than the probe agreement, the change is no more than noise, and the number stands back. Of estimates the probe agreement is known where somebody looked how sure they are; part of what two layers, or two fits of a probe, differ in is the estimates’ own.",
    },
    noiseShare: {
      name: "noise share",
      is: "How far replicates’ scores lie from the probe’s, as a share of the span of the scores (root mean square).",
    },
    knowsLittle: {
      name: "knows little",
      is: "Said of a layer whose scores span less than a quarter of its scale, or whose probe is below twice chance.",
    },
    completeness: {
      name: "completeness",
      is: "The share of the output’s strength that a layer already has (the paper’s Eq. 6–8).",
    },
    redundancy: {
      name: "redundancy",
      is: "The share of a layer’s strength that the output does not have.",
    },
    matching: {
      name: "universal matching",
      is: "The effects rebuild the score at every mask: within κ all of them together; the salient ones alone as well as R² says.",
    },
    rSquared: {
      name: "share explained (R²)",
      is: "How much of the scores’ variation over all masks is rebuilt: 1 is all of it.",
    },
    shapley: {
      name: "Shapley value",
      is: "A patch’s fair share of the score: every effect is shared equally among its patches.",
    },
    fold: {
      name: "fold",
      is: "One row for several large ORs of one sign on nearly the same patches; its effects are their sums.",
    },
    energy: {
      name: "energy (familiar or not)",
      is: "How much the network finds of what it knows (log Σ exp of its scores). An image below all but 5 % of held-out images is marked as unlike anything it was trained on; of such images one in 20 is, too.",
    },
    glassBox: {
      name: "glass box",
      is: "A network that was constructed, not trained: what it holds at each layer, the truth, is known, and can be laid over what was found.",
    },
  } satisfies Record<TermName, Definition>,
};
