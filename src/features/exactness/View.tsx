import { useMemo } from "react";
import { KAPPA_RULES, type KappaRule } from "../../core/and-or.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectAllValues, selectPicture, selectSample, selectSolvedLayers } from "../../session/selectors.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useClassName, useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { largestGap, worstRebuilt } from "../run-line/layout.ts";
import { r2Text, smallRatio } from "../../ui/scale/numbers.ts";
import { Term } from "../../ui/term/Term.tsx";
import { HalfSamples } from "./HalfSamples.tsx";
import { HowSure } from "./HowSure.tsx";
import { OtherBaselines } from "./OtherBaselines.tsx";
import { wholeFit } from "../layer/layout.ts";
import { leastTold, meanChosenAgain, ownScaleLayers, unstableLayers } from "./layout.ts";
import { ProbesPicker } from "./ProbesPicker.tsx";
import { useVerdict } from "./use-verdict.ts";
import "./exactness.css";

function KappaRulePicker() {
  const t = useStrings("exactness");
  const actions = useActions();
  const rule = useStrata((state) => state.settings.kappaOf);
  const fraction = useStrata((state) => state.settings.kappaFraction);
  const text = (kind: KappaRule): string => t(`rule_${kind}`, { share: percentText(fraction) });
  return (
    <Picker
      label={t("rule")}
      shown={text(rule)}
      value={rule}
      options={KAPPA_RULES.map((kind) => ({ value: kind, text: text(kind) }))}
      onPick={(picked) => actions.setKappa(fraction, picked as KappaRule)}
    />
  );
}

/** How the comparison with the picture opened before came out; what was compared is a click away, and in sight where something differs. */
function VerdictNote() {
  const t = useStrings("exactness");
  const verdict = useVerdict();
  if (verdict === null) return null;
  const [title, ...lines] = verdict.lines;
  return (
    <div className="verdict" data-agrees={verdict.agrees || undefined}>
      <h3>{title}</h3>
      <details key={String(verdict.agrees)} open={!verdict.agrees}>
        <summary>{t("verified.compared")}</summary>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </details>
    </div>
  );
}

/** Of an estimate the layer that it says least of, by R² on the held-out masks, and what is left there. */
function SampleFacts({ layers }: { readonly layers: readonly SolvedLayer[] }) {
  const t = useStrings("exactness");
  const names = useLayerNames(layers.map(({ name }) => name));
  const least = leastTold(layers);
  if (least === null) return null;
  const { layer, sampled } = least;
  const at = layers.indexOf(layer);
  const again = meanChosenAgain(layer);
  return (
    <>
      <div>
        <dt>
          <Term of="heldOut">{t("heldOut")}</Term>
        </dt>
        <dd>
          {r2Text(sampled.heldOutR2)}
          <small>{names[at]}</small>
        </dd>
      </div>
      <div>
        <dt>{t("notToldApart")}</dt>
        <dd>
          {percentText(Math.max(0, sampled.heldOutR2Whole - sampled.heldOutR2), 1)}
          <small>{names[at]}</small>
        </dd>
      </div>
      <div>
        <dt>{t("unseen")}</dt>
        <dd>
          {percentText(sampled.unseenShare, 1)}
          <small>{names[at]}</small>
        </dd>
      </div>
      {again !== null && (
        <div>
          <dt>
            <Term of="halfSamples">{t("halves.told", { halves: String(sampled.halves) })}</Term>
          </dt>
          <dd>
            {percentText(again)}
            <small>{names[at]}</small>
          </dd>
        </div>
      )}
    </>
  );
}

