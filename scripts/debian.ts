import { spawnSync } from "node:child_process";

/** Whether a command did its work; what it says is shown. */
export function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

/**
 * Installs packages of Debian, where there is apt-get and the right to use it.
 * @returns whether they are in
 */
export function installFromDebian(...packages: string[]): boolean {
  const apt = (...args: string[]): boolean =>
    process.getuid?.() === 0 ? run("apt-get", ...args) : run("sudo", "apt-get", ...args);
  // Lists that could not be fetched anew may still do.
  apt("update", "-qq");
  return apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
}
