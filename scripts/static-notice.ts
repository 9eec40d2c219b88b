import type { Plugin } from "vite";
import en from "../src/strings/en/page.ts";
import zh from "../src/strings/zh/page.ts";

/** Writes into the page what it needs to run, in every language: there to be read where no script of it runs, and gone once one does. */
export function staticNotice(): Plugin {
  return {
    name: "strata-static-notice",
    transformIndexHtml: () => [
      {
        tag: "div",
        attrs: { id: "needs" },
        injectTo: "body",
        children: [
          { lang: "en", needs: en.needs },
          { lang: "zh-Hans", needs: zh.needs },
        ].flatMap(({ lang, needs }) => [
          { tag: "h1", attrs: { lang }, children: needs.title },
          { tag: "p", attrs: { lang }, children: needs.body },
          {
            tag: "p",
            attrs: { lang },
            children: [{ tag: "a", attrs: { href: "./", target: "_blank", rel: "noopener" }, children: needs.link }],
          },
        ]),
      },
    ],
  };
}
