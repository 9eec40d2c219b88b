/** What stands behind an effect: its patches one by one, and a masked input by itself. */
export default {
  by: "Told by",
  readAnd:
    "What {{patch}} adds when all the others are shown as well, beyond what it adds beside only some of them. Each row shows some of the others, then {{patch}} too; + counts for the effect, − against it.",
  readOr:
    "What is lost only when all of these are hidden: by hiding {{patch}} once the others are hidden, less what that loses while some of them are still shown. Each row hides some of the others, then {{patch}} too; + counts for the effect, − against it.",
  decide_one: "The first row decides: after it the sum keeps its sign and stays within τ ({{tau}}) of the effect.",
  decide_other:
    "The first {{count}} rows decide: after them the sum keeps its sign and stays within τ ({{tau}}) of the effect.",
  decideFaint_one:
    "The first row decides: after it the sum stays within τ ({{tau}}) of the effect, which is below τ itself.",
  decideFaint_other:
    "The first {{count}} rows decide: after them the sum stays within τ ({{tau}}) of the effect, which is below τ itself.",
  nothing: "No context of {{patch}} changes the score: the effect is 0.",
  unchangedAnd_one: "In one more context {{patch}} adds nothing to the AND part.",
  unchangedAnd_other: "In {{count}} more contexts {{patch}} adds nothing to the AND part.",
  unchangedOr_one: "In one more context hiding {{patch}} takes nothing from the OR part.",
  unchangedOr_other: "In {{count}} more contexts hiding {{patch}} takes nothing from the OR part.",
  columns: {
    and: "shown beside {{patch}}",
    or: "hidden beside {{patch}}",
    changeAnd: "{{patch}} adds",
    changeOr: "hiding {{patch}} takes",
    sum: "sum so far",
  },
  none: "none",
  page: "{{from}}–{{to}} of {{of}}",
  earlier: "Larger changes",
  later: "Smaller changes",
  tooMany: "Of more than {{most}} patches the contexts are too many to go through.",
  mask: {
    only: "Only {{patches}} shown",
    but: "All but {{patches}} shown",
    all: "All patches shown",
    nobody: "No patch shown",
    close: "Close",
    measured: "v of this input at every layer, as measured.",
    rebuilt: "v of this input at every layer, as the effects rebuild it, within κ: the picture came without v.",
    unit: "v, {{unit}}",
    chart: "v of this input at each layer {{in}}: {{scores}}",
    constant: "constant",
    and: "AND part",
    or: "OR part",
    delta: "δ",
    v: "v",
    sum: "v + δ = constant + AND part + OR part; |δ| is at most κ, {{kappa}} at {{layer}}.",
  },
} as const;
