import { identityStable } from "../../core/and-or.ts";
import { errorAt, frequencyAt } from "../../core/interactions.ts";
import type { Result, Units } from "../../session/shape.ts";
import type { ColumnHead } from "../concepts/picture-model.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { errorText, NO_NUMBER, percent, r2Text, signed, sumDigits } from "../../ui/scale/numbers.ts";
import type { Detail } from "./detail.ts";
import { Facts, type Fact } from "./Facts.tsx";

/** What else is known of the selected layer; on a phone the picture's heads leave some of it out. */
interface LayerFactsProps {
  readonly head: ColumnHead;
  readonly units: Units;
  /** Whether the agreement of probes is known at any layer. */
  readonly agreementKnown: boolean;
}

export function LayerFacts({ head, units, agreementKnown }: LayerFactsProps) {
  const t = useStrings("picture");
  const share = (value: number | null): string => (value === null ? NO_NUMBER : value.toFixed(2));
  const facts: readonly Fact[] = [
    {
      key: "vFull",
      term: "score",
      name: t("head.vFull"),
      value: head.vFull === null ? "~" : signed(head.vFull, sumDigits(units)),
    },
    {
      key: "accuracy",
      term: "accuracy",
      name: t("head.accuracy"),
      value: head.accuracy === null ? NO_NUMBER : `${percent(head.accuracy)} %`,
    },
    ...(agreementKnown
      ? [
          {
            key: "probeAgreement",
            term: "probeAgreement" as const,
            name: t("head.probeAgreement"),
            value: share(head.probeAgreement),
          },
        ]
      : []),
    {
      key: "layerAgreement",
      term: "layerAgreement",
      name: t("head.layerAgreement"),
      value: head.solved ? share(head.layerAgreement) : "~",
    },
  ];
  return <Facts facts={facts} />;
}

/** How to read the concept at the selected layer, and how far to trust it there. */
export function Reading({
  detail,
  result,
  selected,
  head,
  units,
  unit,
  target,
}: {
  readonly detail: Detail;
  readonly result: Result;
  readonly selected: number;
  readonly head: ColumnHead;
  readonly units: Units;
  /** What one of those units is at the layer, nats. */
  readonly unit: number;
  readonly target: string;
}) {
  const t = useStrings("picture");
  const layer = result.layers[selected] ?? null;
  const isOutput = selected === result.layerNames.length - 1;
  const how =
    detail.order === 1
      ? t("detail.readOne", { target })
      : detail.kind === "or"
        ? t("detail.readOr", { target })
        : t("detail.read", { target });
  const { method, kappa } = layer?.interactions.exactness ?? { method: "trivial", kappa: 0 };
  const size = ((method === "debiased" ? kappa : 2 * kappa) / unit).toFixed(2);
  const sampled = layer?.interactions.sampled;
  const error = layer === null ? null : errorAt(layer.interactions, detail.kind, detail.mask);
  const frequency = layer === null ? null : frequencyAt(layer.interactions, detail.kind, detail.mask);
  const told = { masks: grouped(sampled?.masks ?? 0), r2: r2Text(sampled?.heldOutR2 ?? 0) };
  const noise = isOutput
    ? t("detail.noiseOutput")
    : head.isOnImage
      ? t("detail.onImage", { layer: head.name })
      : sampled !== undefined && head.probeAgreement === null
        ? ""
        : head.probeAgreement !== null
          ? t(`detail.agreement.${head.probeAgreementOn}`, {
              share: `${percent(head.probeAgreement)} %`,
              layer: head.name,
            })
          : head.noiseFloor === null
            ? t("detail.noiseUnknown", { layer: head.name })
            : t("detail.noise", { share: `${percent(head.noiseFloor)} %`, layer: head.name });
  const { layerAgreement } = head;
  const change =
    layerAgreement === null
      ? ""
      : t(
          head.isWithinNoise
            ? "detail.layerAgreementNoise"
            : head.isChangeEstimated && head.probeAgreementOn !== "image"
              ? "detail.layerAgreementEstimated"
              : "detail.layerAgreement",
          { share: `${percent(layerAgreement)} %`, layer: head.name },
        );
  return (
    <div className="concept-reading">
      <p>
        <Marked text={how} />
      </p>
      {layer !== null && (
        <p>
          {sampled !== undefined ? (
            <Marked
              text={
                error === null
                  ? t("detail.estimatedNone", { layer: head.name, ...told })
                  : t("detail.estimated", {
                      layer: head.name,
                      ...told,
                      error: t(`units.amount.${units}`, { value: errorText(error / unit) }),
                    }) +
                    (frequency === null
                      ? ""
                      : ` ${t("detail.chosenAgain", { count: Math.round(frequency * sampled.halves!), halves: String(sampled.halves) })}`)
              }
            />
          ) : (
            <Marked
              text={t(method === "debiased" ? "detail.debiased" : "detail.shrunk", {
                size: t(`units.amount.${units}`, { value: size }),
                layer: head.name,
              })}
            />
          )}
        </p>
      )}
      {(noise !== "" || change !== "") && (
        <p>
          <Marked text={noise} /> <Marked text={change} />
        </p>
      )}
      {head.isReadout && <p>{t("head.readoutTitle", { layer: head.name })}</p>}
      {layer !== null && !identityStable(layer.interactions.exactness) && (
        <p>{t("detail.unstable", { layer: head.name })}</p>
      )}
    </div>
  );
}
