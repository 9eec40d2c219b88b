import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import type { DialogName } from "../session/dialogs.ts";
import { useActions, useStrata } from "../session/react.ts";
import { bringLaterStrings } from "../strings/index.ts";
import { useCatalogue } from "../ui/language/strings.tsx";

type DialogView = ComponentType<{ readonly notice: ReactNode }>;

/** A dialog's code is fetched when it is first opened, and its words with it: the first picture does not wait for them. */
const VIEWS: { readonly [Name in DialogName]: () => Promise<DialogView> } = {
  share: async () => (await import("../features/share/View.tsx")).ShareDialog,
  crop: async () => (await import("../features/crop/View.tsx")).CropDialog,
  library: async () => (await import("../features/library/View.tsx")).LibraryDialog,
  networks: async () => (await import("../features/networks/View.tsx")).NetworksDialog,
  layers: async () => (await import("../features/layers/View.tsx")).LayersDialogView,
  own: async () => (await import("../features/own/View.tsx")).OwnDialog,
  engine: async () => (await import("../features/engine/EngineDialog.tsx")).EngineDialog,
  pick: async () => (await import("../features/pick/View.tsx")).PickDialog,
  topics: async () => (await import("../features/topics/Palette.tsx")).TopicsDialog,
  glossary: async () => (await import("../features/glossary/View.tsx")).GlossaryDialog,
  citation: async () => (await import("../features/citation/View.tsx")).CitationDialog,
};

/** The dialog that is open, with the page's messages in it; without one, the messages. */
export function Dialogs({ notice }: { readonly notice: ReactNode }) {
  const strings = useCatalogue();
  const { missDialog } = useActions();
  const name = useStrata((state) => state.dialog);
  const [views, setViews] = useState<{ readonly [Name in DialogName]?: DialogView }>({});
  useEffect(() => {
    if (name !== null && views[name] === undefined)
      Promise.all([VIEWS[name](), bringLaterStrings(strings)]).then(
        ([View]) => setViews((known) => ({ ...known, [name]: View })),
        missDialog,
      );
  }, [name, views, strings, missDialog]);
  const View = name === null ? undefined : views[name];
  return View === undefined ? notice : <View notice={notice} />;
}
