import { nameOfImage } from "../../session/place.ts";
import type { ImageTitle, Sample } from "../../session/shape.ts";
import { useClassName } from "./class-name.ts";
import { useStrings } from "./strings.tsx";

/** What an image is called in the page's language: a sample by what it shows, a pasted image as such, any other by its name. */
export function useImageName(): (title: ImageTitle, samples: readonly Sample[]) => string {
  const t = useStrings("page");
  const nameOf = useClassName();
  return (title, samples) => {
    const name = nameOfImage(title, samples);
    return name === "" ? t("image.pasted") : title.from === "file" ? name : nameOf(name);
  };
}
