import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

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

it("does not keep one waiting who has been told to stop", async () => {
  const turns = new Turns();
  const stop = new AbortController();
  let end = (): void => undefined;
  const alone = turns.alone(() => new Promise<void>((resolve) => (end = resolve)));
  const waiting = turns.work(async () => "worked", stop.signal);
  stop.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  end();
  await alone;
  expect(await turns.work(async () => "worked")).toBe("worked");
});

it("goes on after a failure", async () => {
  const turns = new Turns();
  await expect(turns.alone(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(turns.work(() => Promise.reject(new Error("nor")))).rejects.toThrow("nor");
  expect(await turns.alone(async () => 1)).toBe(1);
});
