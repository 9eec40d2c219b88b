export default {
  element: {
    coming: "The picture is being read …",
    file: "the file",
    unfetched:
      "{{name}} could not be fetched ({{reason}}). Check its address, and that its server lets this page read it.",
  },
  notice: {
    empty: {
      title: "{{name}} is empty.",
      body: "There are no bytes in it. Strata reads JPEG, PNG, WebP, AVIF and GIF.",
    },
    svg: {
      title: "{{name}} is a drawing, not a photograph.",
      body: "An SVG has no pixels a network could look at. Export it as PNG first.",
    },
    "not-an-image": {
      title: "{{name}} is not an image.",
      body: "Its content is no image, whatever its name says. Strata reads JPEG, PNG, WebP, AVIF and GIF.",
    },
    network: {
      title: "{{name}} is a network or its weights ({{format}}), not an image.",
      body: "Networks of your own are run as ONNX: export it, then drop the .onnx file. docs/own-network.md says how.",
    },
    "unsupported-format": {
      title: "{{name}} has a format that is not read here.",
      body: "It holds {{format}}. Save it as an ordinary JPEG, PNG, WebP, AVIF or GIF and try again.",
    },
    "too-large": {
      title: "{{name}} is too large.",
      body: "An image of its kind may have up to {{megapixelsMax}} megapixels and {{sideMax}} pixels a side; make it smaller first.",
    },
    "too-many-bytes": {
      title: "{{name}} is too large.",
      body: "Strata reads image files of up to {{megabytesMax}} MB; compress it or make it smaller first.",
    },
    "slow-scans": {
      title: "{{name}} would take too long to read.",
      body: "It is a JPEG that goes over its {{width}} × {{height}} pixels in more than {{scansMax}} scans. Save it as a baseline JPEG (not progressive), or make it smaller.",
    },
    "slow-avif": {
      title: "{{name}} would take too long to read.",
      body: "AVIF is slow to decode, and this one has {{megapixels}} megapixels in {{megabytes}} MB. Save it as JPEG, or smaller as AVIF: up to {{megapixelsMax}} megapixels at ordinary quality.",
    },
    "decoder-missing": {
      title: "{{name}} cannot be read just now.",
      body: "What reads {{format}} images could not be fetched. Check that the server of this page still runs, then open it again.",
    },
    damaged: {
      title: "{{name}} is damaged.",
      body: "It begins like an image but cannot be decoded to the end. Try another copy of it.",
    },
    unreadable: {
      title: "{{name}} cannot be read.",
      body: "It is a folder, or a file that has been moved or changed since. Choose an image file.",
    },
    "no-room": { title: "{{name}} needs more memory than this browser has.", body: "Make the image smaller first." },
    "left-out": {
      title: "This picture came without its image.",
      body: "Nothing can be computed without it: drop the image itself.",
    },
    "many-files": {
      title: "That was more than one file.",
      body: "Drop one image or several, JPEG, PNG, WebP, AVIF or GIF, and nothing else with them; or one network, an .onnx file with what belongs to it.",
    },
    "no-file": {
      title: "There was no image in that.",
      body: "Drop or paste an image file: JPEG, PNG, WebP, AVIF or GIF.",
    },
    "no-study": {
      title: "This folder does not hold one study.",
      body: "Drop the folder that a study was written to, with one .study file and the explorations beside it. Images are dropped as files.",
    },
    "model-missing": {
      title: "The model {{name}} could not be fetched.",
      body: "Check that the server of this page still runs.",
    },
    "insecure-page": {
      title: "This address is not secure enough to work with.",
      body: "Browsers check files only on pages from HTTPS or localhost. Open Strata by such an address.",
    },
    sandboxed: {
      title: "The frame around this page lets it compute nothing.",
      body: "Its sandbox takes away the page's own origin, and with it its files and workers. Shared links are shown all the same; for the rest open this page in a tab of its own, or allow the frame allow-same-origin.",
    },
    "no-workers": {
      title: "The browser started no worker for this page.",
      body: "Everything is computed in workers. Either their files could not be fetched, so check that the server of this page still runs, or a setting or an extension forbids them.",
    },
    "no-webassembly": {
      title: "This browser does not let the page use WebAssembly.",
      body: "Networks run in WebAssembly, and it is missing or forbidden here: by a lockdown mode, a setting, or a policy that the server of this page sends. Allow it, or use another browser. Pictures from links and files still open.",
    },
    lacking: {
      title: "This browser lacks {{part}}.",
      body: "What you asked for is made with it. Use a newer browser, or allow it where a setting or an extension forbids it.",
    },
    unopened: {
      title: "{{name}} could not be opened.",
      body: "Something unforeseen happened. The browser says: {{message}}",
    },
    "link-unopened": {
      title: "This link could not be opened here.",
      body: "That need not be the link's fault. The browser says: {{message}}",
    },
    "list-missing": {
      title: "What ships with this page could not be listed.",
      body: "{{file}} did not come: check that the server of this page still runs and has that file. Images of your own, links and files still open.",
    },
    "list-damaged": {
      title: "The list of what ships with this page is damaged.",
      body: "{{file}} on the server of this page is not what it should be; whoever runs the server can put it right. Images of your own, links and files still open.",
    },
    "model-not-here": {
      title: "The model {{name}} of this picture is not here.",
      body: "It was computed with another network (SHA-256 {{sha256}}…) than those that are here{{where}}. To run it again, drop that network’s .onnx file on the page.",
    },
    "model-retired": {
      title: "{{name}} no longer ships with this page.",
      body: "What was computed with it stays as it is, to look at, save and share; it can't be run again. To ask about an image, choose one of the networks that are here.",
    },
    "probes-fitted": { title: "Probes of {{name}} are fitted.", body: "Choose it to see all of its layers." },
    "fit-failed": {
      title: "Probes that an earlier visit began to fit could not be fitted.",
      body: "Open the layers of that network and give its images again.",
    },
    "probes-failed": {
      title: "Probes of {{name}} could not be fitted.",
      body: "Open its layers and try again: while that dialog is open, what is wrong is said there.",
    },
    "own-replaced": {
      title: "The file of {{name}} is not here.",
      body: "Its image is asked of {{other}} meanwhile. To go on with {{name}}, drop its .onnx file on the page.",
    },
    "model-replaced": {
      title: "{{name}} no longer ships with this page.",
      body: "What was kept of this run can't go on. Its image is asked of {{other}} instead.",
    },
    "model-unknown": {
      title: "There is no network {{name}} here.",
      body: "The address names one that this page does not have. Check its spelling and load the page again, or choose one of the networks that are here.",
    },
    "model-damaged": {
      title: "The model {{name}} is damaged.",
      body: "Its files do not belong together or are incomplete.",
    },
    "sample-missing": {
      title: "The sample could not be fetched.",
      body: "Check that the server of this page still runs and has it, or open an image of your own.",
    },
    "sample-unknown": {
      title: "There is no sample {{name}} here.",
      body: "The address names one that this page does not have. Check its spelling and load the page again, or choose a sample below the image.",
    },
    "address-unreadable": {
      title: "This address cannot be read.",
      body: "The page does not know what “{{part}}” means in it. Correct it in the address bar, or ask for the link again. The address is left as it is.",
    },
    "address-masks": {
      title: "{{asked, number}} masks do not do for {{patches}} patches.",
      body: "The address asks for them; of {{patches}} patches the fewest are {{fewest, number}}, the most {{most, number}}. Correct it in the address bar. The address is left as it is.",
    },
    "run-session-failed": {
      title: "The network could not be run.",
      body: "The browser refused it, most often for lack of memory. Close other tabs, or choose a coarser grid.",
    },
    "run-unknown-operator": {
      title: "The network uses an operator that cannot be run here.",
      body: "ONNX Runtime does not have “{{operator}}”. Export the network again with plain ONNX operators, or for an older version of ONNX.",
    },
    "run-out-of-memory": {
      title: "There is not enough memory for this network.",
      body: "Not even one masked image could be run. Close other tabs and try again.",
    },
    "run-worker-died": {
      title: "The browser stopped the computation.",
      body: "Its worker was restarted several times in vain, most often for lack of memory.",
    },
    "run-non-finite": {
      title: "The network answered with no number.",
      body: "Layer {{layer}} gave NaN or infinity for this image, so its effects cannot be computed.",
    },
    "run-start": { title: "The run could not start.", body: "Load the page again." },
    "link-damaged": {
      title: "This link is damaged.",
      body: "It was probably cut off by an app on the way. Copy it again, all of it, or ask for a file instead. The address is left as it is.",
    },
    "link-newer-version": {
      title: "This link was made by a newer Strata.",
      body: "Load the page again to get the newest version, then open the link once more.",
    },
    "link-too-long": {
      title: "This is no link of Strata.",
      body: "It is far longer than any picture needs, so it was not opened.",
    },
    "link-too-coarse": {
      title: "The effects in this link are too coarse.",
      body: "They are rounded by more than 2 % of the largest, so that other concepts would be shown than were computed. Ask for a link or file that Strata made.",
    },
    "file-empty": {
      title: "{{name}} holds no exploration.",
      body: "There is nothing in it to show. Choose another file.",
    },
    "file-not-strata": {
      title: "{{name}} is neither a file of explorations nor a study.",
      body: "Strata opens .strata and .study files, the JSON that its command line writes, and images.",
    },
    "file-damaged": {
      title: "{{name}} is damaged.",
      body: "It begins like a file of Strata, but does not hold together. Try another copy of it.",
    },
    "file-given-twice": {
      title: "{{name}} says one thing twice.",
      body: "“{{field}}” is there twice in one of its objects, and which of the two counts is anybody's guess. Ask for a file that Strata wrote.",
    },
    "file-newer-version": {
      title: "{{name}} was made by a newer Strata.",
      body: "Load the page again to get the newest version.",
    },
    "file-too-large": {
      title: "{{name}} is too large.",
      body: "It holds more than a browser can take at once. Export fewer explorations into one file (plain JSON takes the most room, a .strata file a tenth of it), or split the study’s plan.",
    },
    "file-too-coarse": {
      title: "The effects in {{name}} are too coarse.",
      body: "They are rounded by more than 2 % of the largest, so that other concepts would be shown than were computed. Ask for a file that Strata made.",
    },
    "class-not-kept": {
      title: "The network runs once more.",
      body: "Of a network with many classes only the scores of the ten likeliest are kept, and this class is none of them.",
    },
    "estimate-before": {
      title: "Stopped: the picture from {{masks}} masks is back.",
      body: "To go on, ask for more masks once more.",
    },
    "certainty-failed": {
      title: "How sure the picture is could not be told.",
      body: "{{message}}. The picture is as it was.",
    },
    "certainty-other-probes": {
      title: "How sure the picture is could not be told.",
      body: "{{name}} has other probes by now than those that this picture came through. Run again to see the picture through these.",
    },
    "uniqueness-failed": {
      title: "Whether the concept could be said otherwise could not be found out.",
      body: "{{message}}. The picture is as it was.",
    },
    "baselines-failed": {
      title: "The other ways to hide patches could not be compared.",
      body: "{{message}}. The picture is as it was.",
    },
    "stability-failed": {
      title: "How steady the effects are to noise could not be found out.",
      body: "{{message}}. The picture is as it was.",
    },
    "kappas-failed": {
      title: "What other κ would show could not be found out.",
      body: "{{message}}. The picture is as it was.",
    },
    "across-failed": {
      title: "The other network could not be asked.",
      body: "{{message}}. The picture is as it was.",
    },
    "across-no-class": {
      title: "That network has no class called {{label}}.",
      body: "Another network can be asked only for a class that it has. Choose a target that both know, or another network.",
    },
    "probes-empty": { title: "{{name}} is empty.", body: "There is nothing in it. Choose another file." },
    "probes-not-probes": {
      title: "{{name}} is not a file of probes.",
      body: "Strata reads the .strata-probes files that it exports.",
    },
    "probes-damaged": {
      title: "{{name}} is damaged.",
      body: "It begins like a file of probes, but does not hold together. Try another copy of it.",
    },
    "probes-newer-version": {
      title: "{{name}} was made by a newer Strata.",
      body: "Load the page again to get the newest version.",
    },
    "probes-too-large": {
      title: "{{name}} is too large.",
      body: "Files of probes hold at most {{megabytesMax}} MB. Fewer layers or classes take less.",
    },
    "probes-unfit": {
      title: "The probes in {{name}} do not fit this network.",
      body: "It does not run with them, so they are not kept; what was made of it before stays. Ask for the file once more from where it came.",
    },
    "probes-kept": {
      title: "The probes for {{title}} are here.",
      body: "They were fitted on a network whose file is not here: drop it to use them.",
    },
    "labels-missing": {
      title: "The probes of the labels of {{name}} could not be fetched.",
      body: "Check that the server of this page still runs.",
    },
    "labels-damaged": {
      title: "The probes of the labels of {{name}} are damaged.",
      body: "Their file is not the one that belongs to the network.",
    },
    "labels-instead": {
      title: "The probes of the labels of {{name}} could not be fetched.",
      body: "Check that the server of this page still runs. The same was asked through its first probes instead.",
    },
    "replicates-missing": {
      title: "The replicates of the probes of {{name}} could not be fetched.",
      body: "Check that the server of this page still runs. Without them nobody can say how sure the picture is.",
    },
    "replicates-damaged": {
      title: "The replicates of the probes of {{name}} are damaged.",
      body: "Their file is not the one that belongs to the network. Without them nobody can say how sure the picture is.",
    },
    "no-label-probes": {
      title: "{{name}} has no probes of the labels here.",
      body: "They were asked for; the same was asked through its first probes instead.",
    },
    "question-locked": {
      title: "{{name}} answers one question: {{rows}} × {{cols}} patches, hidden in its own way.",
      body: "It was constructed, and what it truly holds is known for these only. Something else was asked; the page asked this instead.",
    },
    "address-no-class": {
      title: "{{name}} does not have every class that the address names.",
      body: "There is none by the number {{classes}}. The page asks about the network's own first class instead.",
    },
    "address-no-place": {
      title: "Part of the address is about another picture.",
      body: "It speaks of patches or layers that this one does not have. What it says of choices, painting and names was left out.",
    },
    "kept-unopened": {
      title: "What this browser keeps there could not be opened.",
      body: "It stays in the library. The browser says: {{message}}",
    },
    "all-here": {
      title: "{{name}} holds nothing new.",
      body: "All {{count}} were here already; nothing was added.",
    },
    "kept-gone": {
      title: "That exploration is no longer in this browser.",
      body: "It was deleted, or made way for newer ones. Open the image again, or look for it in the library.",
    },
    "kept-elsewhere": {
      title: "Another tab is computing it too.",
      body: "It is computed here once more, from its beginning. Close one of the two tabs to save the work.",
    },
    "left-behind": {
      title: "Not everything is in the file.",
      body: "{{count}} of the explorations in the library could not be read and were left out. The others are in it.",
    },
    "part-missing": {
      title: "This part of the page could not be fetched.",
      body: "Check that the server of this page still runs, then try again.",
    },
    "copy-refused": {
      title: "The browser did not let the page copy.",
      body: "Select the link in its field and copy it by hand.",
    },
    "storage-full": {
      title: "There is no room left in this browser.",
      body: "Nothing was changed, and what is kept stays. Delete explorations in the library, the largest first, or export them to files.",
    },
    "storage-full-picture": {
      title: "There is no room left in this browser.",
      body: "The picture on the page is complete, but was not kept. Delete explorations in the library, the largest first, then save it; or export it to a file.",
    },
    "storage-full-run": {
      title: "There is no room left in this browser.",
      body: "The run goes on, but from here on nothing of it is kept: should it break off, it takes up what was kept before. Delete explorations in the library to make room.",
    },
    "storage-full-image": {
      title: "There is no room left in this browser.",
      body: "The image is explored all the same, but not kept: a reload would not bring it back. Delete explorations in the library to make room.",
    },
    "storage-failed-run": {
      title: "The browser does not keep this run.",
      body: "Its store answered with an error. The run goes on; should it break off, it takes up only what was kept before.",
    },
    "storage-gone": {
      title: "That exploration is no longer there.",
      body: "It was deleted, perhaps in another tab. Nothing else has changed.",
    },
    "storage-newer-version": {
      title: "Another tab runs a newer Strata.",
      body: "This one can no longer use the library. Load it again when its run is done.",
    },
    "storage-failed": {
      title: "The browser could not keep or find it.",
      body: "Its store answered with an error. What is on the page is unchanged; export it to a file to be safe.",
    },
    "storage-none": {
      title: "This browser keeps nothing for this page.",
      body: "Its store (IndexedDB) is missing or forbidden, as in private windows and by strict settings. A run that breaks off starts over; links and files work all the same.",
    },
    "storage-embedded": {
      title: "The embedded picture opens nothing that a browser keeps.",
      body: "Browsers keep a frame's data apart from the page's own, so nothing is kept or found here. Open it in Strata itself, or embed a shared link, which holds the whole picture.",
    },
    "storage-blocked": {
      title: "The library does not open.",
      body: "The browser did not give it within five seconds; most likely another tab with an older Strata holds on to it. Close the other tabs and load this page again; nothing that is kept is lost.",
    },
    "run-unknown": { title: "The run broke off.", body: "Something unforeseen happened." },
  },
  unchanged: "What is on the page is unchanged.",
  resultsKept: "Earlier results are kept.",
  pastedName: "The pasted image",
  part: {
    failed: "This part of the page could not be drawn. The others go on, and nothing that was computed is lost.",
    again: "Draw it again",
  },
};
