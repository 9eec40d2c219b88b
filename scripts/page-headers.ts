import type { Connect, Plugin } from "vite";
import { pageHeaders } from "../src/storage/page-headers.ts";

/**
 * Sends the page's headers with every answer of the development server and the preview, "not modified" included, which Vite's own option leaves
 * out: WebKit refuses a worker of an isolated page when the answer about its script carries no embedder policy.
 * @param nonce for what Vite itself puts into the page while developing
 */
export function pageHeadersAlways(nonce: string): Plugin {
  const send = (middlewares: Connect.Server, headers: Readonly<Record<string, string>>): void => {
    middlewares.use((_request, response, next) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      next();
    });
  };
  return {
    name: "strata-page-headers",
    configureServer: ({ middlewares }) => send(middlewares, pageHeaders(nonce)),
    configurePreviewServer: ({ middlewares }) => send(middlewares, pageHeaders()),
  };
}
