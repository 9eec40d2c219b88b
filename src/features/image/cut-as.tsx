import { useActions, useStrata } from "../../session/react.ts";
import { selectLock } from "../../session/lock.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Term } from "../../ui/term/Term.tsx";

/** How a grid's cells may be shaped, each with its look. */
const CUTS = [
  { name: "rectangles", cut: undefined, lines: "M8 0V16M0 8H16" },
  { name: "superpixels", cut: "superpixels", lines: "M9.5 0L7 4.5L9.5 8L6 11.5L8 16M0 6L4 7.5L9.5 8L12.5 10.5L16 9" },
] as const;

/** How the cells of the grid are shaped; not asked where the network is held to a grid. */
export function CutAs() {
  const t = useStrings("page");
  const { setCut } = useActions();
  const asked = useStrata((state) => state.settings.cut);
  const isLocked = useStrata(selectLock) !== null;
  if (isLocked) return null;
  return (
    <fieldset className="hidden-as cut-as">
      <legend>
        <Term of="superpixels">{t("cut.label")}</Term>
      </legend>
      {CUTS.map(({ name, cut, lines }) => (
        <label key={name} title={t(`cut.${name}Title`)} data-checked={cut === asked || undefined}>
          <input type="radio" name="cut" value={name} checked={cut === asked} onChange={() => setCut(cut)} />
          <span className="swatch">
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d={lines} />
            </svg>
          </span>
          {t(`cut.${name}`)}
        </label>
      ))}
    </fieldset>
  );
}
