import page from "../../strings/en/page.ts";
import { useStrings } from "./strings.tsx";

/** A model's name on the page: shipped models have a title, any other keeps its own name. */
export function useModelName(): (name: string) => string {
  const t = useStrings("page");
  return (name) =>
    Object.hasOwn(page.model.names, name) ? t(`model.names.${name as keyof typeof page.model.names}`) : name;
}
