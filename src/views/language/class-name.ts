import { useTranslation } from "react-i18next";
import page from "../../strings/en/page.ts";

/** A class's name in the page's language: shipped classes are translated, any other keeps the label of its model. */
export function useClassName(): (label: string) => string {
  const { t } = useTranslation("page");
  return (label) => (Object.hasOwn(page.className, label) ? t(`className.${label as keyof typeof page.className}`) : label);
}
