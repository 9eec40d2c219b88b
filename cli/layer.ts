import { InputError } from "./failure.ts";

/** The place of a layer as typed: its name or a number from 0; null: the output. Throws InputError `bad-layer`. */
export function layerAt(asked: string | null, layers: readonly { readonly name: string }[]): number {
  if (asked === null) return layers.length - 1;
  const at =
    /^\d{1,4}$/.test(asked) && Number(asked) < layers.length
      ? Number(asked)
      : layers.findIndex(({ name }) => name === asked);
  if (at < 0)
    throw new InputError("bad-layer", {
      value: asked,
      last: layers.length - 1,
      layers: layers.map(({ name }) => name).join(", "),
    });
  return at;
}
