export default {
  usage: `Usage: strata explain IMAGE|DIR [options]     explain an image, or every image of a folder (needs --out DIR)
       strata batch DIR --queue URL --out DIR [options]   have a folder explained by the workers of a queue, and wait for them
       strata work --queue URL --out DIR [options]        take jobs from a queue, until told to stop
       strata decompose FILE [options]        decompose a score function given as JSON {n, v}, or as Möbius interactions of shapiq
       strata show FILE [options]             say what is in a .strata file, or in the JSON of explain
       strata prepare FILE.onnx --images DIR --out DIR [options]   fit a network's probes and write all that explain needs of it
       strata study PLAN.json --out DIR [options]   explain many images by several networks and questions, and test the paper's findings
       strata --version                       say which version this is

Options of explain:
  --model NAME|FILE     a shipped model, or FILE.onnx; without FILE.json beside it how it is fed and what its classes are called
                        is guessed, and said (default: {{model}})
  --grid RxC            rows x columns of patches, at most {{players}} in all, with --masks {{side}}x{{side}} (default: the model's own
                        players, else 3x3)
  --masks N             run N masks, drawn at random, instead of all, and estimate the effects from them: of more than {{players}}
                        patches there is no other way; what the estimate is worth is measured on up to a fifth of them
  --halves N            repeat the estimate's choice of effects on N half-samples, each for half of its time: how often each is chosen
                        again, and better errors where much is left unsaid (default: 0, at most {{halves}})
  --pick CELLS          of a grid of up to {{side}}x{{side}} only these cells are players: names such as b2,c2, or centre (drawn of
                        the grid's middle), or foreground (those that differ most from the baseline); 2 to {{players}}, with
                        --masks any number
  --superpixels         the cells of the grid are no rectangles but superpixels: each grows from its middle over pixels of like
                        colour (SNIC), so that patches end where things end (default grid then: 3x3)
  --others O            what all other cells are: always hidden, or always shown (default: hidden)
  --count N             how many cells centre and foreground pick (default: 12)
  --from RxC            the rows x columns in the middle that centre draws of (default: all but the outermost)
  --seed N              what centre draws by: the same cells for the same number (default: 1); and what masks are drawn by (default: 1, as on the page)
  --crop X,Y,SIZE       of one image the part that begins X pixels from the left and Y from the top, SIZE wide and in the shape of
                        the network's input, as it is turned by its EXIF (default: what the network takes of any image)
  --target T            auto (the model's own top class), a class index or a class label (default: auto)
  --rather T            the one class that --target is held against: v is the difference of their logits (default: all others)
  --baseline B          what hides a patch: mean, zero, blur or image-mean (default: mean)
  --probes T            what the probes were fitted to: network (its own answers) or labels (as in the paper), where the model
                        has both (default: the model's first ones)
  --certainty           write how sure the answer is: what replicates of the probes, fitted to other samples of the training images, say
                        of every concept, where the model has some, and which cells hang on the choice of κ, or of an estimate on which
                        half of the masks it is made from; takes some ten times as long
  --kappa F             residual as a fraction of the span of v, 0 to 1 (default: 0.04)
  --kappa-of RULE       that span: range (max v - min v), delta (|v(all) - v(none)|), or noise: of the
                        range, and at least twice the noise of the probe (default: noise)
  --estimator E         paper: effects as small as they can be, within a residual (default); debiased: few effects fitted by
                        least squares, which nothing shrinks and no residual bounds; half of what --kappa says is then the noise
                        that v is taken to have
  --tau F               threshold of salience as a fraction of the largest effect, 0 to 1 (default: 0.05)
  --values              write v of every mask, too
  --out FILE|DIR        where to write (default: standard output); in a folder each result is named after its image and
                        question (a.png.1f2e3d4c.json), and running again does only what is missing
  --format F            json, strata (with the image; the page opens it) or csv (the effects as a table;
                        for a folder beside the JSON) (default: as --out ends, else json)
  --processes N         of a folder: so many processes compute at once, each with one thread (default: as many as there are cores)
  --shard I/K           of a folder: only every Kth image, beginning with the Ith; the same command without it makes the summary at the end

Options of batch: those of explain but --crop and --shard, and
  --queue URL           the queue's server: redis://, rediss:// or postgres://[USER:PASSWORD@]HOST[:PORT][/DATABASE]; images, network and
                        --out must have the same paths on all machines, as on a shared disk
  --lock SECONDS        after so long without a sign of life a job is given to another worker (default: 30)

Options of work: --queue, --lock, --out (where results are written to) and --processes.

Options of decompose: --kappa and --kappa-of (range or delta; default: range).
F is a decimal such as 0.04, .04 or 4e-2.

Options of show:
  --csv                 the effects as a CSV table instead
  --only N              the Nth exploration of the file only
  --shapiq PART         a layer's Möbius interactions as JSON that Python's shapiq loads: and, or, or both (docs/python.md)
  --ask TOPIC           the CSV table that the page's view of a question saves: orders, completeness, matching, sparsity, patches,
                        graph, audit, shown, thresholds, across or compare; matching, patches and shown need v in the file
                        (explain --values, or a file of the page)
  --painted REGIONS     of audit: what is painted, as the page's address has it, such as object3.forbidden192; a number is a
                        set of patches, bit i = patch i
  --with FILE           of across and compare: the file of the second exploration; compare takes the first for the pinned one,
                        across holds its layer against the second's output
  --kappas              of thresholds: also by other κ; solves every layer sixteen times, out of v in the file
  --layer L             the layer of --shapiq, and that which matching, patches, graph and across are about, by its name or counted
                        from 0 (default: the output)

Options of study (the plan: docs/format.md):
  --images DIR          the folder that the plan's folders of images are relative to (default: the plan's own)
  --out DIR             the answers, each a file, the tables, a .study file and findings.md; running again does only what is missing
  --processes N         how many compute at once (default: as many as there are cores)
  --shard I/K           only every Kth image, beginning with the Ith, and no tables; when all parts are done, --tables makes them
  --tables              compute nothing: tables of the answers that are there
  --format F            of the tables: csv or parquet (default: csv)

Options of prepare:
  --images DIR          images: a folder of each class, in DIR or in DIR/train, or index.json beside packed files;
                        or in DIR itself, of which nobody says what they show
  --out DIR             where NAME.onnx, NAME.json and the probes' files are written to
  --layers A,B,C        names of the tensors to look into (default: as the facts say, else the ends of the blocks)
  --target T            what probes learn: network (its own answers; probes of the labels beside them) or labels (default: network)
  --facts FILE          JSON with classes, preprocessing, licence and training (default: the manifest beside the network, or what
                        is guessed of it, by files such as labels.txt and preprocessor_config.json beside it, too)
  --holdout FILE        JSON {"names": [...]}: the images that nothing is fitted on (default: a tenth of each class)
  --measure SPLIT       measure accuracy on this split of DIR (default: on the images held out)
  --versions N          versions of each image: crops, mirror images, hidden patches (default: 16)
  --threads N           threads that compute (default: 1)

Exit codes: 0 done, 1 broken, 2 bad input, 3 done but for some images, 130 or 143 interrupted, 141 output closed.
`,
  wasmFallback: "strata: native ONNX Runtime could not be loaded ({{reason}}); using the slower WebAssembly one.",
  batch: {
    fixed: "strata: {{model}} is run {{count}} image(s) at a time: its graph is made for that.",
    dependent: "strata: {{model}} is run one image at a time: in it an image's numbers depend on the images beside it.",
  },
  otherQuestion:
    "strata: {{model}} was constructed, and what it truly holds is known only for {{rows}}x{{cols}} patches hidden by {{baseline}}; something else was asked here.",
  explaining: "{{name}} ({{done}} of {{total}}{{pace}})",
  pace: ", {{rate}} a minute, about {{left}} left",
  left: { seconds: "{{count}} s", minutes: "{{count}} min", hours: "{{count}} h" },
  shardDone:
    "strata: {{images}} of {{total}} images are part {{part}} of {{of}}, and their results are in {{path}}; when all parts are done, the same command without --shard makes the summary.",
  folderDone:
    "strata: done; images: {{total}}, of which {{computed}} were explained now; results and summary.json are in {{path}}.",
  noResult: "has no result.",
  processDied: "the process that explained it ended three times over; too little memory may be why.",
  interrupted: "strata: interrupted; nothing was written.",
  interruptedFolder:
    "strata: interrupted; {{done}} of {{total}} results are in {{path}}, and the same command goes on from there.",
  interruptedStudy:
    "strata: interrupted after {{done}} of {{total}} jobs; the answers so far are in {{path}}, and the same command goes on from there.",
  imageFailed: "strata: {{path}}: {{reason}}",
  notTried: "was not tried, as nothing more can be written ({{reason}}).",
  othersNotTried:
    "strata: the other {{others}} images were not tried, as nothing more can be written ({{reason}}); run the same command again when there is room.",
  queueAway: "strata: the queue at {{server}} does not answer ({{reason}}); waiting for it.",
  queueSilent: "strata: the queue at {{server}} has not answered for {{seconds}} s; waiting for it.",
  noAnswer: "no answer within {{seconds}} s",
  queueSays: "strata: the queue at {{server}} says: {{reason}}.",
  queueBack: "strata: the queue at {{server}} answers again.",
  noWorkers: "strata: {{count}} jobs wait, and no worker is there; start some with strata work.",
  awaiting: "{{done}} of {{total}} are done",
  writtenElsewhere: "was written to {{path}} by a worker, which is not where --out leads here.",
  working: "strata: taking jobs from {{server}}, {{count}} at once; results go to {{path}}.",
  worked: "{{file}} ({{count}} so far)",
  draining: "strata: no more jobs are taken; what is under way is finished. A second signal stops at once.",
  unexpected: "strata: {{message}}",
  study: {
    progress: "{{experiment}}, {{grid}}: {{name}} ({{done}} of {{total}}{{pace}})",
    done: "strata: done; answers: {{total}}, of which {{computed}} were computed now; tables, findings.md and the .study file are in {{path}}.",
    partDone:
      "strata: part {{part}} of {{of}} is done; answers: {{total}}, of which {{computed}} were computed now; they are in {{path}}; when all parts are done, --tables makes the tables.",
    rule: "A claim holds where the 95 % bootstrap interval of the mean over images lies above 0, for each number that it rests on, and does not hold where one lies below; below six images, and where an interval holds 0, it cannot be told. Numbers are means, with that interval, over the images that have them: where these are not all, it is said how many they are.",
    images: "{{of}}, {{count}} images",
    someImages: "{{of}}, {{count}} of {{total}} images",
    over: "{{number}}; over {{count}} of {{total}} images",
    layers_one: "at layer {{layers}}",
    layers_other: "at layers {{layers}}",
    curves:
      "Means over {{count}} images, all orders together; the share of subsets is of the concepts that are born at the layer.",
    agreement:
      "Intersection over union of the salient concepts of both networks at the output, by orders, and what random concepts of the same numbers give; means over images, {{count}} in all.",
    stability:
      "Mean over images, {{count}} in all, of |mean| / standard deviation of salient effects over {{draws}} draws of noise, σ = {{sigma}}, by order.",
    bandIou: "intersection over union",
    bandChance: "by chance",
    band: { low: "orders up to n/2", high: "higher orders", all: "all orders" },
    head: { finding: "Claim", layer: "Layer" },
    quantity: {
      completeness: "Completeness",
      redundancy: "Redundancy",
      salient: "Salient concepts",
      strength: "Strength (of the scale)",
      born: "Born",
      subsetsBefore: "Subsets salient before",
      subsetsBeforeByChance: "By chance",
    },
  },
  error: {
    "bad-plan": "strata: {{path}} is no plan of a study: at {{field}}, {{problem}}.",
    "no-labels":
      "strata: of the images in {{path}} nobody says what they show; ask for the network's own class (target auto), or sort them into a folder of each class.",
    "no-own-players":
      "strata: {{model}} names no players of its own; write rows x columns, such as 3x3, for {{value}} in grids.",
    "study-class":
      "strata: question {{question}} of experiment {{experiment}} asks about {{names}}, and {{model}} knows no such class, only {{own}}; leave the network or the question out, or ask for each network's own class (target auto).",
    "study-same-network":
      "strata: two networks of experiment {{experiment}} are called {{model}}, and tables tell networks by their names; leave one out, or name it otherwise in its manifest.",
    "images-changed": "strata: the images in {{path}} changed during the run; run the same command again.",
    "study-missing":
      "strata: {{missing}} of {{total}} answers are not there yet; the tables in {{path}} are of the others. Run the same command without --tables to compute them.",
    "study-full":
      "strata: the folder of results takes nothing more ({{reason}}): {{others}} of {{total}} jobs, each an image on one grid by all networks, were not tried. What is done stays in {{path}}; see that there is room and that it can be written to, and run the same command again.",
    "study-too-large":
      "strata: {{path}} was not written: it would be larger than the {{megabytesMax}} MB that are read of such a file. The tables and findings.md are there; leave thumbnails out of the plan, or make several plans of its experiments.",
    "study-failed":
      "strata: {{failed}} of {{total}} answers could not be had, as said above; the tables in {{path}} are of the others.",
    "no-command":
      "strata: say what to do: explain, batch, work, decompose, show, prepare or study (--help lists the options).",
    "unknown-command":
      'strata: there is no command "{{command}}"; use explain, batch, work, decompose, show, prepare or study.',
    "unknown-option": "strata: {{command}} has no option {{option}} (--help lists the options).",
    "missing-value": "strata: {{option}} needs a value.",
    "unwanted-value": "strata: {{option}} takes no value.",
    "one-operand": "strata: {{command}} takes exactly one file or folder, got {{count}}.",
    "no-operand": "strata: {{command}} takes options only, and got {{value}}.",
    "bad-shard": "strata: --shard {{value}} is no part of a whole; write for example 2/5, the second of five.",
    "bad-queue":
      "strata: --queue is no address of a server; write for example redis://localhost:6379, or redis://:password@localhost:6379/2, whose password has %23 for #.",
    "queue-refuses":
      "strata: the queue at {{server}} refuses ({{reason}}); give it a database of its own, such as redis://localhost:6379/1, or mend the server. Results so far stay, and the same command goes on from there.",
    "queue-unreachable": "strata: the queue at {{server}} cannot be reached ({{reason}}).",
    "queue-full": "strata: the queue at {{server}} takes no more jobs for want of memory; waiting until there is room.",
    "job-changed": "strata: {{path}} or its network changed after it was queued; run strata batch again.",
    "batch-of-folder": "strata: batch takes a folder of images, and {{path}} is a file; explain is for one image.",
    "bad-crop": "strata: --crop {{value}} is not three whole numbers x,y,size; write for example 120,40,300.",
    "crop-outside": "strata: --crop {{value}} does not lie within the {{width}} x {{height}} pixels of the image.",
    "crop-folder": "strata: --crop is of one image, not of a folder.",
    "bad-fine-grid": "strata: --grid {{value}} is not rows x columns of 1 to {{side}} each; write for example 8x8.",
    "bad-cell":
      "strata: --pick {{value}} is no cell of a {{rows}}x{{cols}} grid, whose cells are a1 to {{last}}; centre and foreground pick by themselves.",
    "cell-twice": "strata: --pick names the cell {{value}} twice.",
    "bad-cells": "strata: --pick names {{count}} cells; players are {{least}} or more.",
    "bad-pick-count":
      "strata: --count {{value}} is not a whole number from {{least}} to {{most}}, as there are to pick of {{from}}.",
    "too-few-cells":
      "strata: {{from}} are too few cells to pick {{least}} of; name a finer --grid, or more of it with --from.",
    "bad-from": "strata: --from {{value}} is not rows x columns within the {{rows}}x{{cols}} of the grid.",
    "needs-masks":
      "strata: {{count}} patches are more than the {{players}} of which every mask can be run; pick at most {{players}} cells with --pick, or have strata explain estimate the answer from a sample of masks, for example with --masks 2000.",
    "halves-need-masks":
      "strata: --halves repeats the choice of effects of an estimate from a sample of masks; give --masks N with it.",
    "bad-masks":
      "strata: --masks {{value}} does not do for {{players}} patches: the fewest are {{least}}, the most {{most}}.",
    "needs-every-mask":
      "strata: {{option}} needs v of every mask, and --masks runs a sample of them; leave out one of the two.",
    "bad-seed": "strata: --seed {{value}} is not a whole number from 0 to {{most}}.",
    "needs-pick": "strata: {{option}} is about picked cells; say which with --pick.",
    "needs-rule": "strata: {{option}} goes with {{rules}}, not with cells that are named or picked otherwise.",
    "bad-fraction": "strata: {{option}} {{value}} is not a number from 0 to 1, written like 0.04.",
    "bad-choice": "strata: {{option}} {{value}} is unknown; choose one of {{choices}}.",
    "needs-option": "strata: {{command}} needs {{option}} (--help lists the options).",
    "bad-count": "strata: {{option}} {{value}} is not a whole number from 1 to {{most}}.",
    "bad-facts": "strata: {{path}} does not say what it should at {{field}}: {{problem}}.",
    "odd-network":
      "strata: {{path}} is no network with one image as its input and one list of scores as its output; name them in the facts as input.name and output.logits.",
    "odd-input":
      "strata: input {{input}} of {{path}} has no fixed size; say input.width and input.height in the facts.",
    "odd-output":
      "strata: output {{output}} of {{path}} gives {{count}} scores an image, which is too few for the {{classes}} classes of the facts.",
    "no-layers": "strata: no layer stands out in {{path}}; name some with --layers.",
    "no-layer": "strata: {{path}} has no tensor {{layer}}; --layers takes the names of tensors in its graph.",
    "odd-layer":
      "strata: tensor {{layer}} of {{path}} has the shape [{{shape}}], from which no features can be taken; leave it out of --layers.",
    "bad-index": "strata: {{path}} does not say what it should at {{field}}: {{problem}}.",
    "no-photographs":
      "strata: {{path}} holds neither index.json nor folders of images, nor images that could do without.",
    "no-split": "strata: {{path}} has no part {{split}}; it has {{splits}}.",
    "other-classes":
      "strata: the images of {{path}} are of {{found}} classes ({{names}}), the network has {{classes}}; they must be the same, or as many in the same order.",
    "not-held-out": "strata: {{missing}} of the {{count}} images that {{path}} holds out are not in the data.",
    "too-few-photographs":
      "strata: {{training}} images to fit on and {{heldOut}} held out are too few; at least {{least}} of each are needed.",
    "no-native":
      "strata: prepare, and explain without a manifest, need native ONNX Runtime, which could not be loaded ({{reason}}); run npm install again.",
    "no-temporary-room":
      "strata: the features of the layers do not fit into {{path}} ({{reason}}); set TMPDIR to a folder with more room, or lower --versions.",
    "bad-target":
      "strata: {{option}} {{value}} is no class of {{model}}; use auto, an index from 0 to {{last}} or one of: {{classes}}.",
    "rather-what": "strata: --rather needs another class in --target; use an index or a label for both.",
    "no-label-probes":
      "strata: {{model}} has no probes of the labels; leave --probes out, or fit some with strata prepare.",
    "no-network-probes":
      "strata: {{model}} has no probes that are known to be of the network's own answers; leave --probes out, or fit some with strata prepare.",
    "grid-too-fine": "strata: --grid {{value}} is finer than the {{width}} x {{height}} pixels that {{model}} sees.",
    "not-found": "strata: {{path}} does not exist.",
    "not-readable": "strata: {{path}} cannot be read ({{reason}}).",
    "not-a-file": "strata: {{path}} is not a file.",
    "not-a-folder": "strata: {{path}} is a file; name the folder that images lie in.",
    "file-too-large": "strata: {{path}} is larger than {{megabytesMax}} MB, the most that is read of such a file.",
    "scores-overflow": "strata: the effects of {{path}} are larger than a number can be; divide v by a constant first.",
    "output-closed": "strata: the output was closed before all of it was written.",
    "output-failed": "strata: the output could not be written ({{reason}}).",
    "some-failed":
      "strata: {{failed}} of {{total}} images could not be explained; {{path}} lists them. The others are done.",
    "shard-failed": "strata: {{failed}} of {{total}} images of this part could not be explained. The others are done.",
    "no-summary":
      "strata: the results are in {{path}}, but not their summary; run the same command again when it can be written.",
    "not-read-back": "strata: {{path}} was written, but cannot be read again; try once more, or another folder.",
    "no-images": "strata: the folder {{path}} holds no PNG, JPEG, WebP, AVIF or GIF image.",
    "folder-needs-out": "strata: a folder needs --out DIR to write one file per image to.",
    "strata-needs-out": "strata: a .strata file is no text to print; name it with --out FILE.",
    "bad-only": "strata: --only {{value}} is no exploration of {{path}}, which holds {{count}}; count from 1.",
    "kappa-of-sample":
      "strata: an estimate from a sample of masks has no κ: nothing bounds what it leaves, and its layers say how good it is; leave out --kappa and --kappa-of, or --masks.",
    "too-many-subsets":
      "strata: the ORs of this layer have more than {{most}} subsets, which shapiq's form would list one by one; take --shapiq and, which leaves ORs out.",
    "no-kappa-rule":
      "strata: --kappa-of goes with the paper's estimator; the debiased one has no bound on what it leaves.",
    "needs-topic": "strata: {{option}} goes with {{topics}}.",
    "needs-all-masks":
      "strata: --ask {{topic}} needs v of masks that {{path}}, an estimate from a sample of masks, does not keep; ask it of a grid of at most {{players}} patches, explained without --masks.",
    "asks-network":
      "strata: --ask {{topic}} cannot be answered from a file: it runs the network on noisy images; ask it on the page.",
    "needs-painted":
      "strata: --ask audit needs --painted, which says the patches as the page's address does, such as --painted forbidden192.",
    "bad-painted":
      "strata: --painted {{value}} is not what the page's address says; write object, background or forbidden and a set of patches each, such as object3.forbidden192, no patch twice.",
    "painted-outside":
      "strata: --painted names patches that {{path}} does not have: with {{players}} of them a set is at most {{most}}.",
    "needs-second":
      "strata: --ask {{topic}} holds two explorations against each other; name the second with --with FILE.",
    "one-other": "strata: {{path}} holds {{count}} explorations; --with takes a file of one.",
    "needs-values":
      "strata: {{path}} holds no v at every mask, which --ask {{topic}} is made of; run explain with --values, or save the file on the page.",
    "other-patches": "strata: {{path}} and {{other}} are of other patches, so that no concept is in both.",
    "other-class":
      "strata: {{path}} is about {{label}}, {{other}} about {{otherLabel}}; of two networks the same class is asked.",
    "one-form": "strata: --csv, --shapiq and --ask each print something of their own; name one of them.",
    "one-table": "strata: {{path}} holds {{count}} explorations, and a table is of one; choose it with --only N.",
    "bad-layer": "strata: --layer {{value}} is no layer of the picture; use 0 to {{last}} or one of: {{layers}}.",
    "out-is-file": "strata: --out {{path}} is a file; for a folder of images name a folder.",
    "out-no-parent": "strata: --out {{path}} cannot be written: its folder does not exist.",
    "out-is-input": "strata: --out {{path}} is the image itself, which would be lost; name another file.",
    "out-not-writable": "strata: {{path}} cannot be written ({{reason}}).",
    "unknown-model": 'strata: there is no shipped model "{{name}}"; choose one of {{models}}, or name a .onnx file.',
    "no-manifest": "strata: {{path}} needs its manifest {{manifest}} beside it.",
    "no-tail": "strata: {{path}} needs its probes {{tail}} beside it, as its manifest says.",
    "bad-json": "strata: {{path}} is not JSON ({{reason}}).",
    "bad-scores": 'strata: {{path}} must be JSON {"n": players, "v": [2^n numbers]}: {{reason}}.',
    "bad-shapiq": "strata: {{path}} must hold Möbius interactions as shapiq saves them: {{reason}}.",
  },
  image: {
    empty: "strata: {{path}} is empty; use a PNG, JPEG, WebP, AVIF or GIF image.",
    svg: "strata: {{path}} is an SVG drawing, which has no pixels; export it as PNG first.",
    network:
      "strata: {{path}} is a network or its weights ({{format}}), not an image; an .onnx file with its manifest beside it goes to --model.",
    "not-an-image": "strata: {{path}} is not an image, whatever its name says; use PNG, JPEG, WebP, AVIF or GIF.",
    "unsupported-format":
      "strata: {{path}} is a {{format}} image, which is not read here; convert it to PNG, ordinary JPEG, WebP, AVIF or GIF.",
    "too-large":
      "strata: {{path}} has {{width}} x {{height}} pixels; an image of its kind may have {{megapixelsMax}} million, and {{sideMax}} a side; make it smaller first.",
    "too-many-bytes":
      "strata: {{path}} is larger than {{megabytesMax}} MB; compress the image or make it smaller first.",
    "slow-scans":
      "strata: {{path}} is a JPEG that goes over its {{width}} x {{height}} pixels in more than {{scansMax}} scans, which would take too long; save it as baseline JPEG or make it smaller first.",
    "slow-avif":
      "strata: {{path}} is an AVIF of {{megapixels}} megapixels in {{megabytes}} MB, which would take too long to decode; save it as JPEG, or smaller: up to {{megapixelsMax}} megapixels at ordinary quality.",
    "decoder-missing": "strata: what reads {{format}} images is not installed; run npm install again.",
    "no-room": "strata: {{path}} needs more memory than there is; make the image smaller first.",
    damaged: "strata: {{path}} begins like a {{format}} image but cannot be decoded; try another copy of it.",
  },
  file: {
    empty: "strata: {{path}} is empty: there is no exploration in it, nor anything else.",
    "not-strata": "strata: {{path}} is neither a .strata file nor the JSON of explain.",
    damaged: "strata: {{path}} is damaged and cannot be read; try another copy of it.",
    "given-twice":
      'strata: {{path}} is not read: "{{field}}" is there twice in one of its objects, and which of the two counts is anybody\'s guess; ask for a file that Strata wrote.',
    "bad-field": "strata: {{path}} does not hold what it should at {{field}}: {{problem}}.",
    "newer-version":
      "strata: {{path}} was written by a later Strata ({{format}} version {{version}}; this one reads up to {{newest}}); update Strata.",
    "too-coarse":
      "strata: the effects in {{path}} are rounded by {{percent}} % of the largest, {{percentMax}} % at most are read; ask for a file that Strata wrote.",
    estimated:
      "strata: the effects in {{path}} were estimated from a sample of masks, and this takes only what was computed from every one; strata show says what is in it.",
    "too-large":
      "strata: {{path}} holds more than {{megabytesMax}} MB, the most that is read or written; a .strata file takes a tenth of plain JSON.",
  },
  model: {
    "bad-manifest": "strata: the model's manifest does not fit: {{message}}.",
    "bad-onnx": "strata: the model's ONNX file is damaged: {{message}}.",
    "hash-mismatch": "strata: the model's files do not belong together: {{message}}.",
    "network-too-large": "strata: with the weights in {{file}} the network would be larger than can be opened.",
    "no-image-input":
      "strata: no input of the network takes an image of one or three channels; it takes {{inputs}}. Export a network for images.",
    "not-onnx": "strata: that file is no ONNX model; export the network to ONNX first.",
    "other-inputs":
      "strata: beside the image {{input}} the network wants {{inputs}}, which nothing here can give; export it with these fixed.",
    "too-many-parts": "strata: the network has more parts than are read, or is damaged: {{message}}.",
    "unknown-operator":
      "strata: the network uses the operator {{operator}}, which ONNX Runtime does not have; export it again with plain ONNX operators.",
    "weights-missing": "strata: the network's weights are in the file {{file}}, which is not beside it; put it there.",
    "not-found": "strata: the model was not found: {{message}}.",
    "not-here": "strata: that very model is not at hand: {{message}}.",
  },
  seems: {
    detector:
      "strata: the network has no class scores: it seems to be a detector, which gives boxes ({{outputs}}). Strata explains classifiers.",
    embedder:
      "strata: the network has no class scores: it seems to give features without a classifier ({{outputs}}). Export it with its classifier.",
    image:
      "strata: the network has no class scores: it seems to make an image ({{outputs}}). Strata explains classifiers.",
    "one-score":
      "strata: the network gives a single score ({{outputs}}), and a class is explained against others; export it with a score for each of two classes.",
    other: "strata: no output of the network is a list of class scores ({{outputs}}). Strata explains classifiers.",
    segmenter:
      "strata: the network has no class scores: it seems to be a segmenter, whose output is a map ({{outputs}}). Strata explains classifiers.",
  },
  guess: {
    fed: "strata: nothing says how {{name}} is fed; taken: {{input}}, since {{reason}}. Say it with a manifest or, for prepare, with --facts.",
    input: "{{preparation}} ({{channels}}), {{width}}x{{height}}, {{resize}}",
    next: "strata: next best would be {{input}}.",
    preparation: {
      bytes: "bytes, 0 to 255",
      caffe: "bytes less Caffe's mean",
      centred: "-1 to 1",
      cifar10: "CIFAR-10's mean and deviation",
      cifar100: "CIFAR-100's mean and deviation",
      clip: "CLIP's mean and deviation",
      imagenet: "ImageNet's mean and deviation",
      mnist: "MNIST's mean and deviation",
      own: "a mean and deviation of its own",
      stored: "whole numbers as it stores them",
      unit: "0 to 1",
    },
    reason: {
      config: "a configuration beside it says so",
      family: "networks of its kind are",
      graph: "its first operators do the rest",
      metadata: "its metadata say so",
      type: "its input is of whole numbers",
      usual: "that is usual",
    },
    tried: "it is the surest so of {{count}} images",
    classes: {
      config: "strata: {{count}} classes are called as {{from}} says: {{names}}, ...",
      folders: "strata: {{count}} classes are called like the folders of images, in their order: {{names}}, ...",
      "known-set": "strata: {{count}} classes are taken for those of {{from}}: {{names}}, ...",
      labels: "strata: {{count}} classes are called as {{from}} says: {{names}}, ...",
      metadata: "strata: {{count}} classes are called as the network's metadata say ({{from}}): {{names}}, ...",
      numbers:
        "strata: nothing says what the {{count}} classes are called; labels.txt beside the network would, a name a line.",
    },
    doubt: "strata: output {{output}} of {{name}} may be features without a classifier; then its classes mean nothing.",
  },
  inference: {
    "session-failed": "strata: ONNX Runtime could not run the model: {{message}}",
    "unknown-operator":
      "strata: the model uses the operator {{operator}}, which ONNX Runtime does not have; export it again with plain ONNX operators, or for an older version of ONNX.",
    "non-finite": "strata: layer {{layer}} of the model answered with {{value}}; its effects cannot be computed.",
    "out-of-memory": "strata: there is not enough memory to run the model ({{message}}).",
  },
  prepare: {
    features: "features of {{done}} of {{total}} images",
    layer: "{{layer}}: {{features}} features; {{fits}}",
    fit: "{{target}} penalty {{l2}} ({{tried}})",
    quality: "measuring accuracy",
    noise: "agreement of replicates on {{done}} of {{total}} images",
    accuracy: "accuracy",
    agrees: "agrees",
    halfHidden: "half hidden",
    scale: "scale",
    agreement: "probe agr.",
    noiseOf: "noise {{grid}}",
    labels: "by labels",
    written: "written to {{path}}: {{files}}",
  },
  show: {
    kappas: "Other κ: {{percent}} % solved.",
    empty: "{{name}} holds no exploration.",
    model: "model   {{name}} (sha256 {{digest}}...)",
    grid: {
      all: "grid    {{rows}} x {{cols}} {{patches}}, hidden by {{baseline}}",
      hidden: "grid    {{count}} {{patches}} of {{rows}} x {{cols}}, hidden by {{baseline}}; the others always hidden",
      shown: "grid    {{count}} {{patches}} of {{rows}} x {{cols}}, hidden by {{baseline}}; the others always shown",
    },
    patches: { rectangles: "patches", superpixels: "superpixels" },
    probes: {
      labels: "probes  fitted to the labels, instead of the network's first ones",
      "on-image":
        "probes  none: linear functions fitted on half of this image's masks, which say nothing of other images",
    },
    target: "target  {{label}} (p = {{p}})",
    rather: "held against  {{label}}: v is the difference of their logits",
    inexact: "effects to {{percent}} % of the largest of their layer",
    layers: "layers, in nats:",
    layerDebiased:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  concepts {{concepts}}  debiased, leaves at most {{kappa}}",
    layer:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  κ {{kappa}}  concepts {{concepts}}  gap {{gap}} %  method {{method}}",
    sample:
      "sample  effects are estimated from {{masks}} masks, drawn by seed {{seed}}; held-out R² is measured on {{heldOut}} of them that no fit saw",
    halves:
      "halves  the choice of effects was repeated on {{halves}} half-samples; standard errors take in how far those differ",
    sampledLayer:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  concepts {{concepts}}  off by up to {{kappa}} at a mask that was run, held-out R² {{r2}}",
    sampledLayerWhole:
      "{{name}}  v(∅) {{vEmpty}}  v(N) {{vFull}}  concepts {{concepts}}  off by up to {{kappa}} at a mask that was run, held-out R² {{r2}} (with all that is not told apart {{whole}})",
    strongest: "strongest concepts at the output, in nats:",
    strongestSampled: "strongest concepts at the output, in nats, ± standard error:",
    chosenAgain: "{{line}}; {{chosen}} of {{halves}} half-samples choose it again",
    none: "no concept has an effect at the output.",
    concept: "{{effect}}  {{kind}} {{patches}}  {{fate}}, since {{born}}",
    fate: { kept: "kept", lost: "lost", transient: "transient" },
    firm: "of the {{rows}} rows shown {{firm}} are firm ({{replicates}} replicates say their fate and signs), {{robust}} robust:",
    robust: "of the {{rows}} rows shown {{robust}} are robust; there are no replicates:",
    firmSampled:
      "of the {{rows}} rows shown {{firm}} are firm ({{replicates}} replicates, estimated from the same masks, say their fate and signs), {{robust}} robust (either half of the masks has them):",
    robustSampled:
      "of the {{rows}} rows shown {{robust}} are robust (either half of the masks has them); there are no replicates:",
    row: "{{kind}} {{patches}}  {{fate}}, {{marks}}",
    rowCounts:
      "{{kind}} {{patches}}  {{fate}}, {{marks}}; of {{replicates}} replicates {{ofFate}} say this fate, {{birth}} its birth, {{death}} its end",
    isFirm: "firm",
    notFirm: "not firm",
    isRobust: "robust",
    notRobust: "not robust",
    comma: ", ",
  },
} as const;
