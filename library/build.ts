/**
 * Makes dist-lib/, what the package holds beside its networks: `npm run build:library`, which `npm pack` runs by itself.
 *
 * - For Node: see `build-for-node.ts`.
 * - For browsers: the library, whose packages the bundler of whoever uses it finds; and <strata-picture> with all it needs in one file.
 * - Declarations, one file an entry.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { buildForNode, checkImports, input, isInstalled, output } from "./build-for-node.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** Where it is written. */
const OUT = join(root, "dist-lib");

/** `import address from "package/file?url"`: the file is copied beside the script, and found from there by every browser and bundler. */
const filesBeside: Plugin = {
  name: "files-beside",
  resolveId: (id) => (id.endsWith("?url") ? id : null),
  load(id) {
    if (!id.endsWith("?url")) return null;
    const path = resolve(id.slice(0, -"?url".length));
    const fileName = basename(path);
    this.emitFile({ type: "asset", fileName, source: readFileSync(path) });
    return `export default new URL("./${fileName}", import.meta.url).href;`;
  },
};

/** `import bytes from "package/file?url&inline"`: the file as a data: address in the script. */
const filesWithin: Plugin = {
  name: "files-within",
  resolveId: (id) => (id.endsWith("?url&inline") ? id : null),
  load(id) {
    if (!id.endsWith("?url&inline")) return null;
    const bytes = readFileSync(resolve(id.slice(0, -"?url&inline".length)));
    return `export default "data:application/wasm;base64,${bytes.toString("base64")}";`;
  },
};

/** The page's root and body are the element's own place in its shadow root. */
const inShadow = (css: string): string =>
  css
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(":root", ".strata")
    .replaceAll(/^(html|body)(?= \{)/gm, ".strata");

/** A stylesheet is a text that is added to those of the shadow root, in the order of the imports. */
const sheets: Plugin = {
  name: "sheets",
  load(id) {
    if (!id.endsWith(".css")) return null;
    const css = inShadow(readFileSync(id, "utf8"));
    const add = JSON.stringify(join(root, "library/picture/sheets.ts"));
    return { code: `import { addSheet } from ${add};\naddSheet(${JSON.stringify(css)});`, moduleType: "js" };
  },
};

/** <strata-picture>, with React and all that draws, in one file that asks for no other. */
async function buildPicture(): Promise<void> {
  await build({
    ...input,
    platform: "browser",
    input: { picture: "library/picture/picture.tsx" },
    plugins: [filesWithin, sheets],
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
    output: { ...output, dir: OUT, minify: true, codeSplitting: false },
  });
}

async function buildForBrowsers(): Promise<void> {
  const built = await build({
    ...input,
    platform: "browser",
    input: { browser: "library/browser.ts" },
    external: isInstalled,
    plugins: [filesBeside],
    output: { ...output, dir: OUT, chunkFileNames: "browser-[name]-[hash].js" },
  });
  checkImports(built);
}

async function buildDeclarations(): Promise<void> {
  await build({
    ...input,
    input: { node: "library/node.ts", browser: "library/browser.ts", picture: "library/picture/picture.tsx" },
    external: isInstalled,
    // One program out of the sources, without references: what `tsc -b` has left, or not, is not read.
    plugins: [
      dts({
        emitDtsOnly: true,
        tsconfig: join(root, "tsconfig.node.json"),
        tsconfigRaw: { include: ["library/**/*"], exclude: ["**/*.test.ts"], references: [] },
        compilerOptions: { composite: false, incremental: false },
      }),
    ],
    output: { dir: OUT, format: "es", chunkFileNames: "types-[hash].d.ts" },
  });
}

rmSync(OUT, { recursive: true, force: true });
await buildForNode(OUT);
await buildForBrowsers();
await buildPicture();
await buildDeclarations();
// What importing it alone does something; of the rest, what is not used may be left out. Said here, it is said of nothing but what was built.
const sideEffects = ["./picture.js", "./strata.js", "./*-process.js"];
writeFileSync(join(OUT, "package.json"), `${JSON.stringify({ type: "module", sideEffects })}\n`);
