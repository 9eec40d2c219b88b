import page from "../../strings/en/page.ts";
import { useStrings } from "./strings.tsx";

/** A class's name in the page's language: shipped classes are translated, any other keeps the label of its model. */
export function useClassName(): (label: string) => string {
  const t = useStrings("page");
  return (label) =>
    Object.hasOwn(page.className, label) ? t(`className.${label as keyof typeof page.className}`) : label;
}
