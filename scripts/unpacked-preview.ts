import type { Plugin } from "vite";

/** Has the preview send files as they are: it serves the machine it runs on, where packing megabytes of weights takes longer than sending them. */
export function unpackedPreview(): Plugin {
  return {
    name: "strata-unpacked-preview",
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request, _response, next) => {
        delete request.headers["accept-encoding"];
        next();
      });
    },
  };
}
