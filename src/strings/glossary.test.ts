import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import en from "./en/glossary.ts";

/** What docs/glossary.md sets in bold or italics, at the start of its rows and in them. */
const told = [
  ...readFileSync(new URL("../../docs/glossary.md", import.meta.url), "utf8").matchAll(/\*+([^*\n]+?)\*+/g),
].map(([, words]) => words!.toLowerCase());

/** What a name gives for its term: its words, and in parentheses or after a comma others for the same. */
const partsOf = (name: string): string[] =>
  name
    .split(/[,()]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");

describe("the page's glossary", () => {
  it.each(Object.values(en.terms).map(({ name }) => name))(
    "says of “%s” what docs/glossary.md has a word for",
    (name) => {
      const isWord = (part: string) => told.some((words) => ` ${words.replace(/[,;]/g, " ")} `.includes(` ${part} `));
      expect(partsOf(name).filter(isWord)).not.toEqual([]);
    },
  );
});
