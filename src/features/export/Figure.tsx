import { Body } from "../concepts/Body.tsx";
import { Heads } from "../concepts/Heads.tsx";
import { legendKeys } from "../concepts/legend-keys.tsx";
import { conceptKey } from "../concepts/rows.ts";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useImageName } from "../../ui/language/image-name.ts";
import { unmarked } from "../../ui/language/Marked.tsx";
import { useModelName } from "../../ui/language/model-name.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { effectScale } from "../../ui/scale/effect-scale.ts";
import { ScaleLegend } from "../../ui/scale/ScaleLegend.tsx";
import { factsOf, provenanceOf, readingOf, type Wording } from "./caption.ts";
import {
  KEY_TEXT_GAP,
  MARGIN,
  SMALL,
  TITLE,
  type FigureLayout,
  type FigureWords,
  type PlacedText,
} from "./figure-layout.ts";
import { figurePage, figurePages } from "./figure-pages.ts";
import { Photo } from "./Photo.tsx";
import type { PictureSource } from "./source.ts";
import { shortened, type Measure } from "./text-lines.ts";

/** The page's stack; where Inter does not travel along, the reader's own fonts take over. */
const FONT =
  'Inter, "Helvetica Neue", Arial, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif';

/** A file's name may have 255 characters: as many are shown as leave the line below the title one line. */
const NAME_WIDTH = 200;
/** What the scale's two words leave between each other. */
const SCALE_WORDS_GAP = 12;

interface TextProps extends PlacedText {
  readonly fill: string;
  readonly size?: number;
  readonly line?: number;
  readonly weight?: 400 | 600;
}

/** Lines of text, each a piece of its own to whoever edits the file. */
function Text({ x, y, lines, fill, size = SMALL.size, line = SMALL.line, weight = 400 }: TextProps) {
  return (
    <text fontSize={size} fontWeight={weight} fill={fill}>
      {lines.map((text, i) => (
        <tspan key={i} x={x} y={y + i * line}>
          {text}
        </tspan>
      ))}
    </text>
  );
}

interface Words extends FigureWords {
  readonly target: string;
}

/** What a source's figure says, in the page's language. */
function useWords(measure: Measure): (source: PictureSource, folded: boolean) => Words {
  const t = useStrings(["figure", "picture", "page", "exactness"]);
  const pictureT = useStrings("picture");
  const [classOf, imageOf, modelTitle] = [useTargetName(), useImageName(), useModelName()];
  return (source, folded) => {
    const { picture, result, model, samples } = source;
    const { n, rows, cols, picked, cut = "rectangles", width, height } = picture.players;
    const target = classOf(result.target);
    const image = shortened(imageOf(result.image.title, samples), { size: SMALL.size, width: NAME_WIDTH }, measure);
    const names = { target, image, model: modelTitle(model.name) };
    const wording: Wording = { t, picture: pictureT, names };
    const title = t("title", { target });
    return {
      target,
      title,
      subtitles: [
        t("sub", {
          ...names,
          width,
          height,
          grid: t(`grid.${picked?.others ?? "all"}`, { rows, cols, count: n, patches: t(`patches.${cut}`) }),
          masks: grouped(result.settings.sample?.masks ?? 2 ** n),
        }),
        unmarked(t("picture:read", { target })),
      ],
      // Marks of lives on one line, marks of rows on the next.
      keys: legendKeys(picture).map((key) => ({
        width: key.width,
        text: t(`picture:legend.${key.name}`),
        first: key.name === "and",
      })),
      reading: readingOf(source, wording),
      facts: factsOf(source, wording, folded),
      provenance: provenanceOf(source, wording),
      continued: (page) => t("continued", { title, image, page }),
    };
  };
}

interface PageProps {
  readonly source: PictureSource;
  readonly words: Words;
  readonly layout: FigureLayout;
  readonly folded: boolean;
  readonly measure: Measure;
  readonly imageUri: string | null;
  readonly language: string;
}

