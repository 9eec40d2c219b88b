import { existsSync } from "node:fs";
import { installFromDebian } from "./debian.ts";

/** Where Redis's server may be, best first. */
const PLACES = [process.env["REDIS_SERVER_PATH"], "/usr/bin/redis-server", "/usr/local/bin/redis-server"];

/** The path of Redis's server; null where there is none on this machine. */
export const findRedis = (): string | null => PLACES.find((place) => place !== undefined && existsSync(place)) ?? null;

/** Installs Redis's server where it is missing and can be had; says so where it cannot, and what is not tested then. */
export function installRedis(): void {
  if (findRedis() !== null) return;
  console.log("No Redis server found: installing redis-server.");
  installFromDebian("redis-server");
  if (findRedis() !== null) return;
  console.warn(
    "\n*** redis-server could not be installed: the tests of the queue are SKIPPED, and nothing is known of batch and work here. ***" +
      "\n*** Debian and its like have it as redis-server. ***\n",
  );
}
