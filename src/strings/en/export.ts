export default {
  label: "Save the picture",
  format: { png: "PNG", svg: "SVG", pdf: "PDF", csv: "CSV", copy: "Copy", cite: "Cite" },
  hint: {
    png: "Save the picture as PNG, about 2,000 pixels wide",
    svg: "Save the picture as SVG, 180 mm wide",
    pdf: "Save the picture as PDF, on as many pages of A4 as it takes",
    csv: "Save the numbers behind the picture as CSV",
    copy: "Copy the picture to the clipboard, as PNG",
    cite: "The paper’s and Strata’s entries for a bibliography",
  },
  scaled: "The PNG is {{width}} pixels wide: browsers draw no larger image of so many rows. The SVG has no such limit.",
  folded:
    "Others that are open here are folded in this file, which is no taller than A4. The PDF has all of them, on several pages.",
  firmOnly: "Only rows that are firm are in it, as its caption says.",
  withAllRows: "Make it with all rows",
  dismiss: "Dismiss this message",
  copied: "The picture is on the clipboard.",
  failed: {
    copy: "The browser did not let this page write to the clipboard. Save the picture as PNG instead; it is unchanged.",
    font: "The typeface of the file could not be fetched. Check that the server of this page still runs and try again; the picture is unchanged.",
    canvas: "This browser refused to draw the file. Save it in another format; the picture is unchanged.",
    unknown:
      "The file could not be made. Check that the server of this page still runs and try again; the picture is unchanged.",
  },
};
