import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

it("lets many work at once, and one alone when nobody works, in the order they came", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const job = (name: string) => async () => {
    log.push(`${name} in`);
    await tick();
    log.push(`${name} out`);
    return name;
  };
  const ended = [turns.work(job("a")), turns.work(job("b")), turns.alone(job("alone")), turns.alone(job("second"))];
  await tick();
  ended.push(turns.work(job("late")));
  expect(await Promise.all(ended)).toEqual(["a", "b", "alone", "second", "late"]);
  expect(log.slice(0, 2)).toEqual(["a in", "b in"]);
  for (const name of ["alone", "second"]) expect(log.indexOf(`${name} out`)).toBe(log.indexOf(`${name} in`) + 1);
});

it("goes on after a failure", async () => {
  const turns = new Turns();
  await expect(turns.alone(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(turns.work(() => Promise.reject(new Error("nor")))).rejects.toThrow("nor");
  expect(await turns.alone(async () => 1)).toBe(1);
});
