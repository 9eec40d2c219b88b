import { BrandMark } from "../ui/controls/icons.tsx";
import { useStrings } from "../ui/language/strings.tsx";
import "./framed.css";

/** All that the page shows in the frame of another page that did not ask for the picture alone: nothing that could be pressed unseen. */
export function Framed() {
  const t = useStrings("page");
  return (
    <main className="framed">
      <h1>
        <BrandMark /> {t("framed.title")}
      </h1>
      <p>{t("framed.body")}</p>
      <p>
        <a href={location.href} target="_blank" rel="noopener">
          {t("framed.link")}
        </a>
      </p>
    </main>
  );
}
