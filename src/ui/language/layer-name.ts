import { useStrings } from "./strings.tsx";

/** A layer's name on the page: its own, but the network's output, always the last, in the page's language. */
export function useLayerNames(names: readonly string[]): string[] {
  const t = useStrings("page");
  return names.map((name, index) => (index === names.length - 1 ? t("strip.outputLong") : name));
}
