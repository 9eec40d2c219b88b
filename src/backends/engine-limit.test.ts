import { expect, it } from "vitest";
import { engineLimit } from "./engine-limit.ts";

const LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

it.each([
  ["a browser that tells of much memory", { userAgent: LINUX, maxTouchPoints: 0, deviceMemory: 8 }, 2],
  ["one that tells of just enough", { userAgent: LINUX, maxTouchPoints: 0, deviceMemory: 4 }, 2],
  ["one that tells of little", { userAgent: LINUX, maxTouchPoints: 5, deviceMemory: 2 }, 1],
  ["one that tells nothing", { userAgent: MAC, maxTouchPoints: 0 }, 2],
  ["an iPad, which calls itself a Mac", { userAgent: MAC, maxTouchPoints: 5 }, 1],
])("%s holds so many networks", (_, world, limit) => {
  expect(engineLimit(world)).toBe(limit);
});
