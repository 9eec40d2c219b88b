import { useStrata } from "../../session/react.ts";
import page from "../../strings/en/page.ts";
import { useStrings } from "./strings.tsx";

/** A model's name in the page's language: shipped models have a title, any other keeps its own name. Needs no store. */
export function useModelName(): (name: string) => string {
  const t = useStrings("page");
  return (name) =>
    Object.hasOwn(page.model.names, name) ? t(`model.names.${name as keyof typeof page.model.names}`) : name;
}

/** The same on the page, which knows titles that came with the list of what ships, and those that a person gave. */
export function useNetworkTitle(): (name: string) => string {
  const nameOf = useModelName();
  const models = useStrata((state) => state.models);
  const own = useStrata((state) => state.ownNetworks);
  return (name) => {
    const known = nameOf(name);
    if (known !== name) return known;
    return (models.find((model) => model.name === name) ?? own?.find((model) => model.name === name))?.title ?? name;
  };
}
