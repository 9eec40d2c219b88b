import engine from "./engine.ts";
import errors from "./errors.ts";
import exactness from "./exactness.ts";
import exporting from "./export.ts";
import offline from "./offline.ts";
import page from "./page.ts";
import picture from "./picture.ts";

/** The strings that the page begins with, by namespace, in English. */
export const english = { engine, page, picture, errors, exactness, export: exporting, offline } as const;
