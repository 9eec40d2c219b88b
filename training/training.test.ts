/** Runs the tests of the scripts that train networks, where Python has what they need. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const PYTHONS = [process.env.PYTHON ?? "python3", "/usr/bin/python3"];

it("the networks, what is done to images, and the scripts", { timeout: 900_000 }, (context) => {
  const python = PYTHONS.find((name) => spawnSync(name, ["-c", "import torch, PIL, onnx"]).status === 0);
  if (python === undefined) return context.skip("no Python with PyTorch, Pillow and onnx");
  const { status, stderr } = spawnSync(python, ["-m", "unittest", "discover", "."], {
    cwd: import.meta.dirname,
    encoding: "utf8",
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_WAIT_POLICY: "PASSIVE" },
  });
  expect(status, stderr).toBe(0);
});
