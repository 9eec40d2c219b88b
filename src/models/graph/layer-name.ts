import type { ProposedLayer } from "./found.ts";

/** Names longer than this keep their ends, which tell more. */
const MOST_CHARACTERS = 60;

/** What the network's own output is called, and no layer can be. */
const TAKEN = "output";

/** An operator's name as exporters number them: "Relu_1". */
const OPERATOR = /^[A-Z][A-Za-z]*(_\d+)?$/;

/**
 * What a layer is called whose tensor has this name: without the slashes, endings and further names that exporters add, and, where it says in which module of
 * a network it is made ("layer1/layer1.0/Relu_1"), by that module ("layer1.0").
 */
export function layerName(tensor: string): string {
  const whole = tensor.replace(/;.*$/s, "").replace(/^\/+|_output_0$/gi, "") || tensor;
  const parts = whole.split("/");
  const isInModule = parts.at(-2)?.includes(".") === true && OPERATOR.test(parts.at(-1)!);
  const modules = isInModule ? parts.slice(0, -1) : parts;
  // A module's own name says its parent's again.
  const plain = modules.filter((part, i) => modules[i + 1]?.startsWith(`${part}.`) !== true).join("/");
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
