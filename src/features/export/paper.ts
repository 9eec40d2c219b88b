import { paintOf } from "./colour.ts";
import { onPaper } from "./paper-colours.ts";
import { declarationsOf, type StyleRule } from "./style-rules.ts";

const SVG = "http://www.w3.org/2000/svg";
const PAINTS = ["fill", "stroke", "stop-color"] as const;
const OPACITY = { fill: "fill-opacity", stroke: "stroke-opacity", "stop-color": "stop-opacity" } as const;

/** What serves pointers, screen readers and the page's own code; `data-row` stays, so that whoever edits the file can tell the rows apart. */
const PAGE_ONLY = /^(?:class|style|role|tabindex|aria-.*|data-(?!row$).*)$/;

const within = (root: Element): Element[] => [root, ...root.querySelectorAll("*")];

/** Attributes first, then rules from weak to strong, then the element's own style: the cascade, written down as attributes. */
function writeStyles(element: Element, rules: readonly StyleRule[]): void {
  const matching = rules
    .filter(({ selector }) => element.matches(selector))
    .flatMap(({ declarations }) => declarations);
  for (const [property, value] of [...matching, ...declarationsOf(element.getAttribute("style") ?? "")]) {
    element.setAttribute(property, property === "font-size" ? value.replace("px", "") : value);
  }
}

function resolvePaints(element: Element): void {
  for (const property of PAINTS) {
    const value = element.getAttribute(property);
    if (value === null) continue;
    const { colour, opacity } = paintOf(onPaper(value));
    element.setAttribute(property, colour);
    if (opacity < 1) element.setAttribute(OPACITY[property], String(opacity));
  }
}

/** Characters that XML cannot hold at all, not even escaped, lone surrogates among them; the name of a file may hold them. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

function cleanTexts(element: Element): void {
  for (const node of element.childNodes) {
    if (node.nodeType === node.TEXT_NODE) node.nodeValue = (node.nodeValue ?? "").replace(UNWRITABLE, "\ufffd");
  }
}

/** Where only the pointer would find something: no fill that shows and no stroke. */
function drawsNothing(element: Element): boolean {
  const none = element.getAttribute("fill") === "none" && (element.getAttribute("stroke") ?? "none") === "none";
  return none && ["rect", "path"].includes(element.localName);
}

/** A nested drawing would be clipped at its box; as a group it may reach beyond, as on the page. */
function flatten(svg: Element): void {
  const group = svg.ownerDocument.createElementNS(SVG, "g");
  group.append(...svg.childNodes);
  svg.replaceWith(group);
}

/** React counts ids through the page's life; counted through the drawing, the same picture gives the same bytes. */
function renumberIds(root: Element): void {
  const names = new Map([...root.querySelectorAll("[id]")].map((element, i) => [element.id, `id${i + 1}`]));
  for (const element of within(root)) {
    if (names.has(element.id)) element.id = names.get(element.id)!;
    const fill = element.getAttribute("fill");
    const used = /^url\(#(.+)\)$/.exec(fill ?? "")?.[1];
    if (used !== undefined) element.setAttribute("fill", `url(#${names.get(used)})`);
  }
}

/**
 * Turns what the page's components drew into SVG that needs neither stylesheet nor page: styles become attributes, colours those of
 * paper, and what only serves pointers and screen readers goes. Changes `root` in place. Costs O(elements · rules).
 *
 * @throws RangeError on a colour or a name of one that paper does not have.
 */
export function putOnPaper(root: Element, rules: readonly StyleRule[]): void {
  for (const element of within(root)) writeStyles(element, rules);
  for (const element of within(root)) {
    resolvePaints(element);
    cleanTexts(element);
    if (drawsNothing(element)) element.remove();
    for (const name of element.getAttributeNames()) if (PAGE_ONLY.test(name)) element.removeAttribute(name);
  }
  for (const svg of root.querySelectorAll("svg")) flatten(svg);
  renumberIds(root);
}
