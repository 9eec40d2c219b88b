import type { TFunction } from "i18next";
import { useMemo, useState, type ReactNode } from "react";
import { kappaShareOf } from "../../core/and-or.ts";
import type { SampleQuality } from "../../core/interactions.ts";
import { NOBODY } from "../../core/masks.ts";
import { strongest } from "../../core/strongest.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { nameOf } from "../../exploration/concept-names.ts";
import { noiseGridOf, type LayerProbe } from "../../models/spec/probes.ts";
import { tellingOf } from "../../probes/verdict.ts";
import { knownManifestOf } from "../../session/lock.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllValues, selectFirmness } from "../../session/selectors.ts";
import type { Result, Units } from "../../session/shape.ts";
import { selectNatsPerUnit } from "../../session/units.ts";
import type { ColumnHead, PictureModel } from "../concepts/picture-model.ts";
import { conceptKey } from "../concepts/rows.ts";
import { namedWords } from "../concepts/words.ts";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { GlyphMarks, KindMark } from "../../ui/glyph/Glyph.tsx";
import { glyphShape } from "../../ui/glyph/shape.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { percent, r2Text, signed, smallRatio, sumDigits } from "../../ui/scale/numbers.ts";
import { salientFit, wholeFit } from "./layout.ts";
import "./layer.css";

/** Concepts in sight at first, and as many more at a time. */
const SHOWN = 8;

export interface LayerViewProps {
  readonly picture: PictureModel;
  readonly result: Result;
  readonly index: number;
}

/** One layer: its strongest concepts, how it was solved, and what its probe is worth. */
export function LayerView({ picture, result, index }: LayerViewProps) {
  const t = useStrings(["layer", "picture"]);
  const { leaveLayer } = useActions();
  const { units } = picture;
  const head = picture.heads[index]!;
  const layer = result.layers[index] ?? null;
  const isOutput = index === picture.heads.length - 1;
  const values = { at: String(index + 1), of: String(picture.heads.length) };
  const kind = isOutput ? t("output") : head.isOnImage ? t("ofOnImage", values) : t("of", values);
  return (
    <section className="layer" aria-label={t("label", { layer: head.name })}>
      <div className="layer-title">
        <div>
          <h2>{head.name}</h2>
          <p className="note">{kind}</p>
        </div>
        <p className="layer-number">
          {head.vFull === null ? "~" : signed(head.vFull, sumDigits(units))}
          <small>{t("score", { unit: t(`picture:units.short.${units}`) })}</small>
        </p>
        <button type="button" className="quiet" aria-label={t("close")} title={t("close")} onClick={leaveLayer}>
          <CloseIcon />
        </button>
      </div>
      {layer !== null && <Strongest key={index} {...{ picture, result, index, layer }} />}
      {layer !== null && <Solve {...{ result, index, layer, units }} />}
      <Probe {...{ result, index, layer, head }} isOutput={isOutput} />
    </section>
  );
}

interface KnownProps {
  readonly result: Result;
  readonly index: number;
  readonly layer: SolvedLayer;
}

