import { useMemo, useState } from "react";
import {
  agreementByOrder,
  type Agreement,
  type CommonConcept,
  type NetworksAgreement,
} from "../../core/agreement-by-order.ts";
import type { Players } from "../../core/patches.ts";
import { isFirmConcept } from "../../exploration/firmness.ts";
import { canInquire } from "../../session/inquiries.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { expectedSecondsOf, selectFirmness, selectSample } from "../../session/selectors.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useTargetName } from "../../ui/language/class-name.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { useNetworkTitle } from "../../ui/language/model-name.ts";
import { duration, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { Chart } from "../topics/Chart.tsx";
import { countTicks, QUARTERS } from "../topics/chart-place.ts";
import { EffectsTable, sureText } from "../topics/EffectsTable.tsx";
import { Frame } from "../topics/Frame.tsx";
import { Choices, useTopicLayer } from "../topics/LayerPicker.tsx";
import { useTableWords, withHeads } from "../topics/use-table-words.ts";
import { Wide } from "../topics/Wide.tsx";
import { acrossTable } from "./table.ts";
import "./across.css";

const NO_NAMES: readonly string[] = [];

/** What stands above the columns. */
const HEADS = { iou: "iou", chance_mean: "chance", chance_95: "chanceHigh", both: "both" } as const;

/** Whether another network has the same concepts of the same image. */
export function AcrossView() {
  const t = useStrings("topics");
  const nameOf = useTargetName();
  const titleOf = useNetworkTitle();
  const { selectLayer } = useActions();
  const { found } = useStrata((state) => state.inquiries.across);
  const result = useStrata((state) => state.result);
  const snapshot = result?.snapshot ?? null;
  const names = useLayerNames(result?.layerNames ?? NO_NAMES);
  const otherNames = useLayerNames(found?.layers.map(({ name }) => name) ?? NO_NAMES);
  const at = useTopicLayer(names.length);
  const [otherAsked, setOther] = useState<number | null>(null);
  const otherAt = Math.min(otherAsked ?? otherNames.length - 1, otherNames.length - 1);
  const [mine, theirs] = [snapshot?.layers[at], found?.layers[otherAt]];
  const agreement = useMemo(
    () =>
      mine === undefined || theirs === undefined || snapshot === null
        ? null
        : agreementByOrder(mine.interactions, theirs.interactions, snapshot.tauFraction),
    [mine, theirs, snapshot],
  );
  const words = useTableWords();
  const title = titleOf(result?.model.name ?? "");
  const other = found === null ? "" : titleOf(found.model.name);
  const players = result?.players;
  const numbers =
    agreement === null
      ? null
      : withHeads(acrossTable(agreement, words), (id) =>
          id === "order"
            ? t(id)
            : id === "this_network"
              ? title
              : id === "other_network"
                ? other
                : t(`across.${HEADS[id]}`),
        );
  return (
    <Frame
      id="across"
      title={t("across.name")}
      read={t("across.read")}
      found={
        agreement === null
          ? []
          : [foundOf(t, agreement, [`${title}, ${names[at]}`, `${other}, ${otherNames[otherAt]}`])]
      }
      numbers={numbers}
      missing={snapshot === null ? undefined : t("across.missing", { target: nameOf(result?.target) })}
      controls={
        <>
          <Ask />
          {found !== null && (
            <>
              <Choices
                label={title}
                names={names}
                at={at}
                onChoose={(layer) => selectLayer(layer === names.length - 1 ? null : layer)}
              />
              <Choices label={other} names={otherNames} at={otherAt} onChoose={setOther} />
            </>
          )}
        </>
      }
    >
      {agreement !== null && players !== undefined && mine !== undefined && theirs !== undefined && (
        <>
          <Wide>{(width) => <Overlaps orders={agreement.orders} width={width} />}</Wide>
          <ul className="topic-keys">
            <li>
              <svg className="chart" width={12} height={12} aria-hidden="true">
                <rect className="chart-bar" width={12} height={12} />
              </svg>
              {t("across.iou")}
            </li>
            <li>
              <svg className="chart" width={22} height={12} aria-hidden="true">
                <path className="chart-line across-mean" d="M1 6H21" />
              </svg>
              {t("across.chance")}
            </li>
            <li>
              <svg className="chart" width={22} height={12} aria-hidden="true">
                <path className="chart-mark" d="M1 6H21" />
              </svg>
              {t("across.chanceHigh")}
            </li>
          </ul>
          <Common
            concepts={agreement.common}
            heads={[title, other]}
            scales={[mine.scale, theirs.scale]}
            players={players}
          />
          <p className="topic-note">{t("across.how")}</p>
        </>
      )}
    </Frame>
  );
}

function foundOf(
  t: ReturnType<typeof useStrings<"topics">>,
  { all }: NetworksAgreement,
  [a, b]: readonly [string, string],
): string {
  if (all.iou === null || all.chance === null) return t("across.foundNone", { a, b });
  const values = {
    a,
    b,
    both: all.both,
    either: all.a + all.b - all.both,
    iou: percentText(all.iou),
    chance: percentText(all.chance.mean, 1),
    high: percentText(all.chance.high, 1),
  };
  return t(all.iou > all.chance.high ? "across.foundMore" : "across.foundChance", values);
}

/** Which network; how long that takes, and how far it is. */
function Ask() {
  const t = useStrings("topics");
  const page = useStrings("page");
  const titleOf = useNetworkTitle();
  const { askAcross, cancelInquiry, openNetworks } = useActions();
  const { work } = useStrata((state) => state.inquiries.across);
  const canAsk = useStrata((state) => canInquire(state, "across"));
  const isEstimate = useStrata((state) => selectSample(state) !== null);
  const models = useStrata((state) => state.models);
  const own = useStrata((state) => state.ownNetworks);
  const current = useStrata((state) => state.result?.model);
  const n = useStrata((state) => state.result?.players.n ?? 1);
  const others = [
    ...models
      .filter(({ network }) => network !== current?.sha256)
      .map(({ name }) => ({ value: name, text: titleOf(name) })),
    ...(own ?? [])
      .filter(({ sha256, isHere, setup }) => isHere && setup !== null && sha256 !== current?.sha256)
      .map(({ name, title }) => ({ value: name, text: title })),
  ];
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen ?? others[0]?.value ?? "";
  const seconds = useStrata((state) => expectedSecondsOf(state, name))(n);
  if (work !== null) {
    const { progress } = work;
    return (
      <p className="topic-ask" role="status">
        {progress === null
          ? t("across.opening", { name: titleOf(work.asked.name) })
          : t(`across.${progress.stage}`, {
              name: titleOf(work.asked.name),
              share: percentText(progress.fraction),
            })}{" "}
        <button type="button" className="link" onClick={() => cancelInquiry("across")}>
          {t("cancel")}
        </button>
      </p>
    );
  }
  return (
    <div className="topic-ask">
      <Picker
        label={t("across.network")}
        shown={others.find(({ value }) => value === name)?.text ?? "…"}
        value={name}
        options={others}
        disabled={others.length === 0}
        onPick={setChosen}
      />
      <button type="button" className="button" disabled={!canAsk || name === ""} onClick={() => askAcross(name)}>
        {t("across.ask")}
      </button>
      <span>
        {canAsk
          ? seconds !== null && t("about", { time: duration(page, seconds) })
          : t(isEstimate ? "needsEveryMask" : "needsNetwork")}
      </span>
      <button type="button" className="link" onClick={openNetworks}>
        {t("across.more")}
      </button>
    </div>
  );
}

function Overlaps({ orders, width }: { readonly orders: readonly Agreement[]; readonly width: number }) {
  const t = useStrings("topics");
  const highest = orders.findLastIndex(({ a, b }) => a + b > 0) + 1;
  const shown = orders.slice(0, Math.max(1, highest));
  return (
    <Chart
      label={t("across.chart")}
      width={width}
      x={{
        ends: [0.5, shown.length + 0.5],
        ticks: countTicks(shown.length).map(({ at }) => ({
          at,
          text: t("across.mark", { order: at, both: shown[at - 1]!.both, either: eitherOf(shown[at - 1]!) }),
        })),
        title: t("across.across"),
      }}
      y={{ ends: [0, 1], ticks: QUARTERS }}
    >
      {({ x, y, bottom }) =>
        shown.map(({ iou, chance }, m) => {
          const [middle, half] = [x(m + 1), Math.min(24, (x(2) - x(1)) / 3)];
          return (
            <g key={m}>
              {iou !== null && (
                <rect className="chart-bar" x={middle - half} width={2 * half} y={y(iou)} height={bottom - y(iou)} />
              )}
              {chance !== null && (
                <>
                  <path
                    className="chart-line across-mean"
                    d={`M${middle - half - 5} ${y(chance.mean)}H${middle + half + 5}`}
                  />
                  <path className="chart-mark" d={`M${middle - half - 5} ${y(chance.high)}H${middle + half + 5}`} />
                </>
              )}
            </g>
          );
        })
      }
    </Chart>
  );
}

const eitherOf = ({ a, b, both }: Agreement): number => a + b - both;

interface CommonProps {
  readonly concepts: readonly CommonConcept[];
  readonly heads: readonly [string, string];
  /** Of the two layers, nats. */
  readonly scales: readonly [number, number];
  readonly players: Players;
}

/** The concepts that both have, the strongest in both first. */
function Common({ concepts, heads, scales, players }: CommonProps) {
  const t = useStrings("topics");
  const firmness = useStrata(selectFirmness);
  const rows = useMemo(() => {
    const inUnits = concepts.map(({ kind, mask, effects }) => ({
      concept: { kind, mask },
      effects: effects.map((effect, i) => effect / scales[i]!),
    }));
    const weight = (row: (typeof inUnits)[number]): number => Math.min(...row.effects.map(Math.abs));
    return inUnits.sort((a, b) => weight(b) - weight(a));
  }, [concepts, scales]);
  return (
    <EffectsTable
      title={t("across.common")}
      heads={heads}
      rows={rows.map((row) => ({ ...row, sure: sureText(t, isFirmConcept(firmness, row.concept)) }))}
      players={players}
    />
  );
}
