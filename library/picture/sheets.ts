/** The styles of all views, in the order in which they are imported; `build.ts` makes of every stylesheet a call of this. */
const sheets: string[] = [];

export function addSheet(css: string): void {
  sheets.push(css);
}

/** What a shadow root is styled with, made once. */
let made: CSSStyleSheet | null = null;

export function styleSheet(): CSSStyleSheet {
  if (made === null) {
    made = new CSSStyleSheet();
    made.replaceSync(sheets.join("\n"));
  }
  return made;
}