/** What the numbers on the page leave open, and by how much. */
export function Exactness() {
  const t = useStrings(["exactness", "page"]);
  const [nameOf, targetName] = [useClassName(), useTargetName()];
  const layers = useStrata(selectSolvedLayers);
  const picture = useStrata(selectPicture);
  const target = useStrata((state) => state.result?.target);
  const effectError = useStrata((state) => state.result?.snapshot?.effectError ?? 0);
  const opened = useStrata((state) => state.run.phase === "opened");
  const names = useLayerNames(layers?.map(({ name }) => name) ?? []);
  const list = (indices: readonly number[]): string =>
    indices.map((index) => names[index]).join(t("page:classes.separator"));
  const { showLayer } = useActions();
  const worst = layers === null ? null : worstRebuilt(layers);
  const at = worst === null ? -1 : layers!.indexOf(worst.layer);
  const values = useStrata(selectAllValues);
  const sample = useStrata(selectSample);
  const isDebiased = useStrata((state) => state.result?.settings.kappaOf === "debiased");
  const isProven = sample === null && !isDebiased;
  const r2 = useMemo(
    () => (isDebiased && worst !== null ? wholeFit(worst.layer, values, at) : null),
    [isDebiased, worst, values, at],
  );
  const [unstable, ownScale] = [unstableLayers(layers ?? []), ownScaleLayers(layers ?? [])];
  return (
    <section id="checks" className="block exactness" aria-labelledby="checks-title">
      <h2 id="checks-title">{t("title")}</h2>
      {layers === null || worst === null || picture === null ? (
        <p className="read">{t("waiting")}</p>
      ) : (
        <>
          <dl>
            <div>
              <dt>
                <Term of="strength">{t("explained", { count: picture.shown.length })}</Term>
              </dt>
              <dd>{percentText(picture.heldShare, 1)}</dd>
            </div>
            {sample !== null && <SampleFacts layers={layers} />}
            {isProven && (
              <div>
                <dt>
                  <Term of="gap">{t("gap")}</Term>
                </dt>
                <dd>≤ {smallRatio(largestGap(layers))}</dd>
              </div>
            )}
            <div>
              <dt>
                <Term of="matching">{t(sample === null ? "error" : "errorSampled")}</Term>
              </dt>
              <dd>
                {worst.error.toFixed(3)}
                <small>{names[at]}</small>
              </dd>
            </div>
            {isProven && (
              <div>
                <dt>
                  <Term of="slack">{t("kappa")}</Term>
                </dt>
                <dd>{worst.kappa.toFixed(3)}</dd>
              </div>
            )}
            {r2 !== null && (
              <div>
                <dt>{t("r2")}</dt>
                <dd>
                  {r2.toFixed(3)}
                  <small>{names[at]}</small>
                </dd>
              </div>
            )}
          </dl>
          <p>
            {t(sample !== null ? "byLayerSampled" : isDebiased ? "byLayerDebiased" : "byLayer")}{" "}
            <button type="button" className="link" onClick={() => showLayer(at === layers.length - 1 ? null : at)}>
              {names[at]}
            </button>
          </p>
          <VerdictNote />
          <p>
            <Marked
              text={
                sample !== null
                  ? t("sampled", {
                      masks: grouped(sample.masks),
                      heldOut: grouped(sample.heldOut),
                      seed: String(sample.seed),
                    })
                  : isDebiased
                    ? t("debiased", { residual: worst.error.toFixed(3), layer: names[at] })
                    : t("shrink", { total: grouped(2 ** layers[0]!.interactions.n) })
              }
            />
          </p>
          <HalfSamples />
          {sample !== null && opened && <p>{t("notVerified")}</p>}
          {effectError > 0 && <p>{t("rounded", { error: percentText(effectError, 2) })}</p>}
          {unstable.length > 0 && <p>{t("unstable", { layers: list(unstable) })}</p>}
          {ownScale.length > 0 && <p>{t("imageScale", { layers: list(ownScale) })}</p>}
          <p>
            <Marked
              text={
                target?.rather === undefined
                  ? t("against", { name: targetName(target) })
                  : t("rather", { name: nameOf(target.label), rather: nameOf(target.rather.label) })
              }
            />{" "}
            <Marked text={t("masked")} />
          </p>
        </>
      )}
      <HowSure />
      <OtherBaselines />
      {sample === null && <KappaRulePicker />}
      <ProbesPicker />
      <p className="private">{t(opened ? "privateOpened" : "private")}</p>
    </section>
  );
}
