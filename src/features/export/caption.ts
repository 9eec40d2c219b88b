import type { TFunction } from "i18next";
import { identityStable } from "../../core/and-or.ts";
import { everybody, orderOf } from "../../core/masks.ts";
import type { Players } from "../../core/patches.ts";
import { DEFAULT_TAU_FRACTION } from "../../core/salience.ts";
import { nameOf } from "../../exploration/concept-names.ts";
import { sampleOf, type SolvedLayer } from "../../exploration/exploration.ts";
import { ALL_ROWS } from "../../session/initial.ts";
import type strings from "../../strings/en/figure.ts";
import { drawnRows } from "../concepts/drawn-rows.ts";
import { unfolded } from "../concepts/rows.ts";
import { namedWords } from "../concepts/words.ts";
import { namesOf } from "../image/layout.ts";
import { percentText, probabilityText } from "../../ui/language/numbers.ts";
import { largestGap, worstRebuilt } from "../run-line/layout.ts";
import { effectScale } from "../../ui/scale/effect-scale.ts";
import { r2Text, smallRatio } from "../../ui/scale/numbers.ts";
import { PROGRAM } from "./program.ts";
import type { PictureSource } from "./source.ts";
import { sureReading, sureText } from "./sure-caption.ts";

/** Enough of a digest to tell any two networks apart. */
const SHA_DIGITS = 12;

/** Where the caption's words come from: its own strings and the picture's, and names as the page says them. */
export interface Wording {
  readonly t: TFunction<["figure", "picture", "page", "exactness"]>;
  readonly picture: TFunction<"picture">;
  readonly names: { readonly model: string; readonly target: string };
}

/** A fact beside its label. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** The page sets a narrow space before a percent sign; the typeface of figures has none, and a plain one will do. */
function withPlainSpace(text: string): string {
  return text.replaceAll("\u202f", "\u00a0");
}

function shareText(share: number): string {
  return withPlainSpace(percentText(share, share < 0.1 ? 1 : 0));
}

/** The span of some numbers with two decimals, one number where they agree. */
function span(values: readonly number[]): string {
  const [least, most] = [Math.min(...values).toFixed(2), Math.max(...values).toFixed(2)];
  return least === most ? least : `${least}–${most}`;
}

/** The held-out R² of estimated layers, least to largest. */
function r2Span(layers: readonly SolvedLayer[]): string {
  const told = layers.map(({ interactions: { sampled } }) => sampled?.heldOutR2 ?? NaN);
  const [least, most] = [r2Text(Math.min(...told)), r2Text(Math.max(...told))];
  return least === most ? least : `${least}–${most}`;
}

function solvedLayers({ result }: PictureSource): SolvedLayer[] {
  return result.layers.filter((layer) => layer !== null);
}

/** What the filters let through, in words; "" when that is everything. */
function filterWords({ picture, view }: PictureSource, { t }: Wording): string {
  const {
    filters: {
      kind,
      orders: [min, max],
      onlyPatches,
      onlyFirm,
    },
    selection,
  } = view;
  const words: string[] = [];
  if (kind !== "all") words.push(t(`picture:kind.${kind}`));
  if (min !== ALL_ROWS.orders[0] || max !== ALL_ROWS.orders[1])
    words.push(t("value.order", { order: min === max ? String(min) : `${min}–${max}` }));
  if (onlyPatches && selection.patches !== 0) {
    words.push(t("value.only", { patches: namesOf(selection.patches, picture.players).join(" ") }));
  }
  if (onlyFirm && (picture.replicates ?? 0) > 0) words.push(t("value.firm"));
  return words.join(t("value.separator"));
}

function rowsText(source: PictureSource, wording: Wording, folded: boolean): string {
  const { t } = wording;
  const filters = filterWords(source, wording);
  const drawn = unfolded(drawnRows(source.picture.groups, source.view.openOthers)).length;
  const total = source.picture.groups.reduce((sum, group) => sum + group.total, 0);
  const rows = t(filters === "" ? "value.rows" : "value.rowsOnly", {
    drawn,
    total,
    filters,
    sort: t(`picture:sort.${source.view.filters.sort}`),
  });
  return folded ? rows + t("value.folded") : rows;
}

/** What the person selected, in words; "" when that is nothing. */
function selectionWords(
  { picture: { players, heads }, view: { selection, names } }: PictureSource,
  { t, picture }: Wording,
): string {
  const { concept, layer, patches } = selection;
  const words: string[] = [];
  if (concept !== null)
    words.push(t("value.concept", { concept: namedWords(picture, concept, players, nameOf(names, concept)) }));
  if (layer !== null) words.push(t("value.layer", { layer: heads[layer]?.name ?? "" }));
  if (patches !== 0)
    words.push(t("value.patches", { count: orderOf(patches), names: namesOf(patches, players).join(" ") }));
  return words.join(t("value.separator"));
}

/** The class and its probability, which is a share among the classes that there are, whatever the image shows. */
function targetText(name: string, p: string, classCount: number, t: Wording["t"]): string {
  return classCount === 0 ? t("value.target", { name, p }) : t("value.targetOf", { name, p, count: classCount });
}

/** How far the colours reach, and what becomes of effects beyond. */
function scaleText({ picture: { largest, units }, view: { scaleLock } }: PictureSource, { t }: Wording): string {
  const { end, beyond } = effectScale("light", largest, scaleLock);
  return t(scaleLock === null ? "value.scale" : beyond === null ? "value.scaleLocked" : "value.scaleClamped", {
    end,
    unit: t(`picture:units.short.${units}`),
    beyond: beyond?.toFixed(2),
  });
}

