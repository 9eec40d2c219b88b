import type { commandLineCatalogue } from "./command-line.ts";
import type { catalogue } from "./index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: (typeof catalogue)["en"] & (typeof commandLineCatalogue)["en"];
  }
}
