import engine from "./engine.ts";
import errors from "./errors.ts";
import exactness from "./exactness.ts";
import exporting from "./export.ts";
import library from "./library.ts";
import networks from "./networks.ts";
import offline from "./offline.ts";
import page from "./page.ts";
import pick from "./pick.ts";
import picture from "./picture.ts";
import share from "./share.ts";

/** The same in simplified Chinese. */
export const chinese = {
  engine,
  page,
  pick,
  picture,
  errors,
  exactness,
  export: exporting,
  library,
  networks,
  offline,
  share,
} as const;