/** Salient concepts with their effects and whether they are firm; one that is picked is looked at here. */
function Strongest({ picture, result, index, layer }: KnownProps & Pick<LayerViewProps, "picture">) {
  const t = useStrings(["layer", "picture"]);
  const words = useStrings("picture");
  const { selectConcept } = useActions();
  const names = useStrata((state) => state.names);
  const firmness = useStrata(selectFirmness);
  const per = useStrata(selectNatsPerUnit)[index] ?? 1;
  const [shown, show] = useState(SHOWN);
  const concepts = useMemo(() => strongest(layer.interactions, layer.tau), [layer]);
  const { players } = result;
  const shape = useMemo(() => glyphShape(players, 16, 12), [players]);
  const { units } = picture;
  const { and, or } = layer.interactions;
  const output = result.layerNames.length - 1;
  const largest = Math.abs(concepts[0]?.effect ?? 1);
  const firmOf = (key: string): boolean | null => firmness?.get(key)?.isFirm ?? null;
  const isFirmKnown = concepts.some((concept) => firmOf(conceptKey(concept)) !== null);
  return (
    <Section title={t("strongest")} tools={t(`picture:units.short.${units}`)}>
      <ul className="layer-concepts">
        {concepts.slice(0, shown).map(({ effect, ...concept }) => {
          const key = conceptKey(concept);
          const name = nameOf(names, concept);
          const said = namedWords(words, concept, players, name);
          const isFirm = firmOf(key);
          const sure = isFirm === null ? null : t(isFirm ? "firm" : "notFirm");
          const amount = t(`picture:units.amount.${units}`, { value: signed(effect / per) });
          return (
            <li key={key}>
              <button
                type="button"
                aria-label={
                  sure === null
                    ? t("selectUnsure", { concept: said, effect: amount })
                    : t("select", { concept: said, effect: amount, sure })
                }
                onClick={() => selectConcept(concept, index === output ? null : index)}
              >
                <svg width={18} height={14} aria-hidden="true">
                  <g transform={`translate(1 ${(14 - shape.height) / 2})`}>
                    <GlyphMarks shape={shape} mask={concept.mask} selected={NOBODY} />
                  </g>
                </svg>
                <svg width={10} height={10} aria-hidden="true">
                  <KindMark kind={concept.kind} x={5} y={5} />
                </svg>
                <bdi className="layer-name">{name ?? said}</bdi>
                <span className="layer-bar" aria-hidden="true">
                  <i data-sign={Math.sign(effect)} style={{ width: `${(100 * Math.abs(effect)) / largest}%` }} />
                </span>
                <b>{signed(effect / per)}</b>
                {isFirmKnown && <small data-firm={isFirm === true || undefined}>{sure ?? "–"}</small>}
              </button>
            </li>
          );
        })}
      </ul>
      <p className="read">
        {concepts.length > shown && (
          <>
            <button type="button" className="link" onClick={() => show(shown + SHOWN)}>
              {t("more", { count: concepts.length - shown })}
            </button>
            {" · "}
          </>
        )}
        {concepts.length === 0
          ? t("none")
          : t("count", {
              count: concepts.length,
              of: grouped(and.masks.length + or.masks.length),
              tau: t(`picture:units.amount.${units}`, { value: (layer.tau / per).toFixed(2) }),
            })}{" "}
        {isFirmKnown && t("firmRead")}
      </p>
    </Section>
  );
}

/** What an estimate tells of itself. */
function sampleRows(t: TFunction<"layer">, quality: SampleQuality): readonly (readonly [string, string])[] {
  const { masks, heldOut, seed, heldOutR2, heldOutR2Whole, unseenShare } = quality;
  return [
    [t("masks"), t("ofSeed", { masks: grouped(masks), seed: String(seed) })],
    [t("heldOut"), grouped(heldOut)],
    [t("heldOutR2"), r2Text(heldOutR2)],
    [t("heldOutR2Whole"), r2Text(heldOutR2Whole)],
    [t("unseen"), percentText(unseenShare, 1)],
  ];
}

/** How the effects were found, and how far they are from v. */
function Solve({ result, index, layer, units }: KnownProps & { readonly units: Units }) {
  const t = useStrings(["layer", "picture"]);
  const { chooseTopic } = useActions();
  const per = useStrata(selectNatsPerUnit)[index] ?? 1;
  const values = useStrata(selectAllValues);
  const { sampled } = layer.interactions;
  const r2 = useMemo(() => salientFit(layer, values, index), [layer, values, index]);
  const whole = useMemo(() => wholeFit(layer, values, index), [layer, values, index]);
  const { exactness } = layer.interactions;
  const { kappaFraction, kappaOf } = result.settings;
  const { method } = exactness;
  const share = kappaShareOf({ kappaFraction, kappaOf, probeNoise: layer.probeNoise });
  const isDebiased = method === "debiased";
  const reason = isDebiased ? "debiased" : kappaOf === "delta" ? "delta" : share > kappaFraction ? "noise" : "range";
  const amount = (nats: number): string => (nats / per).toFixed(2);
  return (
    <Section title={t("solve")} tools={t(`picture:units.short.${units}`)}>
      <Rows
        rows={[
          [t("method"), t(`methods.${method}`)],
          [t("strength"), amount(exactness.objective)],
          ...(sampled === undefined ? [] : sampleRows(t, sampled)),
          ...(isDebiased || sampled !== undefined
            ? []
            : ([
                [t("gap"), smallRatio(exactness.gap)],
                [t("kappa"), amount(exactness.kappa)],
              ] as const)),
          [t(sampled === undefined ? "error" : "errorSampled"), amount(exactness.rebuildMaxAbs)],
          ...(whole === null || !isDebiased ? [] : ([[t("r2Whole"), r2Text(whole)]] as const)),
          ...(r2 === null ? [] : ([[t("r2"), r2Text(r2)]] as const)),
        ]}
      />
      <p className="read">
        {t(`methodRead.${method}`)}{" "}
        {sampled === undefined ? (
          <>
            {!isDebiased && <>{t("gapRead")} </>}
            {t(`kappaOf.${reason}`, { share: percentText(share, 1) })}
          </>
        ) : (
          t("sampledRead")
        )}
      </p>
      {values !== null && (
        <p className="read">
          <button type="button" className="link" onClick={() => chooseTopic("matching")}>
            {t("matching")}
          </button>
        </p>
      )}
    </Section>
  );
}

