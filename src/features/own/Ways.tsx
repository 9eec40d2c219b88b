import { useRef, useState } from "react";
import { preparationsOf, type OwnAnswers, type OwnFound, type Preparation } from "../../models/own-network.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { imageForOwn } from "../../session/reduce/own.ts";
import { preparationNow, type OwnNetwork } from "../../session/own-network.ts";
import { useClassName } from "../../ui/language/class-name.ts";
import { useImageName } from "../../ui/language/image-name.ts";
import { probabilityText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { chosenFiles } from "../drop/brought.ts";
import { classNames, isNormalised, isTold, numbersText, valueText, waysShown } from "./layout.ts";
import { WayForm } from "./WayForm.tsx";

interface WaysProps {
  readonly own: OwnNetwork;
  readonly found: OwnFound;
  readonly answers: OwnAnswers;
}

/** How pixels may become the numbers that go in, each way with what the network says of the image through it: a wrong one is seen at once. */
export function Ways({ own, found, answers }: WaysProps) {
  const t = useStrings("own");
  const { answerNetwork } = useActions();
  const [all, setAll] = useState(false);
  const [writing, setWriting] = useState(false);
  const ways = preparationsOf(found, answers);
  const shown = waysShown(own, all);
  const chosen = preparationNow(own);
  const hasImage = useStrata((state) => imageForOwn(state) !== null);
  const { reason } = found.preparations[0]!;
  const read =
    own.given !== null
      ? t("ways.given")
      : isTold(found)
        ? t(`ways.${reason as "config"}`)
        : t(hasImage ? "ways.guessed" : "ways.guessedBlank");
  return (
    <section className="own-ways" aria-labelledby="own-ways-title">
      <h3 id="own-ways-title">{t("ways.title")}</h3>
      <p>{read}</p>
      <TriedOn />
      <fieldset className="own-cards" aria-labelledby="own-ways-title">
        {shown.map((index) => (
          <Way
            key={index}
            own={own}
            how={ways[index]!}
            index={index}
            title={t(`way.${found.preparations[index]?.preparation ?? "own"}`)}
            names={classNames(found, answers)}
            isChosen={index === chosen}
            onChoose={() => answerNetwork({ preparation: index })}
          />
        ))}
      </fieldset>
      {(own.trial?.best ?? null) !== null && <p className="note">{t("ways.surestRead")}</p>}
      <p className="own-more">
        {shown.length < ways.length && (
          <button type="button" className="link" onClick={() => setAll(true)}>
            {t("ways.more", { count: ways.length - shown.length })}
          </button>
        )}
        {!writing && (
          <button type="button" className="quiet" onClick={() => setWriting(true)}>
            {t("ways.own")}
          </button>
        )}
      </p>
      {writing && (
        <WayForm
          from={answers.ownPreparation ?? ways[chosen]!}
          isGrey={found.input.channelCount === 1}
          onUse={(ownPreparation) => answerNetwork({ ownPreparation, preparation: found.preparations.length })}
        />
      )}
    </section>
  );
}

/** Which image tells, and another one. */
function TriedOn() {
  const t = useStrings("own");
  const nameOf = useImageName();
  const { tryNetworkOn } = useActions();
  const own = useStrata((state) => state.own);
  const image = useStrata((state) => state.image);
  const samples = useStrata((state) => state.samples);
  const title = imageForOwn({ own, image, samples })?.title ?? null;
  const enlargedFrom = own?.trial?.enlargedFrom ?? null;
  const answers = own?.answers ?? null;
  const file = useRef<HTMLInputElement>(null);
  return (
    <p className="own-tried">
      {title !== null && <span>{t("ways.image", { name: nameOf(title, samples) })}</span>}
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const [image] = chosenFiles(event.target);
          if (image !== undefined) tryNetworkOn(image.file, image.name);
        }}
      />
      <button type="button" className="link" onClick={() => file.current?.click()}>
        {t("ways.otherImage")}
      </button>
      {enlargedFrom !== null && answers !== null && (
        <span className="note">
          {t("ways.enlarged", {
            width: String(enlargedFrom[0]),
            height: String(enlargedFrom[1]),
            to: answers.size.join(" × "),
          })}
        </span>
      )}
    </p>
  );
}

/** What a way does, in a line. */
function useHow(): (how: Preparation) => string {
  const t = useStrings("own");
  return (how) => {
    const [black, white] = how.range;
    const range = t("how.range", { black: valueText(black), white: valueText(white) });
    return t("how.line", {
      channels: t(`how.channels.${how.channels}`),
      range: isNormalised(how)
        ? t("how.normalised", { range, mean: numbersText(how.mean), std: numbersText(how.std) })
        : range,
      resize: t(`how.resize.${how.resize}`),
    });
  };
}

interface WayProps {
  readonly own: OwnNetwork;
  readonly how: Preparation;
  readonly index: number;
  readonly title: string;
  readonly names: readonly string[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Way({ own: { trial }, how, index, title, names, isChosen, onChoose }: WayProps) {
  const t = useStrings("own");
  const howText = useHow();
  const classNameOf = useClassName();
  const outcome = trial?.outcomes?.[index];
  return (
    <label className="own-way" data-checked={isChosen || undefined}>
      <input type="radio" name="own-way" checked={isChosen} onChange={onChoose} />
      <span className="own-way-head">
        <b>{title}</b>
        {trial?.best === index && <small>{t("ways.surest")}</small>}
      </span>
      <span className="own-way-how">{howText(how)}</span>
      {trial?.isOver === false ? (
        <span className="own-way-wait" aria-label={t("ways.trying")} />
      ) : outcome === null ? (
        <span className="own-way-how">{t("ways.noNumber")}</span>
      ) : outcome === undefined ? null : (
        <span className="own-way-top">
          {outcome.map(({ index: of, p }) => (
            <span key={of}>
              <span className="own-way-name">{classNameOf(names[of] ?? String(of))}</span>
              <span className="own-way-p">{probabilityText(p)}</span>
              <i aria-hidden="true">
                <i style={{ width: `${100 * p}%` }} />
              </i>
            </span>
          ))}
        </span>
      )}
    </label>
  );
}
