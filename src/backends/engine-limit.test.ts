import { expect, it } from "vitest";
import { engineLimit, workerLimit } from "./engine-limit.ts";

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

it("starts a worker a core for small networks, fewer for large ones, and one always", () => {
  const desk = { userAgent: LINUX, maxTouchPoints: 0, deviceMemory: 8 };
  const MB = 1e6;
  expect([1, 5, 14, 50, 100, 200, 2000].map((size) => workerLimit(desk, size * MB, 8))).toEqual([8, 8, 8, 4, 2, 1, 1]);
  expect([5, 14, 50, 200].map((size) => workerLimit({ userAgent: MAC, maxTouchPoints: 0 }, size * MB, 8))).toEqual([
    8, 7, 2, 1,
  ]);
  expect([5, 14, 50].map((size) => workerLimit({ userAgent: MAC, maxTouchPoints: 5 }, size * MB, 8))).toEqual([
    8, 3, 1,
  ]);
});
