import { describe, expect, it } from "vitest";
import { declarationsOf, styleRules } from "./style-rules.ts";

describe("styleRules", () => {
  const rules = styleRules(`
    /* a { fill: red; } */
    .a .b { fill: var(--ink); cursor: pointer; }
    .a text, .c[data-x="1"] { font-size: 10px; }
    .a:hover { fill: blue; }
    .d { display: flex; }
    @media (max-width: 9px) { .a { fill: green; } .b { fill: green; } }
    .e { stroke: none }
  `);
  it("keeps what is drawn, and leaves out comments, other screens and what the pointer does", () => {
    expect(rules).toEqual([
      { selector: ".e", declarations: [["stroke", "none"]] },
      { selector: ".a text", declarations: [["font-size", "10px"]] },
      { selector: ".a .b", declarations: [["fill", "var(--ink)"]] },
      { selector: '.c[data-x="1"]', declarations: [["font-size", "10px"]] },
    ]);
  });
  it("reads a style attribute as well", () =>
    expect(declarationsOf("fill: rgb(0, 0, 0); top: 1px")).toEqual([["fill", "rgb(0, 0, 0)"]]));
});
