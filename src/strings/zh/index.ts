import engine from "./engine.ts";
import errors from "./errors.ts";
import exactness from "./exactness.ts";
import exporting from "./export.ts";
import offline from "./offline.ts";
import page from "./page.ts";
import picture from "./picture.ts";

/** The same in simplified Chinese. */
export const chinese = { engine, page, picture, errors, exactness, export: exporting, offline } as const;
