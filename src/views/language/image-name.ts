import { useTranslation } from "react-i18next";
import type { ImageTitle, Sample } from "../../state/shape.ts";
import { useClassName } from "./class-name.ts";

/** What an image is called in the page's language: a sample by what it shows, a pasted image as such, any other by its name. */
export function useImageName(): (title: ImageTitle, samples: readonly Sample[]) => string {
  const { t } = useTranslation("page");
  const nameOf = useClassName();
  return (title, samples) => {
    if (title.from === "sample") return nameOf(samples.find(({ file }) => file === title.file)?.label ?? title.file);
    return title.from === "clipboard" ? t("image.pasted") : title.name;
  };
}
