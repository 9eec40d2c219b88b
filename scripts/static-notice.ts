import type { Plugin } from "vite";
import enNeeds from "../src/strings/en/needs.ts";
import en from "../src/strings/en/page.ts";
import zhNeeds from "../src/strings/zh/needs.ts";
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
          { lang: "en", needs: enNeeds, link: en.framed.link },
          { lang: "zh-Hans", needs: zhNeeds, link: zh.framed.link },
        ].flatMap(({ lang, needs, link }) => [
          { tag: "h1", attrs: { lang }, children: needs.title },
          { tag: "p", attrs: { lang }, children: needs.body },
          {
            tag: "p",
            attrs: { lang },
            children: [{ tag: "a", attrs: { href: "./", target: "_blank", rel: "noopener" }, children: link }],
          },
        ]),
      },
    ],
  };
}
