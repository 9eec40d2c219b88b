import { useActions } from "../../session/react.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { ExportMessage, ExportTools, usePictureExport } from "../export/ExportTools.tsx";
import { PictureView, type GivePictureExtras } from "./PictureView.tsx";

const PageExtras: GivePictureExtras = ({ picture, firm, isDone, children }) => {
  const t = useStrings("picture");
  const actions = useActions();
  const exported = usePictureExport(picture, firm);
  const tools = (
    <>
      <ExportTools {...exported} />
      <button
        type="button"
        className="quiet picture-topics"
        title={t("otherTitle")}
        disabled={!isDone}
        onClick={actions.openTopics}
      >
        {t("other")}
      </button>
    </>
  );
  return children({ tools, message: <ExportMessage {...exported} />, isTelling: exported.message !== null });
};

/** The picture on the page, which can be saved and asked more of. */
export function ConceptsView() {
  return <PictureView Extras={PageExtras} />;
}
