import { useActions, useStrata } from "../../session/react.ts";
import { selectClasses, selectOpponents, selectTrueClass } from "../../session/selectors.ts";
import { BrandMark, Chevron, HelpIcon, LibraryIcon, SaveIcon, ShareIcon, ThemeIcon } from "../../ui/controls/icons.tsx";
import { EngineBadge } from "../engine/View.tsx";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useClassName, useTargetName } from "../../ui/language/class-name.ts";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import "./header.css";

/** The option that stands for the model's own first class. */
const AUTO = "auto";
/** Before the index of a class that the explained one is held against. */
const AGAINST = "rather-";

/** Looks as the menu beside it does, and opens what has no room in a menu. */
function NetworkButton() {
  const t = useStrings("page");
  const { openNetworks } = useActions();
  const titleOf = useNetworkTitle();
  const isKnown = useStrata((state) => state.models.length > 0);
  const name = useStrata(
    (state) => (state.load?.what === "model" ? state.load.name : (state.model?.name ?? state.result?.model.name)) ?? "",
  );
  const title = titleOf(name) || "…";
  return (
    // A phone has no room for the label, which is part of its name all the same.
    <button
      type="button"
      className="picker"
      disabled={!isKnown}
      aria-haspopup="dialog"
      aria-label={`${t("model.label")} ${title}`}
      onClick={openNetworks}
    >
      <small>{t("model.label")}</small>
      <span>{title}</span>
      <Chevron />
    </button>
  );
}

function TargetPicker() {
  const t = useStrings("page");
  const actions = useActions();
  const nameOf = useClassName();
  const targetName = useTargetName();
  const target = useStrata((state) => state.settings.target);
  const rather = useStrata((state) => state.settings.rather);
  const classes = useStrata(selectClasses);
  const first = useStrata((state) => state.result?.top?.[0]);
  const opponents = useStrata(selectOpponents);
  const shows = useStrata(selectTrueClass);
  const auto = first === undefined ? t("target.auto") : t("target.autoNamed", { name: nameOf(first.label) });
  const labelled = (wanted: number | null) => classes.find(({ index }) => index === wanted);
  const explained = target === "auto" ? first : labelled(target);
  const other = labelled(rather);
  const name = nameOf(explained?.label ?? "");
  const shown =
    target === "auto" && first === undefined
      ? t("target.auto")
      : targetName(explained && { label: explained.label, ...(other !== undefined && { rather: other }) });
  const textOf = (label: string): string =>
    label === shows ? t("target.shows", { name: nameOf(label) }) : nameOf(label);
  return (
    <Picker
      label={t("target.label")}
      shown={shown}
      value={rather === null ? String(target) : `${AGAINST}${rather}`}
      disabled={classes.length === 0}
      options={[
        { value: AUTO, text: auto },
        ...classes.map(({ label, index }) => ({ value: String(index), text: textOf(label) })),
      ]}
      group={
        opponents.length === 0
          ? undefined
          : {
              label: t("target.group", { name }),
              options: opponents.map(({ label, index }) => ({ value: `${AGAINST}${index}`, text: textOf(label) })),
            }
      }
      onPick={(value) => {
        if (value.startsWith(AGAINST)) actions.setTarget(explained!.index, Number(value.slice(AGAINST.length)));
        else actions.setTarget(value === AUTO ? AUTO : Number(value));
      }}
    />
  );
}

/** Brand, the network and the class that is explained, language and theme. */
export function Header() {
  const t = useStrings("page");
  const actions = useActions();
  const language = useStrata((state) => state.language);
  const theme = useStrata((state) => state.theme);
  const other = theme === "dark" ? "light" : "dark";
  const finished = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const saved = useStrata((state) => state.saved);
  return (
    <header className="top">
      <h1 className="brand">
        <BrandMark />
        Strata
      </h1>
      <div className="pickers">
        <NetworkButton />
        <TargetPicker />
      </div>
      <div className="switches">
        <EngineBadge />
        <button type="button" className="icon-button" aria-label={t("header.library")} onClick={actions.openLibrary}>
          <LibraryIcon />
          <span className="label">{t("header.library")}</span>
        </button>
        <button
          type="button"
          className="icon-button"
          disabled={!finished || saved}
          aria-label={t(saved ? "header.saved" : "header.save")}
          title={t("header.saveTitle")}
          onClick={actions.save}
        >
          <SaveIcon filled={saved} />
          <span className="label">{t(saved ? "header.saved" : "header.save")}</span>
        </button>
        <button
          type="button"
          className="icon-button"
          title={t("language.switch")}
          onClick={() => actions.setLanguage(language === "en" ? "zh" : "en")}
        >
          <span lang={language === "en" ? "zh-Hans" : "en"}>{t("language.other")}</span>
          <span className="sr">{t("language.switch")}</span>
        </button>
        <button
          type="button"
          className="icon-button theme-switch"
          aria-label={t(`theme.${other}`)}
          title={t(`theme.${other}`)}
          onClick={() => actions.setTheme(other)}
        >
          <ThemeIcon />
        </button>
        <button
          type="button"
          className="icon-button help-button"
          aria-label={t("header.help")}
          title={t("header.help")}
          onClick={() => actions.openGlossary(null)}
        >
          <HelpIcon />
        </button>
        <button
          type="button"
          className="button primary share-button"
          disabled={!finished}
          aria-label={t("header.share")}
          onClick={actions.openShare}
        >
          <ShareIcon />
          <span className="label">{t("header.share")}</span>
        </button>
      </div>
    </header>
  );
}
