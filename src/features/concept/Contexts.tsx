import { useMemo, useState } from "react";
import { clearestPatch, contextsOf, decisiveContexts, MOST_IN_CONTEXT, signOfContext } from "../../core/contexts.ts";
import { effectAt } from "../../core/interactions.ts";
import { everybody, onlyPlayer, orderOf, patchesOf, union, without, type Mask } from "../../core/masks.ts";
import { playerName } from "../../core/patches.ts";
import type { Pixels } from "../../core/resize.ts";
import { isSalient } from "../../core/salience.ts";
import { conceptKey } from "../concepts/rows.ts";
import { grouped } from "../../ui/language/numbers.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { PixelImage } from "../../ui/pixels/PixelImage.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { inputWords } from "./input-words.ts";
import "./contexts.css";
import type { ConceptHere } from "./Unshrunk.tsx";

/** Rows in sight at once. */
const PAGE_ROWS = 6;

/** A number behind a sign. */
const bracketed = (value: number): string => {
  const text = signed(value).replace("+", "");
  return text.startsWith("−") ? `(${text})` : text;
};

export interface ContextsProps extends ConceptHere {
  /** The input that shows only these patches. */
  readonly drawn: (shown: Mask) => Pixels;
  /** Called with what the input that was picked shows. */
  readonly onPick: (shown: Mask) => void;
  readonly picked: Mask | null;
}

/** One effect as the changes that one of its patches makes beside some of the others: the largest first, a page at a time, with their sum so far. */
export function Contexts(props: ContextsProps) {
  // Another concept begins with its own patch and the first page.
  return <ContextsOf key={conceptKey(props.concept)} {...props} />;
}

function ContextsOf({ concept, layer, units, unit, result, drawn, onPick, picked }: ContextsProps) {
  const t = useStrings(["behind", "picture"]);
  const pictureT = useStrings("picture");
  const { kind, mask } = concept;
  const { interactions, tau } = layer;
  const { players } = result;
  const order = orderOf(mask);
  const isTooMany = order > MOST_IN_CONTEXT;
  const clearest = useMemo(
    () => (isTooMany ? null : clearestPatch(interactions, concept)),
    [isTooMany, interactions, concept],
  );
  const [chosen, choose] = useState<number | null>(null);
  const [page, turn] = useState(0);
  const by = chosen ?? clearest;
  const contexts = useMemo(
    () => (by === null ? null : contextsOf(interactions, concept, by)),
    [by, interactions, concept],
  );
  if (by === null || contexts === null)
    return <p className="read">{t("tooMany", { most: String(MOST_IN_CONTEXT) })}</p>;
  const patch = playerName(by, players);
  const isFaint = !isSalient(effectAt(interactions, kind, mask), tau);
  const decisive = decisiveContexts(contexts, tau);
  const { masks, changes, running, unchanged } = contexts;
  const pages = Math.max(1, Math.ceil(masks.length / PAGE_ROWS));
  // Another layer may have fewer.
  const from = Math.min(page, pages - 1) * PAGE_ROWS;
  const rows = Array.from(masks.slice(from, from + PAGE_ROWS), (context, i) => ({ context, at: from + i }));
  const all = everybody(players.n);
  const shownIn = (named: Mask): Mask => (kind === "and" ? named : without(all, named));
  const wordsOf = (named: Mask): string =>
    patchesOf(named)
      .map((player) => playerName(player, players))
      .join(" ");
  const input = (named: Mask) => {
    const shown = shownIn(named);
    const words = inputWords(pictureT, kind, wordsOf(named));
    return (
      <button
        type="button"
        className="input"
        title={words}
        aria-label={words}
        aria-pressed={picked === shown}
        onClick={() => onPick(shown)}
      >
        <PixelImage pixels={drawn(shown)} />
      </button>
    );
  };
  return (
    <div className="contexts">
      <p className="read">{t(kind === "and" ? "readAnd" : "readOr", { patch })}</p>
      <p className="read">
        {decisive === 0
          ? t("nothing", { patch })
          : t(isFaint ? "decideFaint" : "decide", {
              count: decisive,
              tau: t(`picture:units.amount.${units}`, { value: (tau / unit).toFixed(2) }),
            })}
      </p>
      <div className="contexts-tools">
        <Picker
          label={t("by")}
          shown={patch}
          value={String(by)}
          options={patchesOf(mask).map((player) => ({ value: String(player), text: playerName(player, players) }))}
          onPick={(value) => {
            choose(Number(value));
            turn(0);
          }}
        />
        {pages > 1 && (
          <span className="contexts-pages">
            <button
              type="button"
              className="quiet"
              aria-label={t("earlier")}
              title={t("earlier")}
              disabled={from === 0}
              onClick={() => turn(from / PAGE_ROWS - 1)}
            >
              ‹
            </button>
            <span role="status">
              {t("page", {
                from: grouped(from + 1),
                to: grouped(from + rows.length),
                of: grouped(masks.length),
              })}
            </span>
            <button
              type="button"
              className="quiet"
              aria-label={t("later")}
              title={t("later")}
              disabled={from + PAGE_ROWS >= masks.length}
              onClick={() => turn(from / PAGE_ROWS + 1)}
            >
              ›
            </button>
          </span>
        )}
      </div>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t(`columns.${kind}`, { patch })}</th>
              <th scope="col">{t(kind === "and" ? "columns.changeAnd" : "columns.changeOr", { patch })}</th>
              <th scope="col">{t("columns.sum")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ context, at }) => {
              const sign = signOfContext(order, context);
              return (
                <tr
                  key={context}
                  data-decisive={at < decisive || undefined}
                  data-last={at === decisive - 1 || undefined}
                >
                  <td>
                    <div>
                      {input(context)}
                      {input(union(context, onlyPlayer(by)))}
                      <span>{wordsOf(context) || t("none")}</span>
                    </div>
                  </td>
                  <td data-sign={sign}>
                    <b>{sign === 1 ? "+" : "−"}</b> {bracketed(changes[at]! / unit)}
                  </td>
                  <td>{signed(running[at]! / unit)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {unchanged > 0 && (
        <p className="read">{t(kind === "and" ? "unchangedAnd" : "unchangedOr", { count: unchanged, patch })}</p>
      )}
    </div>
  );
}
