import type { commandLineCatalogue } from "./command-line.ts";
import type { english } from "./en/index.ts";
import type { laterCatalogue } from "./later.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: typeof english & (typeof laterCatalogue)["en"] & (typeof commandLineCatalogue)["en"];
  }
}
