/** A picture's numbers as coded bits, all in one run: digests, scores, and how sure it is. The bits are told in docs/format.md. */
import type { Certainty } from "../../core/certainty.ts";
import type { Method } from "../../core/interactions.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { newChance, type BitCoder } from "./bit-coder.ts";
import { codeCertainty, type CertaintyField } from "./certainty-numbers.ts";
import {
  chances,
  codeBytes,
  codeNumber,
  codeShare,
  codeSigned,
  codeWhole,
  DIGITS,
  families,
  lastPlace,
  NEAR,
  newFamily,
  newNumberFamily,
} from "./coded-numbers.ts";
import { ERROR_STEPS, GAP_DIGITS, NOISE_DIGITS, type Header, type HeaderLayer, type HeaderText } from "./header.ts";

/** Beyond any count of steps; what is too large is refused where the whole header is looked at. */
const MOST = 2 ** 24;
const DIGEST_BYTES = 32;

/** Codes all of a header, of an estimate or another, that its text does not hold: a writer is given the header, a reader null. What is read may be no header. */
export function codeHeader(coder: BitCoder, text: HeaderText, given: Header | null, isEstimate: boolean): unknown {
  const [[name, address, input, meanColour], [imageName, exact], grid, target, top, asked, names] = text;
  const sha256 = codeDigest(coder, given?.[0][1]);
  const imageSha256 = codeDigest(coder, given?.[1][1]);
  const [count, error] = given?.[6] ?? [0, 0];
  const steps = newFamily();
  const rounding = [
    codeWhole(coder, steps, MOST, count),
    codeWhole(coder, steps, MOST, Math.round(error * ERROR_STEPS)) / ERROR_STEPS,
  ];
  const probability = newNumberFamily();
  const ranked = ([index, label]: HeaderText[4][number], p = 0): unknown[] => [
    index,
    label,
    codeNumber(coder, probability, p),
  ];
  const [index, called, ...rather] = target;
  const layerOf = layerCoder(coder, isEstimate ? "sampled" : asked[3] === "debiased" ? "debiased" : null);
  return [
    [name, sha256, address, input, meanColour],
    [imageName, imageSha256, exact],
    grid,
    [...ranked([index, called], given?.[3][2]), ...(rather.length === 0 ? [] : ranked(rather, given?.[3][5]))],
    top.map((one, i) => ranked(one, given?.[4][i]?.[2])),
    asked,
    rounding,
    names.map((layer, l) => layerOf(layer, given?.[7][l] ?? null)),
  ];
}

/** A digest in hexadecimal digits. */
function codeDigest(coder: BitCoder, digest = ""): string {
  const bytes = Uint8Array.from({ length: DIGEST_BYTES }, (_, i) =>
    Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16),
  );
  return Array.from(codeBytes(coder, DIGEST_BYTES, bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Codes one layer after the other; of a picture by debiased answers no layer is by another method but the trivial ones, of an estimate none at all. */
function layerCoder(
  coder: BitCoder,
  only: "sampled" | "debiased" | null,
): (name: string, given: HeaderLayer | null) => unknown[] {
  const chance = chances<string>();
  const numbers = new Map<string, ReturnType<typeof newNumberFamily>>();
  const nearness = newFamily();
  const flag = (field: string, is: boolean): boolean => coder.bit(chance(field), is ? 1 : 0) === 1;
  const share = (field: string, value: number | null): number | null =>
    flag(field, value !== null) ? codeShare(coder, value ?? 0) : null;
  const number = (field: string, value: number, digits = DIGITS): number => {
    if (!numbers.has(field)) numbers.set(field, newNumberFamily());
    return codeNumber(coder, numbers.get(field)!, value, digits);
  };
  const isEstimate = only === "sampled";
  const methodOf = (given: HeaderLayer | null): Method => {
    if (flag("trivial", given?.[13] === "trivial")) return "trivial";
    const isB = flag("method B", given?.[13] === "B");
    return only ?? (isB ? "B" : "A");
  };
  return (name, given) => {
    const accuracy = share("accuracy", given?.[1] ?? null);
    const floor = share("floor", given?.[2] ?? null);
    const agreement = share("agreement", given?.[15] ?? null);
    const scale = number("scale", given?.[3] ?? 0);
    const isOfImage = flag("of image", given?.[4] === "image");
    const knowsLittle = flag("knows little", given?.[5] === true);
    const [vEmpty, vFull, constant] = [6, 7, 8].map((place) =>
      number("score", (given?.[place] as number | undefined) ?? 0),
    );
    const kappa = number("kappa", given?.[9] ?? 0);
    const place = lastPlace(kappa);
    const off = given === null || place === 0 ? 0 : (given[10] - kappa) / place;
    const isNear = place > 0 && !isEstimate && flag("near", Number.isInteger(off) && Math.abs(off) < NEAR);
    const rebuilt = isEstimate
      ? kappa
      : isNear
        ? kappa + codeSigned(coder, nearness, NEAR, off) * place
        : number("rebuilt", given?.[10] ?? 0);
    const objective = number("objective", given?.[11] ?? 0);
    const gap = isEstimate ? (objective === 0 ? 0 : 1) : number("gap", given?.[12] ?? 0, GAP_DIGITS);
    const method = isEstimate ? only : methodOf(given);
    const largest = number("largest", given?.[14] ?? 0);
    const noise = flag("noisy", (given?.[16] ?? null) !== null)
      ? number("noise", given?.[16] ?? 0, NOISE_DIGITS)
      : null;
    const joins = flag("joins", given?.[17] === true);
    const from = isOfImage ? "image" : "dataset";
    const scores = [vEmpty, vFull, constant, kappa, rebuilt, objective, gap, method, largest];
    return [name, accuracy, floor, scale, from, knowsLittle, ...scores, agreement, noise, joins];
  };
}

/** Numbers of certainty of this many digits or more share their chances. */
const LONG = 4;

/** Codes how sure the shown rows of a picture are, where it is known: a writer is given it, or undefined, as it gives and a reader gets. */
export function codeKnownCertainty(
  coder: BitCoder,
  layers: readonly SolvedLayer[],
  given: Certainty | undefined,
): Certainty | undefined {
  if (coder.bit(newChance(), given === undefined ? 0 : 1) === 0) return undefined;
  const family = families<string>();
  const chance = chances<number>();
  const before = new Map<CertaintyField, number>();
  let bit = 0;
  return codeCertainty(
    {
      whole: (field, most, value) => {
        const digits = Math.min(LONG, 32 - Math.clz32(before.get(field) ?? 0));
        const whole = codeWhole(coder, family(`${field} ${digits}`), most, value);
        before.set(field, whole);
        return whole;
      },
      bits: (length, bits) =>
        Array.from({ length }, (_, i) => {
          bit = coder.bit(chance(bit), bits?.[i] === true ? 1 : 0);
          return bit === 1;
        }),
    },
    layers,
    given ?? null,
  );
}
