import { useEffect, type ReactNode } from "react";
import { App } from "../app/App.tsx";
import { Embed } from "../app/Embed.tsx";
import { Framed } from "../app/Framed.tsx";
import { CitationDialog } from "../features/citation/View.tsx";
import { ConceptView } from "../features/concept/View.tsx";
import { ConceptsView } from "../features/concepts/View.tsx";
import { Curve } from "../features/curve/View.tsx";
import { DropTarget } from "../features/drop/View.tsx";
import { EngineDialog } from "../features/engine/EngineDialog.tsx";
import { Exactness } from "../features/exactness/View.tsx";
import { Header } from "../features/header/View.tsx";
import { ImagePanel } from "../features/image/View.tsx";
import { LayersDialogView } from "../features/layers/View.tsx";
import { LayerStrip } from "../features/layer-strip/View.tsx";
import { LibraryDialog } from "../features/library/View.tsx";
import { NetworksDialog } from "../features/networks/View.tsx";
import { NoticeToast } from "../features/notice/View.tsx";
import { Offline } from "../features/offline/View.tsx";
import { OwnDialog } from "../features/own/View.tsx";
import { RunLine } from "../features/run-line/View.tsx";
import { CompletenessView } from "../features/completeness/View.tsx";
import { MatchingView } from "../features/matching/View.tsx";
import { OrdersView } from "../features/orders/View.tsx";
import { PatchesView } from "../features/patches/View.tsx";
import { SparsityView } from "../features/sparsity/View.tsx";
import { TopicsDialog } from "../features/topics/Palette.tsx";
import { ShareDialog } from "../features/share/View.tsx";
import { Failsafe } from "../ui/failsafe/Failsafe.tsx";

/** A view, and where on the page it stands. */
export interface GalleryView {
  readonly draw: () => ReactNode;
  /** "whole": it takes the window; else a column of the page, or all its width. */
  readonly place: "left" | "middle" | "right" | "wide" | "whole";
}

function Throws(): ReactNode {
  throw new TypeError("A view that throws, as this one is made to.");
}

function DraggedOver() {
  useEffect(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], "photo.jpg"));
    window.dispatchEvent(new DragEvent("dragover", { dataTransfer, cancelable: true }));
  }, []);
  return <DropTarget />;
}

const notice = <NoticeToast onChooseFile={() => undefined} />;

/** Every view, by name. */
export const VIEWS: Readonly<Record<string, GalleryView>> = {
  page: { place: "whole", draw: () => <App /> },
  embed: { place: "whole", draw: () => <Embed /> },
  framed: { place: "whole", draw: () => <Framed /> },
  header: { place: "wide", draw: () => <Header /> },
  "run-line": { place: "wide", draw: () => <RunLine /> },
  image: { place: "left", draw: () => <ImagePanel /> },
  "layer-strip": { place: "left", draw: () => <LayerStrip /> },
  concepts: { place: "middle", draw: () => <ConceptsView /> },
  orders: { place: "middle", draw: () => <OrdersView /> },
  completeness: { place: "middle", draw: () => <CompletenessView /> },
  matching: { place: "middle", draw: () => <MatchingView /> },
  patches: { place: "middle", draw: () => <PatchesView /> },
  sparsity: { place: "middle", draw: () => <SparsityView /> },
  curve: { place: "right", draw: () => <Curve /> },
  concept: { place: "right", draw: () => <ConceptView /> },
  exactness: { place: "right", draw: () => <Exactness /> },
  offline: { place: "right", draw: () => <Offline /> },
  notice: { place: "wide", draw: () => notice },
  drop: { place: "wide", draw: () => <DraggedOver /> },
  share: { place: "wide", draw: () => <ShareDialog notice={notice} /> },
  library: { place: "wide", draw: () => <LibraryDialog notice={notice} /> },
  networks: { place: "wide", draw: () => <NetworksDialog notice={notice} /> },
  layers: { place: "wide", draw: () => <LayersDialogView notice={notice} /> },
  own: { place: "wide", draw: () => <OwnDialog notice={notice} /> },
  engine: { place: "wide", draw: () => <EngineDialog notice={notice} /> },
  topics: { place: "wide", draw: () => <TopicsDialog notice={notice} /> },
  citation: { place: "wide", draw: () => <CitationDialog notice={notice} /> },
  failsafe: {
    place: "right",
    draw: () => (
      <Failsafe>
        <Throws />
      </Failsafe>
    ),
  },
};
