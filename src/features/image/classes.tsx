import { useActions, useStrata } from "../../session/react.ts";
import { selectKnownClasses, selectUnfamiliar } from "../../session/selectors.ts";
import { useClassName } from "../../ui/language/class-name.ts";
import { probabilityText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";

/** So many come from the network, and have their room before they are there. */
const SHOWN_CLASSES = 3;
/** So many class names fit a sentence; a longer list would be no help. */
const NAMED_CLASSES = 12;

/** All that the model can answer with. Its probabilities are shares among these few, whatever an image shows: without them a number looks like a finding. */
function Known({ known }: { readonly known: readonly string[] }) {
  const t = useStrings("page");
  const nameOf = useClassName();
  const names = known.slice(0, NAMED_CLASSES).map(nameOf).join(t("classes.separator"));
  const values = { count: known.length, classes: names };
  return (
    <p className="known">
      {known.length === 0
        ? t("classes.knowsUnnamed")
        : known.length > NAMED_CLASSES
          ? t("classes.knowsSome", values)
          : t("classes.knows", values)}{" "}
      {t("classes.others")}
    </p>
  );
}

/** The model's first three classes with their probabilities, which classes there are at all, and a word when it was trained on nothing like it. */
export function Classes() {
  const t = useStrings("page");
  const actions = useActions();
  const nameOf = useClassName();
  const top = useStrata((state) => state.result?.top ?? null);
  const wanted = useStrata((state) => state.settings.target);
  const rather = useStrata((state) => state.settings.rather);
  const known = useStrata(selectKnownClasses);
  const isUnfamiliar = useStrata(selectUnfamiliar);
  if (top === null) {
    return (
      <>
        <p className="leans">{t("classes.waiting")}</p>
        <div className="classes">
          {known.slice(0, SHOWN_CLASSES).map((name) => (
            <i key={name} className="coming" />
          ))}
        </div>
        <Known known={known} />
      </>
    );
  }
  const [first] = top;
  const target = wanted === "auto" ? first?.index : wanted;
  return (
    <>
      <p className="leans">
        {known.length === 0 ? t("classes.leansUnnamed") : t("classes.leans", { count: known.length })}
      </p>
      <ol className="classes" aria-label={t("classes.label")}>
        {top.map(({ index, label, p }) => (
          <li key={index}>
            <button
              type="button"
              aria-pressed={index === target}
              title={index === target && rather === null ? undefined : t("classes.explain", { name: nameOf(label) })}
              onClick={() => actions.setTarget(index)}
            >
              <span className="name">{nameOf(label)}</span>
              {index === target && <small>{t("classes.target")}</small>}
              {index === rather && <small>{t("classes.rather")}</small>}
              <i aria-hidden="true">
                <b style={{ width: `${100 * p}%` }} />
              </i>
              <span className="p">{probabilityText(p)}</span>
            </button>
          </li>
        ))}
      </ol>
      {first !== undefined && isUnfamiliar && (
        <p className="unfamiliar" role="status">
          <Marked text={t("classes.unfamiliar", { name: nameOf(first.label) })} />
        </p>
      )}
      {first !== undefined && isUnfamiliar && (
        <p className="unfamiliar-way">
          <button type="button" className="link" onClick={actions.openNetworks}>
            {t("classes.otherNetworks")}
          </button>
        </p>
      )}
      <Known known={known} />
    </>
  );
}
