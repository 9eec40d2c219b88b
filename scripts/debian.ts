import { spawnSync } from "node:child_process";

export function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

/**
 * Installs packages of Debian, where there is apt-get and the right to use it.
 * @returns whether they are in
 */
export function installFromDebian(...packages: string[]): boolean {
  const apt = process.getuid?.() === 0 ? ["apt-get"] : ["sudo", "apt-get"];
  const [command = "", ...rest] = apt;
  // Lists that could not be fetched anew may still do.
  run(command, ...rest, "update", "-qq");
  return run(command, ...rest, "install", "-y", "-qq", "--no-install-recommends", ...packages);
}