interface ProbeProps {
  readonly result: Result;
  readonly index: number;
  readonly layer: SolvedLayer | null;
  readonly head: ColumnHead;
  readonly isOutput: boolean;
}

/** What the layer is seen through, and how good that is: as far as the picture and what is known of its network say. */
function Probe({ result, index, layer, head, isOutput }: ProbeProps) {
  const t = useStrings(["layer", "probes"]);
  const manifest = useStrata(knownManifestOf);
  const checks = useStrata(({ model }) => model?.checks);
  const { isOnImage, isEstimate } = head;
  const set = result.settings.probes === "labels" ? manifest?.probes?.labels : manifest?.probes;
  const known: LayerProbe | undefined = isOutput || isOnImage ? undefined : set?.layers[index];
  const fitted = isOutput || isOnImage ? null : (set?.fitted ?? null);
  const quality = isOutput ? manifest?.output : known;
  const check = isOnImage ? checks?.[index] : undefined;
  const noise = known?.noiseShare?.[noiseGridOf(result.players.n)];
  const share = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : `${percent(value)} %`;
  const ratio = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : value.toFixed(2);
  const percents = (value: number | null | undefined): string | null =>
    value === null || value === undefined ? null : percentText(value, 1);
  const told: readonly (readonly [name: string, value: string | null])[] = [
    [t("fittedTo"), fitted === null ? null : t(`targets.${fitted.target}`)],
    [t("accuracy"), share(head.accuracy)],
    [t("halfHidden"), share(quality?.accuracyHalfHidden)],
    [t("follows"), share(known?.agreement)],
    [t("probeAgreement"), ratio(isEstimate ? null : (known?.probeAgreement ?? layer?.probeAgreement))],
    [t("replicateAgreement"), ratio(layer?.replicateAgreement)],
    [t("noiseFloor"), ratio(head.noiseFloor)],
    [t("noise"), percents(noise)],
    [t("noiseHere"), percents(layer?.noiseShare)],
    [t("layerAgreement"), ratio(head.layerAgreement)],
    [t("scale"), layer === null ? null : layer.scale.toFixed(2)],
  ];
  const [sentence, values] = known?.verdict === undefined ? [] : tellingOf(known.verdict);
  const read = [
    sentence !== undefined && `${t(`probes:verdict.${sentence}`, { ...values })}.`,
    check !== undefined &&
      t("check", {
        check: t("probes:onImage.check", {
          r2: check.r2.toFixed(2).replace("-", "−"),
          agreement: percent(check.agreement),
          checked: check.checked,
        }),
      }),
    fitted !== null && t("data", { data: fitted.data }),
    layer !== null && t(`scaleFrom.${layer.scaleFrom}`),
    head.knowsLittle && t("little"),
    head.isReadout && t("readout"),
    head.isWithinNoise && t("withinNoise"),
  ].filter((text) => typeof text === "string");
  return (
    <Section title={t(isOutput ? "network" : isOnImage ? "onImage" : "probe")}>
      <Rows rows={told.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))} />
      {read.map((text) => (
        <p key={text} className="read">
          {text}
        </p>
      ))}
    </Section>
  );
}

function Section({
  title,
  tools,
  children,
}: {
  readonly title: string;
  readonly tools?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="layer-section">
      <div className="head">
        <h3>{title}</h3>
        {tools !== undefined && <span className="tools">{tools}</span>}
      </div>
      {children}
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="layer-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