/** One page of the figure, in one drawing. */
function Page({ source, words, layout, folded, measure, imageUri, language }: PageProps) {
  const t = useStrings("picture");
  const {
    picture,
    view: { selection, openOthers, scaleLock },
  } = source;
  const scale = effectScale("light", picture.largest, scaleLock);
  const { columns, width, height, photo, rows, legend } = layout;
  const output = picture.heads.length - 1;
  const besides =
    measure(`${t("legend.against")}${t("legend.for", { target: "" })}`, SMALL.size, 400) + SCALE_WORDS_GAP;
  // Only what the person picked is marked; the page also marks the concept that it describes by itself.
  const focus = selection.concept === null ? null : conceptKey(selection.concept);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      lang={language}
      fontFamily={FONT}
      fontSize={SMALL.size}
      fill="var(--ink-3)"
      data-folded={folded || undefined}
    >
      <title>{words.title}</title>
      <desc>{[...words.subtitles, ...words.reading, words.provenance].join(" ")}</desc>
      <rect width={width} height={height} fill="var(--paper)" />
      <Text {...layout.title} {...(photo === null ? {} : TITLE)} weight={600} fill="var(--ink)" />
      {layout.subtitles.map((text, i) => (
        <Text key={i} {...text} fill={i === 0 ? "var(--ink)" : "var(--ink-3)"} />
      ))}
      {photo !== null && (
        <Photo
          {...photo}
          players={picture.players}
          imageUri={imageUri}
          concept={selection.concept?.mask ?? 0}
          patches={selection.patches}
        />
      )}
      {rows !== null && (
        <>
          <g className="picture-grid" transform={`translate(${MARGIN} ${rows.headsTop})`}>
            <Heads
              columns={columns}
              heads={picture.heads}
              flow={picture.flow}
              units={picture.units}
              selectedLayer={selection.layer ?? -1}
              tabLayer={null}
            />
          </g>
          <g className="picture-grid" transform={`translate(${MARGIN} ${rows.bodyTop})`}>
            <Body
              picture={picture}
              columns={columns}
              places={rows.places}
              height={rows.bodyHeight}
              scale={scale}
              open={openOthers}
              patches={selection.patches}
              focus={focus}
              selectedLayer={selection.layer ?? output}
              tabStop={null}
            />
          </g>
        </>
      )}
      {legend !== null && (
        <>
          <line x1={MARGIN} x2={width - MARGIN} y1={legend.top - 6.5} y2={legend.top - 6.5} stroke="var(--rule-2)" />
          <g transform={`translate(${MARGIN} ${legend.top})`}>
            <ScaleLegend
              scale={scale}
              units={picture.units}
              width={legend.scaleWidth}
              target={shortened(words.target, { size: SMALL.size, width: legend.scaleWidth - besides }, measure)}
            />
          </g>
          {legendKeys(picture).map(({ name, width: markWidth, mark }, i) => (
            <g key={name} transform={`translate(${legend.keys[i]!.x} ${legend.top + legend.keys[i]!.y})`}>
              {typeof mark === "string" ? (
                <text y={8.5} fontWeight={600} fill="var(--ink)">
                  {mark}
                </text>
              ) : (
                mark
              )}
              <text x={markWidth + KEY_TEXT_GAP} y={8.5} fill="var(--ink-2)">
                {t(`legend.${name}`)}
              </text>
            </g>
          ))}
        </>
      )}
      {layout.paragraphs.map((text, i) => (
        <Text key={i} {...text} fill="var(--ink-2)" />
      ))}
      {layout.facts.map(({ label, value }) => (
        <g key={label.lines[0]}>
          <Text {...label} fill="var(--ink-3)" />
          <Text {...value} fill="var(--ink)" />
        </g>
      ))}
      {layout.provenance !== null && <Text {...layout.provenance} fill="var(--ink-3)" />}
    </svg>
  );
}

interface FigureProps {
  readonly source: PictureSource;
  readonly measure: Measure;
  /** The image as the network saw it, a data URI of a PNG; null where it did not travel along. */
  readonly imageUri: string | null;
  /** BCP 47 tag, so that Chinese is set in Chinese forms. */
  readonly language: string;
  /** On one page of at most A4, folding what does not fit, or all of it on as many pages as that takes. */
  readonly on: "one-page" | "pages";
}

/** The picture with all that one needs to read it away from the page: a drawing for each page. */
export function Figure({ source, measure, imageUri, language, on }: FigureProps) {
  const wordsOf = useWords(measure);
  if (on === "one-page") return <Page {...figurePage(source, wordsOf, measure)} {...{ measure, imageUri, language }} />;
  const words = wordsOf(source, false);
  return figurePages(source, words, measure).map((layout, i) => (
    <Page key={i} folded={false} {...{ source, words, layout, measure, imageUri, language }} />
  ));
}
