import { useMemo, type ReactNode } from "react";
import { MOST_REFITTED } from "../../core/debias.ts";
import { effectAt } from "../../core/interactions.ts";
import { sameConcept } from "../../core/tracks.ts";
import type { SolvedLayer } from "../../exploration/exploration.ts";
import type { ConceptId, Result, Units } from "../../session/shape.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { UnitTerm } from "../../ui/term/UnitTerm.tsx";
import { NO_NUMBER, signed } from "../../ui/scale/numbers.ts";
import { Facts, type Fact } from "./Facts.tsx";
import { refitOf, useValues } from "./use-refits.ts";

/** A concept at a solved layer of a picture. */
export interface ConceptHere {
  readonly concept: ConceptId;
  readonly result: Result;
  readonly index: number;
  readonly layer: SolvedLayer;
  readonly layerName: string;
  readonly units: Units;
  /** What one of those units is at the layer, nats. */
  readonly unit: number;
}

/** The concept's effect beside what a fit that shrinks nothing makes of it, and what that fit leaves of v; nothing where v is not known at every mask. */
export function Unshrunk({ concept, result, index, layer, layerName, units, unit }: ConceptHere) {
  const t = useStrings("picture");
  const v = useValues(result)?.[index];
  const fit = useMemo(() => (v === undefined ? null : refitOf(v, layer)), [v, layer]);
  if (fit === null) return null;
  const section = (tools: ReactNode, content: ReactNode) => (
    <div className="concept-section">
      <div className="head">
        <h3>{t("detail.unshrunk.title")}</h3>
        {tools}
      </div>
      {content}
    </div>
  );
  if (fit === "too-many")
    return section(
      null,
      <p className="read">{t("detail.unshrunk.tooMany", { layer: layerName, most: grouped(MOST_REFITTED) })}</p>,
    );
  const fitted = fit.effects.find((one) => sameConcept(one, concept));
  const refitted = fitted?.effect ?? null;
  const facts: readonly Fact[] = [
    {
      key: "effect",
      term: "effect",
      name: t("detail.unshrunk.effect"),
      value: signed(effectAt(layer.interactions, concept.kind, concept.mask) / unit),
    },
    {
      key: "fitted",
      term: "refitted",
      name: t("detail.unshrunk.fitted"),
      value: refitted === null ? NO_NUMBER : signed(refitted / unit),
    },
    { key: "most", name: t("detail.unshrunk.most"), value: (fit.maxAbs / unit).toFixed(2) },
    { key: "rms", name: t("detail.unshrunk.rms"), value: (fit.rms / unit).toFixed(2) },
  ];
  const why =
    fitted === undefined
      ? t("detail.unshrunk.notSalient", { layer: layerName })
      : refitted === null
        ? t("detail.unshrunk.shared", { layer: layerName })
        : t("detail.unshrunk.read", {
            count: fit.effects.length,
            layer: layerName,
            kappa: t(`units.amount.${units}`, { value: (layer.interactions.exactness.kappa / unit).toFixed(2) }),
          });
  return section(
    <span className="tools">
      <UnitTerm units={units} />
    </span>,
    <>
      <Facts facts={facts} />
      <p className="read">
        <Marked text={why} />
      </p>
    </>,
  );
}
