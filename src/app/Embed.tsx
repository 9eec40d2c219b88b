import type { SyntheticEvent } from "react";
import { useStrata } from "../session/react.ts";
import { BrandMark } from "../ui/controls/icons.tsx";
import { ConceptsView } from "../features/concepts/View.tsx";
import { Failsafe } from "../ui/failsafe/Failsafe.tsx";
import { Photo } from "../features/image/photo.tsx";
import { useImageName } from "../ui/language/image-name.ts";
import { useStrings } from "../ui/language/strings.tsx";
import { NoticeToast } from "../features/notice/View.tsx";
import { RunLine } from "../features/run-line/View.tsx";
import "./embed.css";

/** Where the same picture stands with everything around it. */
function fullPage(): string {
  const url = new URL(location.href);
  url.search = "";
  return url.href;
}

/** The picture alone, for a frame in another page. */
export function Embed() {
  const t = useStrings("page");
  const nameOf = useImageName();
  const image = useStrata((state) => state.image);
  const players = useStrata((state) => state.result?.players);
  const samples = useStrata((state) => state.samples);
  // The address follows what is selected; the link takes it up when it is about to be used.
  const point = (event: SyntheticEvent<HTMLAnchorElement>): void => {
    event.currentTarget.href = fullPage();
  };
  return (
    <div className="embed">
      <Failsafe>
        <RunLine />
      </Failsafe>
      <main>
        {image !== null && players !== undefined && (
          <Failsafe>
            <figure>
              <Photo image={image} players={players} />
              <figcaption className="note">{nameOf(image.title, samples)}</figcaption>
            </figure>
          </Failsafe>
        )}
        <Failsafe>
          <ConceptsView />
        </Failsafe>
      </main>
      <footer className="note">
        <a href="./" target="_blank" rel="noopener" onPointerDown={point} onFocus={point}>
          <BrandMark /> {t("embed.open")}
        </a>
      </footer>
      <NoticeToast />
    </div>
  );
}
