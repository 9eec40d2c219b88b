import type { Connect, Plugin } from "vite";
import { pageHeaders } from "../src/storage/page-headers.ts";

/**
 * Sends the page's headers with every answer of the development server and the preview, "not modified" included, which Vite's own option leaves
 * out: WebKit refuses a worker of an isolated page when the answer about its script carries no embedder policy.
 * @param nonce for what Vite itself puts into the page while developing
 */
export function pageHeadersAlways(nonce: string): Plugin {
  const send = (middlewares: Connect.Server, allowed?: string): void => {
    middlewares.use((request, response, next) => {
      const address = new URL(request.url ?? "/", "http://localhost");
      for (const [name, value] of Object.entries(pageHeaders(address, allowed))) response.setHeader(name, value);
      next();
    });
  };
  return {
    name: "strata-page-headers",
    configureServer: ({ middlewares }) => send(middlewares, nonce),
    configurePreviewServer: ({ middlewares }) => send(middlewares),
  };
}
