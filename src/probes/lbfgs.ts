/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A smooth convex function; asynchronous because its matrix products may run elsewhere. */
export type Objective = (point: Float64Array) => Promise<Evaluation>;

/** Where a minimisation ended. */
export interface Minimum extends Evaluation {
  readonly point: Float64Array;
  readonly iterations: number;
  /** Whether the gradient fell below the tolerance before the iterations ran out or steps became too small to matter. */
  readonly converged: boolean;
}

/** Pairs of steps that approximate the Hessian; 10 is customary and more did not help here. */
const MEMORY = 10;

/** A step must lower the function by this share of what its slope promises (Armijo's condition, the customary value). */
const SUFFICIENT_DECREASE = 1e-4;

/** Steps are halved this often at most: below a millionth of a step only rounding is left. */
const MAX_HALVINGS = 20;

/** A pair whose curvature is below this share of its length says nothing but rounding and would spoil the approximation. */
const LEAST_CURVATURE = 1e-10;

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.5) until the
 * gradient's Euclidean norm is at most `gradientNorm`, or for `maxIterations`. `start` is not changed.
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  stop: { readonly gradientNorm: number; readonly maxIterations: number },
): Promise<Minimum> {
  let point: Float64Array = start.slice();
  let { value, gradient } = await objective(point);
  const history: Pair[] = [];
  let iterations = 0;
  while (iterations < stop.maxIterations && norm(gradient) > stop.gradientNorm) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    // Before any curvature is known, a step of length 1 is the only natural one.
    let length = history.length === 0 ? 1 / norm(gradient) : 1;
    let next = await step(objective, point, direction, length);
    for (
      let halvings = 0;
      next.value > value + SUFFICIENT_DECREASE * length * slope && halvings < MAX_HALVINGS;
      halvings++
    ) {
      length /= 2;
      next = await step(objective, point, direction, length);
    }
    if (!(next.value < value)) break;
    remember(history, point, gradient, next);
    ({ point, value, gradient } = next);
    iterations++;
  }
  return { point, value, gradient, iterations, converged: norm(gradient) <= stop.gradientNorm };
}

/** A step s, the change y of the gradient along it, and 1 / s·y. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

async function step(
  objective: Objective,
  point: Float64Array,
  direction: Float64Array,
  length: number,
): Promise<Evaluation & { readonly point: Float64Array }> {
  const next = point.map((x, i) => x + length * direction[i]!);
  return { point: next, ...(await objective(next)) };
}

function remember(
  history: Pair[],
  point: Float64Array,
  gradient: Float64Array,
  next: Evaluation & { readonly point: Float64Array },
): void {
  const s = next.point.map((x, i) => x - point[i]!);
  const y = next.gradient.map((g, i) => g - gradient[i]!);
  const curvature = dot(s, y);
  if (curvature <= LEAST_CURVATURE * norm(s) * norm(y)) return;
  history.push({ s, y, rho: 1 / curvature });
  if (history.length > MEMORY) history.shift();
}

/** Minus the approximate inverse Hessian times the gradient, by the two-loop recursion. */
function descent(gradient: Float64Array, history: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (const { s, y, rho } of history.toReversed()) {
    const alpha = rho * dot(s, q);
    add(q, y, -alpha);
    alphas.push(alpha);
  }
  const last = history.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  for (const { s, y, rho } of history) add(q, s, alphas.pop()! - rho * dot(y, q));
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm. */
export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function add(to: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * from[i]!;
}
