import enBehind from "./en/behind.ts";
import enCitation from "./en/citation.ts";
import enCrop from "./en/crop.ts";
import enFigure from "./en/figure.ts";
import enLayer from "./en/layer.ts";
import enGlossary from "./en/glossary.ts";
import enGuide from "./en/guide.ts";
import enLayers from "./en/layers.ts";
import enLibrary from "./en/library.ts";
import enNetworks from "./en/networks.ts";
import enOwn from "./en/own.ts";
import enPick from "./en/pick.ts";
import enProbes from "./en/probes.ts";
import enPublished from "./en/published.ts";
import enShare from "./en/share.ts";
import enStudy from "./en/study.ts";
import enTopics from "./en/topics.ts";
import enTray from "./en/tray.ts";
import zhBehind from "./zh/behind.ts";
import zhCitation from "./zh/citation.ts";
import zhCrop from "./zh/crop.ts";
import zhFigure from "./zh/figure.ts";
import zhLayer from "./zh/layer.ts";
import zhGlossary from "./zh/glossary.ts";
import zhGuide from "./zh/guide.ts";
import zhLayers from "./zh/layers.ts";
import zhLibrary from "./zh/library.ts";
import zhNetworks from "./zh/networks.ts";
import zhOwn from "./zh/own.ts";
import zhPick from "./zh/pick.ts";
import zhProbes from "./zh/probes.ts";
import zhPublished from "./zh/published.ts";
import zhShare from "./zh/share.ts";
import zhStudy from "./zh/study.ts";
import zhTopics from "./zh/topics.ts";
import zhTray from "./zh/tray.ts";

/** The strings of dialogs and of pictures that are saved, by language and namespace. */
export const laterCatalogue = {
  en: {
    behind: enBehind,
    citation: enCitation,
    crop: enCrop,
    figure: enFigure,
    layer: enLayer,
    glossary: enGlossary,
    guide: enGuide,
    layers: enLayers,
    library: enLibrary,
    networks: enNetworks,
    own: enOwn,
    pick: enPick,
    probes: enProbes,
    published: enPublished,
    share: enShare,
    study: enStudy,
    topics: enTopics,
    tray: enTray,
  },
  zh: {
    behind: zhBehind,
    citation: zhCitation,
    crop: zhCrop,
    figure: zhFigure,
    layer: zhLayer,
    glossary: zhGlossary,
    guide: zhGuide,
    layers: zhLayers,
    library: zhLibrary,
    networks: zhNetworks,
    own: zhOwn,
    pick: zhPick,
    probes: zhProbes,
    published: zhPublished,
    share: zhShare,
    study: zhStudy,
    topics: zhTopics,
    tray: zhTray,
  },
} as const;
