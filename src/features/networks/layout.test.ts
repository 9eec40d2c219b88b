import { readFileSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { manifestFixture } from "../../models/manifest.fixture.ts";
import { listedModel, listSchema } from "../../models/store.ts";
import networks from "../../strings/en/networks.ts";
import page from "../../strings/en/page.ts";
import { groupsOf, unstopped } from "./layout.ts";

const model = (name: string, task: string, terms: string) => ({
  ...listedModel(manifestFixture, "0".repeat(64)),
  name,
  task,
  terms,
});

it("puts networks of one task and the same terms together, in the list's order", () => {
  const [a, b, c, d] = [
    model("a", "pets", "MIT"),
    model("b", "digits", "MIT"),
    model("c", "pets", "MIT"),
    model("d", "pets", "none"),
  ];
  expect(groupsOf([a, b, c, d])).toEqual([
    { task: "pets", terms: "MIT", models: [a, c] },
    { task: "digits", terms: "MIT", models: [b] },
    { task: "pets", terms: "none", models: [d] },
  ]);
  expect(groupsOf([])).toEqual([]);
});

it("leaves out one full stop, at the end alone", () => {
  expect(["MIT.", "MIT", "1.5 px", "e. g."].map(unstopped)).toEqual(["MIT", "MIT", "1.5 px", "e. g"]);
});

it("has words in every language for each network that ships", () => {
  const text = readFileSync(new URL("../../../public/models/index.json", import.meta.url), "utf8");
  for (const { name, title, task, terms } of v.parse(listSchema, JSON.parse(text))) {
    expect(page.model.names).toHaveProperty([name], title);
    expect(networks.tasks).toHaveProperty([unstopped(task)]);
    expect(networks.terms).toHaveProperty([unstopped(terms)]);
  }
});
