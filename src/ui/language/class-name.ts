import page from "../../strings/en/page.ts";
import type { ExplainedClass } from "../../exploration/exploration.ts";
import { useStrings } from "./strings.tsx";

/** A class's name in the page's language: shipped classes are translated, any other keeps the label of its model. */
export function useClassName(): (label: string) => string {
  const t = useStrings("page");
  return (label) =>
    Object.hasOwn(page.className, label) ? t(`className.${label as keyof typeof page.className}`) : label;
}

interface Named extends Pick<ExplainedClass, "label"> {
  readonly rather?: Pick<ExplainedClass, "label">;
}

/** What is explained, in the page's language: a class, or a class rather than one other; empty while it is not known. */
export function useTargetName(): (target: Named | null | undefined) => string {
  const t = useStrings("page");
  const nameOf = useClassName();
  return (target) => {
    if (target === null || target === undefined) return "";
    const name = nameOf(target.label);
    return target.rather === undefined ? name : t("target.rather", { name, rather: nameOf(target.rather.label) });
  };
}
