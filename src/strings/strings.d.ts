import type { commandLineCatalogue } from "./command-line.ts";
import type { english } from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: typeof english & (typeof commandLineCatalogue)["en"];
  }
}
