import { useState } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import type { StudyImage } from "../../study/study.ts";
import { ranked } from "./measures.ts";
import { explorationsOf, type StudyRecord } from "./records.ts";
import { useStudyWords, valueText } from "./words.ts";
import type { MeasureUnit } from "./measures.ts";
import type { Unit } from "../../study/findings.ts";
import { Choices } from "../topics/LayerPicker.tsx";

/** So many stand there without being asked for, and come with each wish. */
const AT_ONCE = 24;

interface ImagesProps {
  readonly record: StudyRecord;
  /** What their values are. */
  readonly title: string;
  readonly values: ArrayLike<number | null>;
  readonly unit: MeasureUnit | Unit;
}

/** The images of a point with their values, in the order of these; pressed, an image's exploration is opened, where it came with the study. */
export function Images({ record, title, values, unit }: ImagesProps) {
  const { t } = useStudyWords();
  const { lookAtStudy, openFile } = useActions();
  const open = useStrata((state) => state.study)!;
  const { lowestFirst, at } = open.look;
  const [shown, setShown] = useState(AT_ONCE);
  const list = ranked(values, lowestFirst);
  const names = explorationsOf(open.study, record);
  const { explorations } = open;
  const left = values.length - list.length;
  return (
    <section className="study-images" aria-label={t("view.imagesOf", { what: title })}>
      <div className="head">
        <h3>{title}</h3>
        <button type="button" className="link" onClick={() => lookAtStudy({ at: null })}>
          {t("view.close")}
        </button>
      </div>
      <Choices
        label={t("view.sort.label")}
        names={[t("view.sort.high"), t("view.sort.low")]}
        at={lowestFirst ? 1 : 0}
        onChoose={(i) => lookAtStudy({ at, lowestFirst: i === 1 })}
      />
      <p className="topic-note">
        {t(explorations === null ? "view.alone" : "view.open")}
        {left > 0 && ` ${t("view.left", { count: left })}`}
      </p>
      <ul>
        {list.slice(0, shown).map(({ image, value }) => {
          const of = open.study.images[record.of.images[image]!]!;
          const file = explorations?.[names[image] ?? ""];
          return (
            <li key={image}>
              {file === undefined ? (
                <Item image={of} value={valueText(value, unit)} isAbsent={explorations !== null} />
              ) : (
                <button type="button" onClick={() => openFile(file, `${of.name}.strata`)}>
                  <Item image={of} value={valueText(value, unit)} isAbsent={false} />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {list.length > shown && (
        <button type="button" className="link" onClick={() => setShown(shown + AT_ONCE)}>
          {t("view.more", { count: Math.min(AT_ONCE, list.length - shown) })}
        </button>
      )}
    </section>
  );
}

interface ItemProps {
  readonly image: StudyImage;
  readonly value: string;
  readonly isAbsent: boolean;
}

function Item({ image: { name, label, thumbnail }, value, isAbsent }: ItemProps) {
  const { t } = useStudyWords();
  return (
    <span className="study-image" title={name}>
      <span className="study-thumb">
        {thumbnail !== null && (
          <img
            alt=""
            loading="lazy"
            src={`data:image/${thumbnail.startsWith("/9j/") ? "jpeg" : "png"};base64,${thumbnail}`}
          />
        )}
      </span>
      <b>{value}</b>
      {label !== null && <span>{label}</span>}
      <span className="study-file">{name}</span>
      {isAbsent && <span>{t("view.absent")}</span>}
    </span>
  );
}
