/**
 * The package's part for Node: the library, the command line, and every `cli/*-process.ts` as a file of its own beside it, so that whoever starts a
 * process by `new URL("./job-process.js", import.meta.url)` finds it. All lies in one folder, as deep as cli/, from which `../public/models/` is the
 * package's networks. Installed packages are not bundled.
 */
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type InputOptions, type OutputOptions, type RolldownOutput } from "rolldown";
import packageJson from "../package.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));

const { dependencies, optionalDependencies } = packageJson;
const dependedOn = Object.keys({ ...dependencies, ...optionalDependencies });

/** What comes out of node_modules, and of Node itself, stays where it is. */
export const isInstalled = (id: string): boolean => !/^[./]|\?url/.test(id);

/** Throws Error where a package is imported that whoever installs this one would not get. */
export function checkImports({ output: files }: RolldownOutput): void {
  const chunks = files.filter((file) => file.type === "chunk");
  const own = chunks.map(({ fileName }) => fileName);
  const missing = chunks
    .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    .filter((id) => !own.includes(id) && !id.startsWith("node:"))
    .filter((id) => !dependedOn.some((name) => `${id}/`.startsWith(`${name}/`)));
  if (missing.length > 0)
    throw new Error(`imported by the package, but none of the dependencies in package.json: ${missing.join(", ")}`);
}

export const output = { format: "es", entryFileNames: "[name].js", minify: false } satisfies OutputOptions;

export const input = {
  cwd: root,
  tsconfig: join(root, "tsconfig.node.json"),
  logLevel: "warn",
  checks: { pluginTimings: false },
} satisfies InputOptions;

/** Writes it into `folder`, an absolute path. */
export async function buildForNode(folder: string): Promise<void> {
  const processes = readdirSync(join(root, "cli")).filter((name) => name.endsWith("-process.ts"));
  const built = await build({
    ...input,
    platform: "node",
    input: {
      node: "library/node.ts",
      strata: "cli/strata.ts",
      ...Object.fromEntries(processes.map((name) => [name.slice(0, -".ts".length), `cli/${name}`])),
    },
    external: isInstalled,
    output: {
      ...output,
      dir: folder,
      chunkFileNames: "node-[name]-[hash].js",
      banner: ({ name }) => (name === "strata" ? "#!/usr/bin/env node" : ""),
    },
  });
  checkImports(built);
  chmodSync(join(folder, "strata.js"), 0o755);
}
