/** Draws the installed page's icons, `public/icons/*.png`, from `public/favicon.svg`: npx tsx scripts/draw-icons.ts */
import { mkdirSync, readFileSync } from "node:fs";
import sharp from "sharp";

/** The look's paper and ink, `src/app/tokens.css`: an icon cannot follow the system's theme, so it brings its own ground. */
const PAPER = "#fbfaf7";
const INK = "#1b1d20";

interface Icon {
  readonly file: string;
  readonly sizePx: number;
  /** The drawing's share of the side; a maskable icon may lose everything outside a circle of four fifths. */
  readonly share: number;
  /** The ground's corners, as a share of the side. */
  readonly corner: number;
}

const ICONS: readonly Icon[] = [
  { file: "192.png", sizePx: 192, share: 0.72, corner: 0.22 },
  { file: "512.png", sizePx: 512, share: 0.72, corner: 0.22 },
  { file: "maskable-512.png", sizePx: 512, share: 0.56, corner: 0 },
];

const publicFile = (path: string): URL => new URL(`../public/${path}`, import.meta.url);

/** The favicon's own strokes, in ink whatever the system's theme. */
const drawing = readFileSync(publicFile("favicon.svg"), "utf8")
  .replace(/<style>.*<\/style>/s, "")
  .replace("<svg ", `<svg stroke="${INK}" `);

function svgOf({ sizePx, share, corner }: Icon): string {
  const [side, from] = [share * sizePx, ((1 - share) / 2) * sizePx];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx}" height="${sizePx}">
    <rect width="${sizePx}" height="${sizePx}" rx="${corner * sizePx}" fill="${PAPER}"/>
    <svg x="${from}" y="${from}" width="${side}" height="${side}">${drawing}</svg>
  </svg>`;
}

mkdirSync(publicFile("icons/"), { recursive: true });
for (const icon of ICONS)
  await sharp(Buffer.from(svgOf(icon)))
    .png({ compressionLevel: 9, palette: true })
    .toFile(publicFile(`icons/${icon.file}`).pathname);
