import type { DesignMatrix } from "./design-matrix.ts";

/**
 * Fits side by side over one matrix, whose products they share: a product with the weights of eight fits reads the features once and costs
 * less than half of eight products. `fits` are given a matrix each; whenever all that still run wait for a product, one is computed for all.
 * Resolves to what the fits do, in their order; the products, and so the fits, are the same from call to call.
 */
export async function sideBySide<T>(
  matrix: DesignMatrix,
  fits: readonly ((matrix: DesignMatrix) => Promise<T>)[],
): Promise<T[]> {
  let running = fits.length;
  let waiting: Request[] = [];
  const answerAll = (): void => {
    if (waiting.length === 0 || waiting.length < running) return;
    const asked = waiting;
    waiting = [];
    for (const product of ["multiply", "multiplyTransposed"] as const) {
      const requests = asked.filter((request) => request.product === product);
      if (requests.length > 0) void answer(matrix, product, requests);
    }
  };
  const ask =
    (product: Request["product"], fit: number) =>
    (factor: Float32Array, classes: number): Promise<Float32Array> =>
      new Promise((resolve, reject) => {
        waiting.push({ product, fit, factor, classes, resolve, reject });
        answerAll();
      });
  return Promise.all(
    fits.map((run, fit) =>
      run({
        rows: matrix.rows,
        features: matrix.features,
        multiply: ask("multiply", fit),
        multiplyTransposed: ask("multiplyTransposed", fit),
      }).finally(() => {
        running--;
        answerAll();
      }),
    ),
  );
}

interface Request {
  readonly product: "multiply" | "multiplyTransposed";
  /** Which of the fits asks. */
  readonly fit: number;
  /** [inner · classes]. */
  readonly factor: Float32Array;
  readonly classes: number;
  readonly resolve: (product: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/** One product with the factors of all requests beside each other, in the order of their fits. */
async function answer(matrix: DesignMatrix, product: Request["product"], unordered: readonly Request[]): Promise<void> {
  const requests = unordered.toSorted((a, b) => a.fit - b.fit);
  const [alone] = requests;
  try {
    if (requests.length === 1) {
      alone!.resolve(await matrix[product](alone!.factor, alone!.classes));
      return;
    }
    const width = requests.reduce((sum, { classes }) => sum + classes, 0);
    const inner = alone!.factor.length / alone!.classes;
    const factor = new Float32Array(inner * width);
    eachPart(requests, ({ factor: part, classes }, from) =>
      copyColumns(part, classes, 0, factor, width, from, classes),
    );
    const all = await matrix[product](factor, width);
    eachPart(requests, ({ classes, resolve }, from) => {
      const part = new Float32Array((all.length / width) * classes);
      copyColumns(all, width, from, part, classes, 0, classes);
      resolve(part);
    });
  } catch (error) {
    for (const { reject } of requests) reject(error);
  }
}

/** Calls `take` with each request and the column that it begins at. */
function eachPart(requests: readonly Request[], take: (request: Request, from: number) => void): void {
  let from = 0;
  for (const request of requests) {
    take(request, from);
    from += request.classes;
  }
}

/** Copies `count` columns from column `fromColumn` of one row-major matrix to column `toColumn` of another of as many rows. */
function copyColumns(
  from: Float32Array,
  fromWidth: number,
  fromColumn: number,
  to: Float32Array,
  toWidth: number,
  toColumn: number,
  count: number,
): void {
  const rows = from.length / fromWidth;
  for (let row = 0; row < rows; row++)
    for (let c = 0; c < count; c++) to[row * toWidth + toColumn + c] = from[row * fromWidth + fromColumn + c]!;
}
