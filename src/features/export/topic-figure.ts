/** The figure of a question's view as an SVG file: what it asks, how to read it, the drawing, its legend, and where it comes from. */
import across from "../across/across.css?raw";
import chart from "../topics/chart.css?raw";
import audit from "../audit/audit.css?raw";
import concepts from "../concepts/concepts.css?raw";
import compare from "../compare/compare.css?raw";
import completeness from "../completeness/completeness.css?raw";
import graph from "../graph/graph.css?raw";
import matching from "../matching/matching.css?raw";
import orders from "../orders/orders.css?raw";
import study from "../study/figure.css?raw";
import patches from "../patches/patches.css?raw";
import { download, fileStem } from "../../storage/download.ts";
import { MM_PER_PX, SMALL, TITLE } from "./figure-layout.ts";
import { ExportError } from "./export-error.ts";
import { figureFonts } from "./fonts.ts";
import { imageUriOf } from "./image-uri.ts";
import { putOnPaper } from "./paper.ts";
import { PROGRAM } from "./program.ts";
import { styleRules } from "./style-rules.ts";
import { textLines, type Measure } from "./text-lines.ts";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16;
const GAP = 12;
const KEY_GAP = 16;

/** What a question's figure is made of. */
export interface TopicFigure {
  /** What the file is called after, beside the image. */
  readonly id: string;
  readonly title: string;
  readonly read: string;
  /** Of the image. */
  readonly name: string;
  /** What was asked about it: its class, network and patches. */
  readonly about: readonly string[];
  /** What the view draws, on the page, one below the other: drawings, each below the words of its `data-caption`, and the legend below them. At least one drawing in all. */
  readonly parts: readonly FigurePart[];
  /** What the page says below the legend, as of units. */
  readonly notes: readonly string[];
}

/** Drawings with what their marks mean. */
export interface FigurePart {
  readonly drawings: readonly SVGSVGElement[];
  readonly keys: readonly { readonly mark: Element | null; readonly text: string }[];
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, ...children: readonly (Node | string)[]): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** Lines of text from `y` on, their baselines below it; and where they end. */
function paragraph(
  text: string,
  y: number,
  { size, line }: { readonly size: number; readonly line: number },
  weight: 400 | 600,
  width: number,
  measure: Measure,
): { readonly nodes: Element[]; readonly bottom: number } {
  const lines = textLines(text, { size, weight, width }, measure);
  const nodes = lines.map((words, i) =>
    element(
      "text",
      { x: MARGIN, y: y + size + i * line, "font-size": size, "font-weight": weight, fill: "var(--ink)" },
      words,
    ),
  );
  return { nodes, bottom: y + lines.length * line };
}

/** The legend's marks with their words, in lines of `width`. */
function legend(keys: FigurePart["keys"], top: number, width: number, measure: Measure) {
  let [x, y] = [MARGIN, top];
  const nodes = keys.flatMap(({ mark, text }) => {
    const markWidth = mark === null ? 0 : Number(mark.getAttribute("width")) + 5;
    const whole = markWidth + measure(text, SMALL.size, 400);
    if (x > MARGIN && x + whole > MARGIN + width) [x, y] = [MARGIN, y + 16];
    const drawn = mark === null ? [] : [element("g", { transform: `translate(${x} ${y})` }, mark.cloneNode(true))];
    const words = element("text", { x: x + markWidth, y: y + 10, "font-size": SMALL.size, fill: "var(--ink-2)" }, text);
    x += whole + KEY_GAP;
    return [...drawn, words];
  });
  return { nodes, bottom: keys.length === 0 ? top : y + 16 };
}

/** Images as PNG, since not every program reads what the page shows them by. */
async function putImages(root: Element): Promise<void> {
  for (const picture of root.querySelectorAll("image")) {
    const image = new Image();
    image.src = picture.getAttribute("href")!;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    if (context === null) throw new ExportError("canvas", `no image of ${width} x ${height} pixels`);
    context.drawImage(image, 0, 0);
    const rgb = context.getImageData(0, 0, width, height).data.filter((_, at) => at % 4 < 3);
    picture.setAttribute("href", await imageUriOf({ width, height, rgb: Uint8Array.from(rgb) }));
    picture.setAttribute("image-rendering", "pixelated");
  }
}

/** @throws ExportError where the typeface or a canvas is not to be had. */
export async function topicFigure({ title, read, name, about, parts, notes }: TopicFigure): Promise<Blob> {
  const { css, measure } = await figureFonts();
  const size = (of: SVGSVGElement, side: "width" | "height"): number => Number(of.getAttribute(side));
  const drawn = Math.max(...parts.flatMap(({ drawings }) => drawings.map((of) => size(of, "width"))));
  const head = paragraph(title, MARGIN, TITLE, 600, drawn, measure);
  const reading = paragraph(read, head.bottom + 4, SMALL, 400, drawn, measure);
  let bottom = reading.bottom + GAP;
  const placed = parts.flatMap(({ drawings, keys }, part) => {
    if (part > 0) bottom += GAP;
    const shown = drawings.flatMap((of) => {
      const { caption } = of.dataset;
      const above = caption === undefined ? null : paragraph(caption, bottom, SMALL, 600, drawn, measure);
      const at = above === null ? bottom : above.bottom + 4;
      bottom = at + size(of, "height") + GAP;
      return [...(above?.nodes ?? []), element("g", { transform: `translate(${MARGIN} ${at})` }, of.cloneNode(true))];
    });
    const below = legend(keys, bottom, drawn, measure);
    bottom = below.bottom;
    return [...shown, ...below.nodes];
  });
  const noted = paragraph(notes.join(" "), bottom + 4, SMALL, 400, drawn, measure);
  const from = paragraph(
    [name, ...about, PROGRAM].filter(Boolean).join(" · "),
    noted.bottom + 4,
    SMALL,
    400,
    drawn,
    measure,
  );
  const [width, height] = [drawn + 2 * MARGIN, from.bottom + MARGIN];
  const root = element(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, "font-family": "Inter, sans-serif" },
    element("title", {}, title),
    element("desc", {}, read),
    element("rect", { width, height, fill: "var(--paper)" }),
    ...head.nodes,
    ...reading.nodes,
    ...placed,
    ...noted.nodes,
    ...from.nodes,
  );
  putOnPaper(
    root,
    styleRules(
      [concepts, orders, completeness, matching, patches, graph, audit, chart, across, compare, study].join("\n"),
    ),
  );
  await putImages(root);
  root.prepend(element("style", {}, css));
  root.setAttribute("width", `${(width * MM_PER_PX).toFixed(2)}mm`);
  root.setAttribute("height", `${(height * MM_PER_PX).toFixed(2)}mm`);
  const text = new XMLSerializer().serializeToString(root);
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" });
}

/** Makes the file and hands it to the browser to save. Rejects as `topicFigure` does. */
export async function saveTopicFigure(figure: TopicFigure): Promise<void> {
  download(await topicFigure(figure), `strata-${fileStem(figure.name)}-${figure.id}.svg`);
}
