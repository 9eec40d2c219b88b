import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { patchesOf } from "../../core/masks.ts";
import { playerName } from "../../core/patches.ts";
import type { TrueConcept } from "../../core/truth.ts";
import {
  GUIDE_STEPS,
  lookAtStep,
  selectGuideFacts,
  waysOf,
  type GuideFacts,
  type GuideStep,
} from "../../session/guide.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { isBusy } from "../../session/run-phase.ts";
import { selectFirmCounts } from "../../session/selectors.ts";
import { useLayerNames } from "../../ui/language/layer-name.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { grouped, percentText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { signed } from "../../ui/scale/numbers.ts";
import { CloseIcon } from "../../ui/controls/icons.tsx";
import { PAPER_ADDRESS } from "../citation/bibtex.ts";
import { conceptKey } from "../concepts/rows.ts";
import { guideCardPlace, phoneScroll, stepOfKey, type Box } from "./layout.ts";
import "./guide.css";

/** Where the card stands at the bottom. */
const PHONE = "(max-width: 719px)";
/** Around what is pointed at, pixels. */
const MARGIN = 6;

const NO_NAMES: readonly string[] = [];

/** What a step points at: what matches first, of these selectors in turn. */
function targetsOf(step: GuideStep, facts: GuideFacts): readonly string[] {
  const row = (concept: TrueConcept): string => `[data-row="${conceptKey(concept)}"]`;
  switch (step) {
    case "patch":
      return ["[data-patch-grid]"];
    case "and":
    case "or":
      return [row(facts[step].concept), ".picture-grid"];
    case "probe":
      return [`[data-cell="heads/${facts.probe.layer}"]`];
    case "birth":
      return [
        `[data-cell="${conceptKey(facts.birth.concept)}/${facts.birth.layer.found ?? facts.birth.layer.planted}"]`,
        ".picture-grid",
      ];
    case "doubt":
      return ["#checks"];
    case "truth":
      return [".picture-grid"];
    case "end":
      return [];
  }
}

const found = (selectors: readonly string[]): Element | null =>
  selectors.reduce<Element | null>((first, selector) => first ?? document.querySelector(selector), null);

/** Brings what a step points at into view, on a phone between what sticks to the top and the card. */
function bringIntoView(target: Element, card: HTMLElement): void {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (!matchMedia(PHONE).matches) return target.scrollIntoView({ block: "center", inline: "nearest", behavior });
  const top = document.querySelector(".run")!.getBoundingClientRect().height + MARGIN;
  window.scrollBy({
    top: phoneScroll(target.getBoundingClientRect(), top, card.getBoundingClientRect().top - MARGIN),
    behavior,
  });
}

/** From one look at where something is to the next. */
const LOOK_MS = 150;
/** So many frames in one place are rest, and so many are waited for at most. */
const REST_FRAMES = 5;
const MOST_FRAMES = 60;

/** Calls `then` once what is found has come to rest: what a step selects changes what stands above it. Returns how to let it be. */
function whenSettled(find: () => Element | null, then: (target: Element) => void): () => void {
  let [asked, frames, rest, last] = [0, 0, 0, Number.NaN];
  const look = (): void => {
    const target = find();
    const top = target?.getBoundingClientRect().top ?? Number.NaN;
    rest = top === last ? rest + 1 : 0;
    last = top;
    frames += 1;
    if (target !== null && (rest >= REST_FRAMES || frames >= MOST_FRAMES)) then(target);
    else if (frames < MOST_FRAMES) asked = requestAnimationFrame(look);
  };
  asked = requestAnimationFrame(look);
  return () => cancelAnimationFrame(asked);
}

