import regular from "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url";
import semibold from "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url";
import { jsPDF } from "jspdf";
import "svg2pdf.js";
import { toBase64 } from "../../platform/base64.ts";
import { nextTask } from "../../platform/next-task.ts";
import { ExportError } from "./export-error.ts";
import { MM_PER_PX } from "./figure-layout.ts";
import { A4 } from "./figure-pages.ts";
import { fontBytes } from "./fonts.ts";
import { pictureForeignTexts } from "./foreign-text.ts";

/** The typeface in whole: a PDF takes only what it uses of it. Semibold is the bold of a PDF, which knows no other weights. */
const FACES = [
  { file: "Inter-Regular.ttf", address: regular, style: "normal" },
  { file: "Inter-SemiBold.ttf", address: semibold, style: "bold" },
] as const;

/** What a program that lists files shows of this one. */
export interface PdfProperties {
  readonly title: string;
  readonly subject: string;
  readonly creator: string;
}

/** Which characters a face has; jsPDF says so of the faces that it has read, but not in its types. */
interface ReadFace {
  readonly metadata: { characterToGlyph(code: number): number };
}

async function withFaces(pdf: jsPDF): Promise<(text: string) => boolean> {
  for (const { file, address, style } of FACES) {
    pdf.addFileToVFS(file, toBase64(await fontBytes(address)));
    pdf.addFont(file, "Inter", style);
    await nextTask();
  }
  pdf.setFont("Inter", "normal");
  const { metadata } = pdf.getFont() as unknown as ReadFace;
  return (text) => [...text].every((character) => metadata.characterToGlyph(character.codePointAt(0)!) > 0);
}

/** Gives a page's gradients and patterns names that no other page has: a PDF has one list of them. */
function renameIds(svg: Element, page: number): void {
  for (const element of svg.querySelectorAll("[id]")) element.id = `p${page}-${element.id}`;
  for (const element of svg.querySelectorAll('[fill^="url(#"]'))
    element.setAttribute("fill", element.getAttribute("fill")!.replace("url(#", `url(#p${page}-`));
}

/** Has a drawing laid out by the browser, out of reach of the page's stylesheets, while `work` looks at it. */
async function laidOut<T>(svg: Element, work: () => T | Promise<T>): Promise<T> {
  const host = document.createElement("div");
  Object.assign(host.style, {
    position: "fixed",
    insetInlineStart: "0",
    insetBlockStart: "0",
    visibility: "hidden",
    pointerEvents: "none",
  });
  host.ariaHidden = "true";
  host.attachShadow({ mode: "open" }).append(svg);
  document.body.append(host);
  try {
    return await work();
  } finally {
    host.remove();
  }
}

/**
 * A PDF with a page of A4 for each drawing, wider where the drawing is: lines and texts stay lines and texts, but for characters that the typeface
 * lacks (Chinese, say), which are set in the reader's own fonts and become pictures of 576 dots per inch.
 *
 * @param svgs drawings on paper, see `putOnPaper`; they are changed.
 * @throws ExportError "font" when the typeface cannot be had, "canvas" when the browser draws nothing.
 */
export async function pdfFile(svgs: readonly Element[], properties: PdfProperties): Promise<Blob> {
  const sizes = svgs.map((svg) => ({
    width: Number(svg.getAttribute("width")) * MM_PER_PX,
    height: Number(svg.getAttribute("height")) * MM_PER_PX,
  }));
  const pages = sizes.map(
    ({ width, height }) =>
      [Math.max(A4.width, width + 2 * A4.margin), Math.max(A4.height, height + 2 * A4.margin)] as [number, number],
  );
  const pdf = new jsPDF({ unit: "mm", format: pages[0]!, compress: true, putOnlyUsedFonts: true });
  pdf.setProperties({ ...properties });
  const has = await withFaces(pdf);
  for (const [i, svg] of svgs.entries()) {
    if (i > 0) pdf.addPage(pages[i], "portrait");
    renameIds(svg, i + 1);
    for (const text of svg.querySelectorAll("[font-weight]"))
      text.setAttribute("font-weight", Number(text.getAttribute("font-weight")) > 500 ? "bold" : "normal");
    await nextTask();
    await laidOut(svg, async () => {
      pictureForeignTexts(svg, has);
      const { width, height } = sizes[i]!;
      await pdf.svg(svg, { x: (pages[i]![0] - width) / 2, y: A4.margin, width, height });
    });
  }
  try {
    return pdf.output("blob");
  } catch (error) {
    throw new ExportError("canvas", String(error));
  }
}
