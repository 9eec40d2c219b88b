import { expect, it } from "vitest";
import en from "./en/guide.ts";
import zh from "./zh/guide.ts";

/** What is read from the first step to the last; what stands for a number counts as a word. */
function read({ patch, and, or, probe, birth, doubt, truth, end }: typeof en): string {
  // Of the layer that step is about everything cancels.
  const texts = [patch, and, or, { ...probe, text: probe.still }, birth, doubt, truth, end].flatMap(
    ({ title, text }) => [title, text],
  );
  return [...texts, doubt.robust, doubt.firm, end.words, end.paper].join(" ").replace(/<\/?\w+>/g, "");
}

it("is read in sixty seconds: at 240 English words or 400 Chinese characters a minute", () => {
  expect(read(en).split(/\s+/).length).toBeLessThanOrEqual(240);
  expect(read(zh).replace(/\{\{\w+\}\}/g, "1").length).toBeLessThanOrEqual(500);
});
