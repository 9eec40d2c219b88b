/**
 * The colours of figures, by the names that the page's stylesheets give them: its light theme, on white, as journals print.
 * A test holds them to `app/tokens.css`, which views may not import.
 */
export const PAPER: Readonly<Record<string, string>> = {
  "--paper": "#ffffff",
  "--rule": "#e5e2db",
  "--rule-2": "#cbc7be",
  "--ink": "#1b1d20",
  "--ink-2": "#4a4d52",
  "--ink-3": "#696c71",
  "--accent": "#5640c9",
  "--accent-mark": "#7a68f0",
  "--accent-soft": "rgb(86 64 201 / 7%)",
  "--pos": "#a8510f",
  "--neg": "#1a6584",
  "--sunk": "#f3f1ec",
  "--field": "#eae7e0",
  "--photo-line": "#5640c9",
  "--photo-halo": "#ffffff",
};

/**
 * A CSS value with the page's names replaced by what they stand for on paper.
 *
 * @throws RangeError on a name that has no colour here.
 */
export function onPaper(value: string): string {
  return value.replace(/var\((--[\w-]+)(?:,[^)]*)?\)/g, (_, name: string) => {
    const colour = PAPER[name];
    if (colour === undefined) throw new RangeError(`${name} has no colour on paper`);
    return colour;
  });
}
