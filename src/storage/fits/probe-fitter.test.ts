import { expect, it } from "vitest";
import { carriedErrors } from "../../platform/coded-error.ts";

it("knows what its worker throws by its class, which nothing else on the page brings", async () => {
  carriedErrors.delete("FittingError");
  await import("./probe-fitter.ts");
  expect(carriedErrors.has("FittingError")).toBe(true);
});
