import type { ProposedLayer } from "./found.ts";

/** Names longer than this keep their ends, which tell more. */
const MOST_CHARACTERS = 60;

/** What the network's own output is called, and no layer can be. */
const TAKEN = "output";

/** What a layer is called whose tensor has this name: without the slashes, endings and further names that exporters add. */
export function layerName(tensor: string): string {
  const plain = tensor.replace(/;.*$/s, "").replace(/^\/+|_output_0$/gi, "") || tensor;
  return plain.length <= MOST_CHARACTERS ? plain : `…${plain.slice(1 - MOST_CHARACTERS)}`;
}

/** Names for layers, no two alike; where tensors' names come to the same, the proposed one goes without a number. */
export function layerNames(layers: readonly Pick<ProposedLayer, "tensor" | "proposed">[]): string[] {
  const taken = new Set([TAKEN]);
  const numbers = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { tensor } of [...layers].sort((a, b) => Number(b.proposed) - Number(a.proposed))) {
    const plain = layerName(tensor);
    let name = plain;
    let number = numbers.get(plain) ?? 1;
    while (taken.has(name)) name = `${plain} (${++number})`;
    numbers.set(plain, number);
    taken.add(name);
    names.set(tensor, name);
  }
  return layers.map(({ tensor }) => names.get(tensor)!);
}
