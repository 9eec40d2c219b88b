/** Sixty seconds on the glass box: with its titles no more than 240 words. */
export default {
  title: "Sixty seconds on the glass box",
  at: "Step {{step}} of {{steps}}",
  back: "Back",
  next: "Next",
  leave: "Leave",
  leaveTitle: "Leave the guide: your picture comes back as it was",
  separator: ", ",
  last: "{{names}} and {{name}}",
  coming: "The glass box is on its way.",
  running: "It is being explored now: {{done}} of {{total}} masks. The numbers come with it.",
  solving: "It is being explained now: {{solved}} of {{layers}} layers. The numbers come with it.",
  stopped: "Its exploration was stopped.",
  again: "Explore it again",
  patch: {
    title: "Patches",
    text: "This network was built, not trained: {{planted}} <concept>concepts</concept> were planted in it. Its image has {{players}} <patch>patches</patch>; it was asked about all {{ways}} ways to hide some.",
  },
  and: {
    title: "Together",
    text: "{{patches}} count only <and>together</and>: hide one and it is gone. With all shown, {{found}} nats. Planted: {{planted}}.",
  },
  or: {
    title: "Any of",
    text: "{{patches}}: <or>any one</or> is enough. As soon as one is shown, {{found}} nats. Planted: {{planted}}.",
  },
  probe: {
    title: "A layer’s probe",
    text: "Each column is a layer, read by a <probe>probe</probe>. From nothing shown to everything its <score>score</score> moves by {{found}} at {{layer}} (planted: {{planted}}), by {{foundLast}} at the output (planted: {{plantedLast}}).",
    still:
      "Each column is a layer, read by a <probe>probe</probe>. At {{layer}} the <score>score</score> of everything shown is that of nothing shown: what speaks for and against cancels, as it was planted. At the output it moves by {{foundLast}} (planted: {{plantedLast}}).",
  },
  birth: {
    title: "A birth",
    text: "{{patches}} begin to count together at {{found}}: a <life>birth</life>. Planted: from {{planted}} on.",
    missed: "{{patches}} begin to count together at {{planted}}: so it was planted, but it was not found.",
  },
  doubt: {
    title: "A doubt",
    text: "Effects come back smaller by up to twice the <slack>slack κ</slack>: here off by at most {{error}} nats, at {{layer}}; twice κ is {{slack}}.",
    robust: "{{robust}} of {{rows}} rows are <robust>robust</robust>: another κ shows them, too.",
    looking: "Which rows are <robust>robust</robust> is being looked at: {{share}}.",
    ask: "Which rows are robust?",
    firm: "Trained probes are fitted anew, too: what all fits say is <firm>firm</firm>.",
  },
  truth: {
    title: "Planted, and found",
    text: "The truth is laid over the picture: of {{count}} planted cells {{there}} were found, {{missing}} are missing, and {{extra}} are there that nobody planted.",
  },
  end: {
    title: "Now yours",
    text: "Any word with dots below it says what it means. Your picture comes back as it was.",
    words: "All words",
    paper: "The paper",
  },
};
