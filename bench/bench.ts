import { benchCertainty } from "./certainty.ts";
import { benchDecomposition } from "./core.ts";
import { benchDebiased } from "./debiased.ts";
import { benchEngine } from "./engine.ts";
import { benchEstimate } from "./estimate.ts";
import { benchFirstPicture } from "./first-picture.ts";
import { benchInteraction } from "./interaction.ts";
import { benchLargest } from "./largest.ts";
import { benchLinks } from "./links.ts";
import { benchMainThread } from "./main-thread.ts";
import { benchNetworks } from "./networks.ts";
import { benchOpening } from "./opening.ts";
import { benchPairs } from "./pairs.ts";
import { benchProbes } from "./probes.ts";
import { benchProcesses } from "./processes.ts";
import { benchQueue } from "./queue.ts";
import { benchSure } from "./sure.ts";
import { benchTransforms } from "./transforms.ts";

// One section per module; name sections to run only those: npm run bench -- transforms. Against another checkout, in turns:
// npm run bench -- pairs ../before decomposition. What the networks reach takes a quarter of an hour and photographs that are not in the repository, and
// so is measured by its name alone: npm run bench -- networks [NAME …]; and so is what the page says of how sure it is: npm run bench -- certainty [NAME …],
// and how large effects get over images: npm run bench -- largest [NAME …]. A queue with kills, and two processes beside one, take minutes and are named, too: queue [JOBS KILLS], processes; and so does what
// debiased effects find of planted ones: debiased [GAMES]. What estimates from a sample of masks are worth takes minutes to hours: estimate [planted exact real early] [--seeds N --photographs N]. Links are
// measured of the samples, and of photographs where a folder is named: npm run bench -- links FOLDER
const sections: Readonly<Record<string, () => void | Promise<void>>> = {
  decomposition: benchDecomposition,
  engine: benchEngine,
  "first-picture": benchFirstPicture,
  interaction: benchInteraction,
  links: () => benchLinks(),
  "main-thread": benchMainThread,
  opening: benchOpening,
  probes: () => benchProbes([]),
  sure: benchSure,
  transforms: benchTransforms,
};

const wanted = process.argv.slice(2);
if (wanted[0] === "pairs") benchPairs(wanted.slice(1));
else if (wanted[0] === "networks") await benchNetworks(wanted.slice(1));
else if (wanted[0] === "probes") await benchProbes(wanted.slice(1));
else if (wanted[0] === "links") await benchLinks(wanted.slice(1));
else if (wanted[0] === "largest") await benchLargest(wanted.slice(1));
else if (wanted[0] === "queue") await benchQueue(wanted.slice(1).map(Number));
else if (wanted[0] === "processes") await benchProcesses();
else if (wanted[0] === "debiased") benchDebiased(Number(wanted[1] ?? 20));
else if (wanted[0] === "estimate") await benchEstimate(wanted.slice(1));
else if (wanted[0] === "certainty") await benchCertainty(wanted.slice(1));
else {
  for (const name of wanted) {
    if (!(name in sections))
      throw new RangeError(
        `no section "${name}"; there are ${Object.keys(sections).join(", ")}, certainty, debiased, estimate, largest, networks, pairs, processes, queue`,
      );
  }
  for (const [name, run] of Object.entries(sections)) if (wanted.length === 0 || wanted.includes(name)) await run();
}
