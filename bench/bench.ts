import { benchDecomposition } from "./core.ts";
import { benchEngine } from "./engine.ts";
import { benchFirstPicture } from "./first-picture.ts";
import { benchLinks } from "./links.ts";
import { benchMainThread } from "./main-thread.ts";
import { benchOpening } from "./opening.ts";
import { benchTransforms } from "./transforms.ts";

// One section per module; name sections to run only those: npm run bench -- transforms
const sections: Readonly<Record<string, () => void | Promise<void>>> = {
  decomposition: benchDecomposition,
  engine: benchEngine,
  "first-picture": benchFirstPicture,
  links: benchLinks,
  "main-thread": benchMainThread,
  opening: benchOpening,
  transforms: benchTransforms,
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!(name in sections)) throw new RangeError(`no section "${name}"; there are ${Object.keys(sections).join(", ")}`);
}
for (const [name, run] of Object.entries(sections)) if (wanted.length === 0 || wanted.includes(name)) await run();
