import type { catalogue } from "./index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: (typeof catalogue)["en"];
  }
}