/** What numbers are in: the span of the layers' scales, and those that this image had to stand in for. */
function unitsText(
  { picture: { units, heads } }: PictureSource,
  layers: readonly SolvedLayer[],
  { t }: Wording,
): string {
  const own = layers.flatMap(({ scaleFrom }, l) => (scaleFrom === "image" ? [heads[l]!.name] : []));
  return t(
    units === "nats" ? "reading.units.nats" : own.length === 0 ? "reading.units.scale" : "reading.units.scaleOwn",
    {
      nats: span(layers.map(({ scale }) => scale)),
      layers: own.join(t("page:classes.separator")),
    },
  );
}

/** How to read the picture, a paragraph an idea; what the network's probes do not tell is not explained. */
export function readingOf(source: PictureSource, wording: Wording): string[] {
  const { t } = wording;
  const {
    picture: { heads, shares, replicates },
  } = source;
  const layers = solvedLayers(source);
  const measured = heads.some(({ accuracy }) => accuracy !== null);
  const agreements = heads.some((head) => head.probeAgreement !== null)
    ? t(`reading.agreements.${sampleOf(layers) !== null ? "imageEstimates" : heads[0]!.probeAgreementOn}`)
    : heads.some((head) => head.layerAgreement !== null)
      ? t(`reading.agreements.${heads.some((head) => head.isChangeEstimated) ? "estimates" : "layers"}`)
      : "";
  const unstable = layers.flatMap(({ interactions }, l) =>
    identityStable(interactions.exactness) ? [] : [heads[l]!.name],
  );
  const paragraphs = [
    t("reading.rows"),
    [unitsText(source, layers, wording), t("reading.strength"), measured ? t("reading.accuracy") : "", agreements].join(
      "",
    ),
    t("reading.lives", { share: DEFAULT_TAU_FRACTION }),
    ...sureReading(replicates, sampleOf(layers) !== null, t),
  ];
  if (shares !== null)
    paragraphs.push(
      t("reading.shares", { count: shares.rows, held: shareText(shares.held), below: shareText(shares.belowTau) }),
    );
  if (unstable.length > 0)
    paragraphs.push(t("exactness:unstable", { layers: unstable.join(t("page:classes.separator")) }));
  return paragraphs;
}

/**
 * What was computed and how: network, question, bounds, rows; image and grid stand in the figure's title.
 * @param folded whether rows that are open on the page are not, for want of room
 */
export function factsOf(source: PictureSource, wording: Wording, folded: boolean): Fact[] {
  const { t, names } = wording;
  const { result, model, classCount } = source;
  const {
    settings: { baseline, probes, sample, kappaFraction, kappaOf, tauFraction },
    target,
  } = result;
  const layers = solvedLayers(source);
  const sure = sureText(source, t);
  const marked = selectionWords(source, wording);
  const fact = (key: keyof typeof strings.fact, text: string): Fact => ({ label: t(`fact.${key}`), text });
  return [
    fact("model", t("value.model", { name: names.model, sha: model.sha256.slice(0, SHA_DIGITS) })),
    fact(
      "target",
      target === null
        ? names.target
        : target.rather !== undefined
          ? t("value.targetRather", { name: names.target })
          : targetText(names.target, withPlainSpace(probabilityText(target.p)), classCount, t),
    ),
    fact("hidden", t(`value.hidden.${baseline}`)),
    ...(probes === "first" ? [] : [fact("probes", t(`value.probes.${probes}`))]),
    ...(sample === null
      ? [
          fact(
            "kappa",
            t(`value.kappa_${kappaOf}`, {
              fraction: kappaFraction,
              nats: span(layers.map(({ interactions }) => interactions.exactness.kappa)),
            }),
          ),
        ]
      : []),
    fact("tau", t("value.tau", { fraction: tauFraction, nats: span(layers.map(({ tau }) => tau)) })),
    fact(
      "solver",
      sample !== null
        ? t("value.solverSampled", { ...sample, r2: r2Span(layers) })
        : kappaOf === "debiased"
          ? t("value.solverDebiased")
          : t("value.solver", {
              gap: smallRatio(largestGap(layers)),
              error: (worstRebuilt(layers)?.error ?? 0).toFixed(3),
            }),
    ),
    fact("scale", scaleText(source, wording)),
    ...(sure === "" ? [] : [fact("sure", sure)]),
    fact("rows", rowsText(source, wording, folded)),
    ...(marked === "" ? [] : [fact("marked", marked)]),
    fact("software", t("value.software", { program: PROGRAM })),
  ];
}

/** The grid, and which of its cells are players, as addresses and the command line say them. */
function gridWords({ n, rows, cols, picked, cut }: Players): string {
  const sides = `${rows}x${cols}${cut === undefined ? "" : ` ${cut}`}`;
  return picked === null ? sides : `${sides} ${namesOf(everybody(n), { cols, picked }).join(",")} (${picked.others})`;
}

/** One line that finds the picture again: program, network, image, question, address. The same words in every language, but for the class. */
export function provenanceOf(source: PictureSource, { t, names }: Wording): string {
  const { picture, result, model, address } = source;
  const {
    settings: { baseline, probes, sample, kappaFraction, kappaOf, tauFraction },
    image,
  } = result;
  return t("provenance", {
    program: PROGRAM,
    model: model.name,
    modelSha: model.sha256.slice(0, SHA_DIGITS),
    imageSha: image.sha256.slice(0, SHA_DIGITS),
    grid: gridWords(picture.players),
    baseline: probes === "first" ? baseline : `${baseline}, probes ${probes}`,
    target: names.target,
    kappa: sample === null ? `${kappaFraction} ${kappaOf}` : `none, ${sample.masks} masks of seed ${sample.seed}`,
    tau: tauFraction,
    address,
  });
}
