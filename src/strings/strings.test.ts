import { describe, expect, it } from "vitest";
import { catalogue, createAllStrings } from "./catalogue.ts";
import { commandLineCatalogue, createCommandLineStrings } from "./command-line.ts";
import { bringLaterStrings, bringStrings, createStrings, languageOf } from "./index.ts";

/** Every string by its path, plural suffixes dropped: languages differ in how many plural forms they have. */
function leaves(node: unknown, path = ""): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (typeof node === "string") return found.set(path.replace(/_(zero|one|two|few|many|other)$/, ""), [node]);
  for (const [key, value] of Object.entries(node as Record<string, unknown>)) {
    for (const [at, texts] of leaves(value, path === "" ? key : `${path}.${key}`))
      found.set(at, [...(found.get(at) ?? []), ...texts]);
  }
  return found;
}

const marks = (text: string): string[] => [...new Set(text.match(/\{\{[^}]+\}\}|<\/?\w+>/g) ?? [])].sort();

/** What a text may mark. */
const MARKED = new Set(["b", ...Object.keys(catalogue.en.glossary.terms)]);

const all = {
  en: { ...catalogue.en, ...commandLineCatalogue.en },
  zh: { ...catalogue.zh, ...commandLineCatalogue.zh },
};

describe.each(Object.keys(all.en) as (keyof typeof all.en)[])("the %s strings", (namespace) => {
  const en = leaves(all.en[namespace]);
  const zh = leaves(all.zh[namespace]);
  it("have the same keys in both languages", () => expect([...zh.keys()].sort()).toEqual([...en.keys()].sort()));
  it("put in the same values and marks in both languages", () => {
    for (const [key, texts] of en)
      for (const text of zh.get(key) ?? []) expect([key, marks(text)]).toEqual([key, marks(texts.at(-1)!)]);
  });
  it("mark nothing but what is bold and the glossary's terms, and mark it whole", () => {
    for (const [key, texts] of [...en, ...zh])
      for (const text of texts) {
        const rest = text.replace(/<(\w+)>[^<>]+<\/\1>/g, (mark, name: string) => (MARKED.has(name) ? "" : mark));
        expect([key, rest]).toEqual([key, expect.not.stringMatching(/<\/?[a-z]/)]);
      }
  });
  it("leave no string empty", () => {
    for (const [key, texts] of [...en, ...zh])
      for (const text of texts) expect([key, text.trim()]).not.toEqual([key, ""]);
  });
});

describe("languageOf", () => {
  it("reads browser tags and locale names, and falls back to English", () => {
    expect(["zh-CN", "zh_CN.UTF-8", "ZH-Hant", "en-GB", "fr", undefined].map(languageOf)).toEqual([
      "zh",
      "zh",
      "zh",
      "en",
      "en",
      "en",
    ]);
  });
});

describe("createStrings", () => {
  it("speaks the language it was made for and switches", async () => {
    const strings = createAllStrings("zh");
    expect(strings.t("image.title")).toBe("图片");
    await strings.changeLanguage("en");
    expect(strings.t("errors:notice.empty.title", { name: "a.png" })).toBe("a.png is empty.");
    expect(strings.t("errors:notice.unsupported-format.body", { name: "a.jpg", format: "12-bit JPEG" })).toMatch(
      /^It holds 12-bit JPEG\. Save it as an ordinary JPEG/,
    );
    expect(createCommandLineStrings("en").exists("cli:usage")).toBe(true);
    expect(strings.exists("cli:usage")).toBe(false);
  });
  it("groups the digits of numbers of masks", () => {
    const values = { asked: 50_000, patches: 64, fewest: 140, most: 20_000 };
    for (const language of ["en", "zh"] as const) {
      const { t } = createAllStrings(language);
      expect(t("errors:notice.address-masks.title", values)).toMatch(/^50,000 .* 64 /);
      expect(t("errors:notice.address-masks.body", values)).toMatch(/140\D.*20,000/);
    }
  });
  it("speaks English until another language is brought", async () => {
    const strings = createStrings("zh");
    expect(strings.t("image.title")).toBe(catalogue.en.page.image.title);
    await bringStrings(strings, "zh");
    expect(strings.t("image.title")).toBe("图片");
    expect(createStrings("zh").t("image.title")).toBe(catalogue.en.page.image.title);
  });
  it("has no words of dialogs until they are brought, and then each of them in whichever language is spoken next", async () => {
    const strings = createStrings("zh");
    expect(
      ["share", "library", "networks", "pick", "citation", "figure"].filter((of) => strings.exists(`${of}:title`)),
    ).toEqual([]);
    await Promise.all([bringStrings(strings, "zh"), bringLaterStrings(strings)]);
    expect(strings.t("share:title")).toBe(catalogue.zh.share.title);
    await strings.changeLanguage("en");
    expect(strings.t("share:title")).toBe(catalogue.en.share.title);
    for (const namespace of Object.keys(catalogue.zh).filter((name) => name !== "needs"))
      for (const language of ["en", "zh"] as const)
        expect([language, namespace, strings.getResourceBundle(language, namespace) as unknown]).toEqual([
          language,
          namespace,
          catalogue[language][namespace as keyof typeof catalogue.en],
        ]);
  });
});

it("has a space beside a Latin name in a Chinese sentence, and none beside a Chinese one", () => {
  const { t } = createAllStrings("zh");
  const at = (layer: string): string => t("topics:graph.nothing", { layer });
  expect(at("block1")).toMatch(/^block1 没/);
  expect(at("输出")).toMatch(/^输出没/);
  // What a person wrote stays as it is.
  expect(at("海滩 照片")).toMatch(/^海滩 照片没/);
});
