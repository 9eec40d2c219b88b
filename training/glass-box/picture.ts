import sharp from "sharp";
import { GRID, TILES, type Tile } from "./plan.ts";

/** Side of the drawn picture, pixels: four times the network's input. */
export const PICTURE_SIZE = 384;
const TILE = PICTURE_SIZE / GRID;

const PAPER = "#FBFAF7";
const SAND = "#F4E2D0";
const APRICOT = "#E9AE79";
const RUST = "#C4682A";
const EARTH = "#833A0A";
const MIST = "#D6E5EA";
const SKY = "#86B7CB";
const SEA = "#23728F";
const NIGHT = "#08415A";

function square(fill: string): string {
  return `<rect width="128" height="128" fill="${fill}"/>`;
}

/** `count` copies of a shape turned evenly around a point. */
function around(count: number, x: number, y: number, shape: string): string {
  return Array.from(
    { length: count },
    (_, i) => `<g transform="rotate(${(360 / count) * i} ${x} ${y})">${shape}</g>`,
  ).join("");
}

/** A star of five points around (x, y). */
function star(x: number, y: number, radius: number, fill: string): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * 0.42;
    const angle = (Math.PI / 5) * i - Math.PI / 2;
    return `${(x + r * Math.cos(angle)).toFixed(2)},${(y + r * Math.sin(angle)).toFixed(2)}`;
  });
  return `<polygon points="${points.join(" ")}" fill="${fill}"/>`;
}

/** Each tile in its own 128 x 128 square. Every motif has long edges of strong contrast, which is what the network looks for. */
const MOTIFS: Readonly<Record<Tile, string>> = {
  sun:
    square(SAND) +
    `<circle cx="64" cy="64" r="24" fill="${RUST}"/>` +
    around(12, 64, 64, `<rect x="61" y="18" width="6" height="14" rx="3" fill="${RUST}"/>`),
  cloud:
    square(SKY) +
    `<g fill="${PAPER}"><circle cx="46" cy="70" r="20"/><circle cx="72" cy="56" r="25"/><circle cx="92" cy="74" r="16"/><rect x="32" y="68" width="66" height="22" rx="11"/></g>`,
  bird:
    square(MIST) +
    `<g fill="${NIGHT}"><path d="M18 46 C36 36 54 44 62 66 C72 42 92 34 112 42 C94 46 82 58 74 80 L62 92 L52 78 C48 60 38 50 18 46 Z"/></g>` +
    `<path d="M60 90 L54 106 L64 100 L72 106 L68 88 Z" fill="${RUST}"/>`,
  mountain:
    square(APRICOT) +
    `<polygon points="10,108 52,34 94,108" fill="${EARTH}"/><polygon points="62,108 90,62 118,108" fill="${RUST}"/>` +
    `<polygon points="52,34 66,58.7 57,66 50,58 42,66 38,58.7" fill="${PAPER}"/>`,
  house:
    square(PAPER) +
    `<rect x="34" y="60" width="60" height="48" fill="${SEA}"/><polygon points="24,62 64,24 104,62" fill="${NIGHT}"/>` +
    `<rect x="56" y="80" width="16" height="28" fill="${APRICOT}"/><rect x="78" y="34" width="10" height="20" fill="${NIGHT}"/>`,
  flower:
    square(MIST) +
    `<rect x="61" y="62" width="6" height="50" fill="${SEA}"/><path d="M64 100 C48 98 42 90 40 80 C54 80 62 88 64 100 Z" fill="${SEA}"/>` +
    around(6, 64, 48, `<ellipse cx="64" cy="30" rx="9" ry="15" fill="${RUST}"/>`) +
    `<circle cx="64" cy="48" r="10" fill="${SAND}"/>`,
  star: square(NIGHT) + star(60, 66, 40, APRICOT) + star(104, 26, 10, SAND) + star(22, 28, 7, SAND),
  moon:
    square(SEA) +
    `<path d="M78 22 A44 44 0 1 0 108 92 A36 36 0 0 1 78 22 Z" fill="${PAPER}"/>` +
    `<circle cx="98" cy="50" r="4" fill="${SAND}"/><circle cx="24" cy="24" r="3" fill="${SAND}"/>`,
  boat:
    square(SKY) +
    `<polygon points="62,18 62,76 24,76" fill="${PAPER}"/><polygon points="68,30 68,76 102,76" fill="${SAND}"/>` +
    `<path d="M20 82 L108 82 L94 102 L34 102 Z" fill="${EARTH}"/><rect x="0" y="102" width="128" height="26" fill="${SEA}"/>` +
    `<path d="M0 114 q16 -8 32 0 t32 0 t32 0 t32 0" fill="none" stroke="${MIST}" stroke-width="4"/>`,
};

/** The picture as SVG: nine motifs, one per tile. */
export function pictureSvg(): string {
  // Each tile is clipped to its square: nothing of a motif may reach its neighbour.
  const tiles = TILES.map(
    (tile, i) =>
      `<svg x="${(i % GRID) * TILE}" y="${Math.floor(i / GRID) * TILE}" width="${TILE}" height="${TILE}" viewBox="0 0 128 128">${MOTIFS[tile]}</svg>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_SIZE}" height="${PICTURE_SIZE}">${tiles.join("")}</svg>`;
}

/** The picture as a PNG file of PICTURE_SIZE x PICTURE_SIZE pixels. */
export async function drawPicture(): Promise<Uint8Array> {
  return sharp(new TextEncoder().encode(pictureSvg()))
    .flatten({ background: PAPER })
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();
}
