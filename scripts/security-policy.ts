import type { Plugin } from "vite";
import { contentSecurityPolicy } from "../src/storage/page-headers.ts";

/** Writes the Content-Security-Policy into the built page, since a static host sends no headers. */
export function securityPolicy(): Plugin {
  return {
    name: "strata-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy() },
        injectTo: "head-prepend",
      },
    ],
  };
}
