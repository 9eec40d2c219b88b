import { useTranslation } from "react-i18next";
import type { ImageTitle, Sample } from "../../state/shape.ts";
import { useClassName } from "./class-name.ts";

/** What an image is called in the page's language: a sample by what it shows, a file by its name, a pasted image as such. */
export function useImageName(): (title: ImageTitle, samples: readonly Sample[]) => string {
  const { t } = useTranslation("page");
  const nameOf = useClassName();
  return (title, samples) => {
    switch (title.from) {
      case "sample": return nameOf(samples.find(({ file }) => file === title.file)?.label ?? title.file);
      case "file": return title.name;
      case "clipboard": return t("image.pasted");
    }
  };
}
