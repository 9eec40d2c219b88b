import { Fragment, useId, useRef, useState, type FormEvent } from "react";
import { patchesOf, type Mask } from "../../core/masks.ts";
import { playerName, type Players } from "../../core/patches.ts";
import { cleanName, MAX_CONCEPT_NAME, MAX_NAMED, nameOf } from "../../exploration/concept-names.ts";
import { useActions, useStrata } from "../../session/react.ts";
import type { TermName } from "../../strings/terms.ts";
import type { Units } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { rowOfTrack } from "../concepts/rows.ts";
import { fateWords } from "../concepts/sure-words.ts";
import { lifeWords, namedWords } from "../concepts/words.ts";
import { Glyph, KindMark } from "../../ui/glyph/Glyph.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { Term } from "../../ui/term/Term.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { withoutLife, type Detail, type WithoutLife } from "./detail.ts";

/** The big number's decimals: from ±10 on one is enough to keep it short. */
const SHORT_FROM = 9.995;

interface ConceptTitleProps {
  readonly detail: Detail;
  readonly units: Units;
  readonly heads: readonly ColumnHead[];
  readonly players: Players;
  readonly patches: Mask;
  readonly selected: number;
}

/** A word about a concept, and what the glossary calls it. */
interface LifeWord {
  readonly text: string;
  readonly term?: TermName;
}

const FATES = { kept: "words.fateKept", lost: "words.fateLost", transient: "words.fateTransient" } as const;
const COURSES = {
  persistent: "persistent",
  late: "late",
  returned: "returned",
  "sign-flipped": "signFlipped",
  lost: "lost",
  transient: "transient",
} as const;

const WITHOUT_LIFE: Readonly<
  Record<WithoutLife, { readonly text: "words.fateOpen" | "detail.never" | "detail.nowhere"; readonly term?: TermName }>
> = {
  unknown: { text: "words.fateOpen" },
  below: { text: "detail.never", term: "salient" },
  nowhere: { text: "detail.nowhere", term: "life" },
};

/** What a concept is and how it lives: one patch has neither AND nor OR. */
function useLifeWords(detail: Detail, heads: readonly ColumnHead[]): LifeWord[] {
  const t = useStrings("picture");
  const { track, kind, order } = detail;
  const words: LifeWord[] = [
    ...(order === 1 ? [] : [{ text: t(`legend.${kind}`), term: kind }]),
    { text: t("detail.order", { order: String(order) }), term: "order" },
  ];
  if (track !== null) {
    const row = { ...rowOfTrack(track), sure: detail.sure };
    const { fate, course } = row;
    const [said, ...more] = fateWords(t, row);
    const isPlain = fate !== null && said === t(FATES[fate]);
    words.push({ text: said!, term: isPlain ? fate : "certainty" });
    for (const text of more)
      words.push({ text, term: course !== null && text === t(`course.${course}`) ? COURSES[course] : "firm" });
    words.push(...lifeWords(t, row, heads).map((text) => ({ text })));
  }
  const without = withoutLife(detail);
  if (without !== null) words.push({ ...WITHOUT_LIFE[without], text: t(WITHOUT_LIFE[without].text) });
  return words;
}

/** The concept's patches with its kind's mark between them. */
function Patches({ detail, players }: { readonly detail: Detail; readonly players: Players }) {
  return patchesOf(detail.mask).map((patch, i) => (
    <Fragment key={patch}>
      {i > 0 && (
        <svg width={10} height={10} className="concept-joint">
          <KindMark kind={detail.kind} x={5} y={5} size={4} />
        </svg>
      )}
      {playerName(patch, players)}
    </Fragment>
  ));
}

/** A field for what the person calls the concept; what is not taken leaves it as it was. */
function Naming({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => void }) {
  const t = useStrings("picture");
  const hint = useId();
  const [text, setText] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(text);
  };
  return (
    <form className="concept-naming" onSubmit={submit}>
      <input
        className="field"
        autoFocus
        value={text}
        maxLength={MAX_CONCEPT_NAME}
        aria-label={t("detail.name.label")}
        aria-describedby={hint}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => onDone(text)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
          // Only the naming ends, and nothing is let go of.
          event.preventDefault();
          event.stopPropagation();
          onDone(null);
        }}
      />
      <p id={hint} className="note">
        {t("detail.name.hint")}
      </p>
    </form>
  );
}

/** What the concept is called: its patches, or what the person calls it. A click on it changes that. */
function Heading({ detail, players }: { readonly detail: Detail; readonly players: Players }) {
  const t = useStrings("picture");
  const { nameConcept } = useActions();
  const name = useStrata((state) => nameOf(state.names, detail));
  const isFull = useStrata((state) => state.names.length >= MAX_NAMED);
  const isDone = useStrata((state) => (state.result?.snapshot ?? null) !== null);
  const button = useRef<HTMLButtonElement>(null);
  const [isNaming, setNaming] = useState(false);
  const words = namedWords(t, detail, players, name);
  if (isNaming)
    return (
      <>
        <h2 id="concept-title" className="sr">
          {words}
        </h2>
        <Naming
          name={name ?? ""}
          onDone={(text) => {
            setNaming(false);
            if (text !== null && cleanName(text) !== (name ?? "")) nameConcept(detail, text);
            requestAnimationFrame(() => button.current?.focus());
          }}
        />
      </>
    );
  const shown = (
    <>
      <span className="sr">{words}</span>
      <span aria-hidden="true">
        {name === null ? <Patches detail={detail} players={players} /> : <bdi>{name}</bdi>}
      </span>
    </>
  );
  const canName = isDone && (name !== null || !isFull);
  return (
    <>
      <h2 id="concept-title">
        {canName ? (
          <button
            ref={button}
            type="button"
            title={t(name === null ? "detail.name.give" : "detail.name.change")}
            onClick={() => setNaming(true)}
          >
            {shown}
          </button>
        ) : (
          shown
        )}
      </h2>
      {name !== null && (
        <p className="concept-patches" aria-hidden="true">
          <Patches detail={detail} players={players} />
        </p>
      )}
    </>
  );
}

/** What the concept is called, its life, and its effect at the selected layer as the one big number. */
export function ConceptTitle({ detail, units, heads, players, patches, selected }: ConceptTitleProps) {
  const t = useStrings("picture");
  const life = useLifeWords(detail, heads);
  const unit = t(`units.short.${units}`);
  const { name, effect } = detail.layers[selected]!;
  const isOutput = selected === detail.layers.length - 1;
  return (
    <div className="concept-title">
      <Glyph grid={players} mask={detail.mask} selected={patches} width={44} height={34} />
      <div>
        <Heading key={`${detail.kind}${detail.mask}`} detail={detail} players={players} />
        <p className="note">
          {life.map(({ text, term }, i) => (
            <Fragment key={text}>
              {term === undefined ? text : <Term of={term}>{text}</Term>}
              {i < life.length - 1 && "\u00a0· "}
            </Fragment>
          ))}
        </p>
      </div>
      <p className="concept-number" data-sign={effect === null ? undefined : Math.sign(effect)}>
        {effect === null ? "~" : signed(effect, Math.abs(effect) >= SHORT_FROM ? 1 : 2)}
        <small>{isOutput ? t("detail.unitAtOutput", { unit }) : t("detail.unitAt", { unit, layer: name })}</small>
      </p>
    </div>
  );
}
