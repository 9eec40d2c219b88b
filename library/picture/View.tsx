import { PictureView, type GivePictureExtras } from "../../src/features/concepts/PictureView.tsx";
import { Photo } from "../../src/features/image/photo.tsx";
import "../../src/features/image/image.css";
import { useStrata } from "../../src/session/react.ts";
import { useImageName } from "../../src/ui/language/image-name.ts";
import { useStrings } from "../../src/ui/language/strings.tsx";
import "./picture.css";

/** Neither exports nor questions: whoever wants these opens the picture on the page. */
const NoExtras: GivePictureExtras = ({ children }) => children({ tools: null, message: null, isTelling: false });

/** The image and the picture beside it. */
export function View() {
  const nameOf = useImageName();
  const image = useStrata((state) => state.image);
  const players = useStrata((state) => state.result?.players);
  return (
    <main>
      {image !== null && players !== undefined && (
        <figure>
          <Photo image={image} players={players} />
          <figcaption className="note">{nameOf(image.title, [])}</figcaption>
        </figure>
      )}
      <PictureView Extras={NoExtras} />
    </main>
  );
}

/** Says that the picture is on its way, or why it cannot be shown. */
export function Told({ problem }: { readonly problem: string | null }) {
  const t = useStrings("errors");
  return (
    <p className="told" role={problem === null ? "status" : "alert"}>
      {problem ?? t("element.coming")}
    </p>
  );
}