/** Where an element is in the window, as it moves; null without one. */
function useBox(selectors: readonly string[]): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  const wanted = selectors.join();
  useLayoutEffect(() => {
    let last = "";
    const look = (): void => {
      const target = found(selectors);
      const { left, top, width, height } = target?.getBoundingClientRect() ?? new DOMRect();
      const now = target === null ? "" : [left, top, width, height].join();
      if (now === last) return;
      last = now;
      setBox(target === null ? null : { left, top, width, height });
    };
    look();
    const listeners = new AbortController();
    // Whichever part of the page scrolls; what else moves it, such as a run that goes on, is seen a little later.
    document.addEventListener("scroll", look, { capture: true, passive: true, signal: listeners.signal });
    window.addEventListener("resize", look, { signal: listeners.signal });
    const timer = setInterval(look, LOOK_MS);
    return () => {
      listeners.abort();
      clearInterval(timer);
      setBox(null);
    };
    // The list is made anew each time; what it says counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted]);
  return box;
}

/** What a step says; while the glass box is still being explored it says that. */
function useText(step: GuideStep, facts: GuideFacts | null): ReactNode {
  const t = useStrings("guide");
  const { beginGuide, askCertainty } = useActions();
  const run = useStrata((state) => state.run);
  const load = useStrata((state) => state.load);
  const players = useStrata((state) => state.result?.players);
  const names = useLayerNames(useStrata((state) => state.result?.layerNames) ?? NO_NAMES);
  const certainty = useStrata((state) => state.certainty);
  const counts = useStrata(selectFirmCounts);
  if (step === "end") return <p>{t("end.text")}</p>;
  if (facts === null || players === undefined) {
    if (load !== null || run.phase === "loading") return <p>{t("coming")}</p>;
    if (run.phase === "running") return <p>{t("running", { done: grouped(run.done), total: grouped(run.total) })}</p>;
    if (run.phase === "solving") return <p>{t("solving", { solved: run.solved, layers: run.layers })}</p>;
    return (
      <p>
        {t("stopped")}{" "}
        <button type="button" className="link" onClick={beginGuide}>
          {t("again")}
        </button>
      </p>
    );
  }
  const patches = ({ mask }: TrueConcept): string => {
    const each = patchesOf(mask).map((patch) => playerName(patch, players));
    return t("last", { names: each.slice(0, -1).join(t("separator")), name: each.at(-1)! });
  };
  const said = (text: string) => (
    <p>
      <Marked text={text} />
    </p>
  );
  switch (step) {
    case "patch":
      return said(
        t("patch.text", {
          planted: facts.planted,
          players: facts.players,
          ways: grouped(waysOf(facts.players)),
        }),
      );
    case "and":
    case "or": {
      const { concept, effect } = facts[step];
      return said(
        t(`${step}.text`, {
          patches: patches(concept),
          found: signed(effect.found),
          planted: signed(effect.planted),
        }),
      );
    }
    case "probe": {
      const { layer, there, output } = facts.probe;
      return said(
        t([there.found, there.planted].every((nats) => signed(nats) === signed(0)) ? "probe.still" : "probe.text", {
          layer: names[layer] ?? "",
          found: signed(there.found),
          planted: signed(there.planted),
          foundLast: signed(output.found),
          plantedLast: signed(output.planted),
        }),
      );
    }
    case "birth": {
      const { concept, layer } = facts.birth;
      return said(
        t(layer.found === null ? "birth.missed" : "birth.text", {
          patches: patches(concept),
          found: names[layer.found ?? 0] ?? "",
          planted: names[layer.planted ?? 0] ?? "",
        }),
      );
    }
    case "doubt": {
      const { layer, error, slack } = facts.off;
      return (
        <>
          {said(t("doubt.text", { error: error.toFixed(2), layer: names[layer] ?? "", slack: slack.toFixed(2) }))}
          {counts !== null ? (
            said(t("doubt.robust", { robust: counts.robust, rows: counts.rows }))
          ) : certainty !== null ? (
            said(t("doubt.looking", { share: percentText(certainty.progress?.fraction ?? 0, 0) }))
          ) : (
            <p>
              <button type="button" className="link" onClick={askCertainty}>
                {t("doubt.ask")}
              </button>
            </p>
          )}
          {said(t("doubt.firm"))}
        </>
      );
    }
    case "truth": {
      const { there, missing, extra } = facts.comparison;
      return said(t("truth.text", { count: there + missing, there, missing, extra }));
    }
  }
}

/** Sixty seconds on the glass box: one card at a time, beside what it speaks of on the page. */
export function GuideView() {
  const t = useStrings("guide");
  const { goToStep, leaveGuide, selectConcept, selectLayer, showTruth, openGlossary } = useActions();
  const at = useStrata((state) => state.guide?.step ?? 0);
  const isRunning = useStrata((state) => state.load !== null || isBusy(state.run));
  const facts = useStrata(selectGuideFacts);
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const step = GUIDE_STEPS[at]!;
  const text = useText(step, facts);
  const selectors = facts === null ? [] : targetsOf(step, facts);
  const box = useBox(selectors);
  const [place, setPlace] = useState<Pick<Box, "left" | "top"> | null>(null);

  // Where a keyboard goes on from once the guide is left: what led here, if it is still there.
  useEffect(() => {
    const from = document.activeElement;
    return () => {
      const back = from instanceof HTMLElement && from !== document.body && from.isConnected ? from : null;
      (back ?? document.querySelector<HTMLElement>(".help-button"))?.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [step]);
  // What a step speaks of is selected on the page, as a person would.
  useEffect(() => {
    if (facts === null) return;
    const { concept, layer } = lookAtStep(step, facts);
    selectConcept(concept, layer);
    if (concept === null) selectLayer(layer);
    showTruth(step === "truth");
    return whenSettled(
      () => found(targetsOf(step, facts)),
      (target) => card.current !== null && bringIntoView(target, card.current),
    );
  }, [step, facts, selectConcept, selectLayer, showTruth]);
  useLayoutEffect(() => {
    const { width, height } = card.current!.getBoundingClientRect();
    const window = { width: document.documentElement.clientWidth, height: globalThis.innerHeight };
    const next = guideCardPlace(box, { width, height }, window);
    setPlace((now) => (now?.left === next.left && now.top === next.top ? now : next));
  }, [box, text]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = stepOfKey(event.key, at, GUIDE_STEPS.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === "leave") leaveGuide();
    else goToStep(to);
  };
  return (
    <>
      {box !== null && (
        <div
          className="guide-spot"
          aria-hidden="true"
          style={{
            left: box.left - MARGIN,
            top: box.top - MARGIN,
            width: box.width + 2 * MARGIN,
            height: box.height + 2 * MARGIN,
          }}
        />
      )}
      <section
        ref={card}
        className="guide"
        role="dialog"
        aria-label={t("title")}
        aria-describedby={`${id}-text`}
        style={place ?? undefined}
        onKeyDown={onKeyDown}
      >
        <header>
          <p className="note">{t("at", { step: at + 1, steps: GUIDE_STEPS.length })}</p>
          <button
            type="button"
            className="icon-button"
            aria-label={t("leaveTitle")}
            title={t("leaveTitle")}
            onClick={leaveGuide}
          >
            <CloseIcon />
          </button>
        </header>
        <h2 ref={heading} tabIndex={-1}>
          {t(`${step}.title`)}
        </h2>
        <div id={`${id}-text`} className="guide-text" aria-live="polite" aria-busy={facts === null && isRunning}>
          {text}
        </div>
        {step === "end" && (
          <p className="guide-ways">
            <button type="button" className="link" onClick={() => openGlossary(null)}>
              {t("end.words")}
            </button>
            <a className="link" href={PAPER_ADDRESS} target="_blank" rel="noopener noreferrer">
              {t("end.paper")}
            </a>
          </p>
        )}
        <footer>
          {at > 0 && (
            <button type="button" className="button" onClick={() => goToStep(at - 1)}>
              {t("back")}
            </button>
          )}
          {step === "end" ? (
            <button type="button" className="button primary" onClick={leaveGuide}>
              {t("leave")}
            </button>
          ) : (
            <button type="button" className="button primary" onClick={() => goToStep(at + 1)}>
              {t("next")}
            </button>
          )}
        </footer>
      </section>
    </>
  );
}
