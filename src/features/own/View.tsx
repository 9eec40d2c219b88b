import { useRef, type ReactNode } from "react";
import type { OwnAnswers, OwnFound } from "../../models/own-network.ts";
import { totalMasks } from "../../session/budget.ts";
import { useActions, useStrata } from "../../session/react.ts";
import type { OwnNetwork } from "../../session/own-network.ts";
import { Dialog } from "../../ui/controls/Dialog.tsx";
import { Picker } from "../../ui/controls/Picker.tsx";
import { duration, grouped, millionsText, sizeText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { chosenFiles } from "../drop/brought.ts";
import { Confirming, Fetching } from "./Address.tsx";
import { classNames, readingSeconds } from "./layout.ts";
import { Refused } from "./Refused.tsx";
import { Ways } from "./Ways.tsx";
import "./own.css";

/** A network that the person brought: what was read of it, what only the person can say, and the choice to use it. */
export function OwnDialog({ notice }: { readonly notice: ReactNode }) {
  const t = useStrings("own");
  const { leaveNetwork } = useActions();
  const own = useStrata((state) => state.own);
  if (own === null) return notice;
  const { stage, address, found, answers } = own;
  return (
    <Dialog title={t("title")} closeLabel={t("close")} onClose={leaveNetwork} notice={notice} wide>
      {stage === "refused" ? (
        <Refused own={own} />
      ) : stage === "confirming" ? (
        <Confirming address={address!} />
      ) : stage === "fetching" ? (
        <Fetching address={address!} />
      ) : stage === "addressed" ? null : found === null || answers === null ? (
        <Reading own={own} />
      ) : (
        <Asking own={own} found={found} answers={answers} />
      )}
    </Dialog>
  );
}

const bytesOf = ({ files }: OwnNetwork): number => files.reduce((sum, { file }) => sum + file.size, 0);

/** What it is called before anything of it is known. */
export const nameOf = ({ files }: OwnNetwork): string =>
  files.find(({ name }) => /\.onnx$/i.test(name))?.name ?? files[0]?.name ?? "";

function Reading({ own }: { readonly own: OwnNetwork }) {
  const t = useStrings("own");
  const page = useStrings("page");
  const { leaveNetwork } = useActions();
  const bytes = bytesOf(own);
  const seconds = readingSeconds(bytes);
  return (
    <div className="own-reading" aria-busy="true">
      <p role="status">
        <b>{t("reading", { name: nameOf(own), size: sizeText(bytes) })}</b>{" "}
        {seconds === null ? t("readingStays") : t("readingTime", { time: duration(page, seconds) })}
      </p>
      <div className="own-bar" aria-hidden="true" />
      <div className="own-acts">
        <button type="button" className="button" onClick={leaveNetwork}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}

interface AskingProps {
  readonly own: OwnNetwork;
  readonly found: OwnFound;
  readonly answers: OwnAnswers;
}

function Asking({ own, found, answers }: AskingProps) {
  const t = useStrings("own");
  const { takeNetwork } = useActions();
  const isOpening = useStrata(({ load }) => load?.target.kind === "own");
  // What was fetched is kept already.
  const isFetched = own.address !== null;
  const isTried = own.trial?.isOver === true;
  return (
    <>
      <Facts found={found} answers={answers} />
      {own.probed > 0 && <p>{t("withProbes", { count: own.probed })}</p>}
      <Ways own={own} found={found} answers={answers} />
      <Choices found={found} answers={answers} />
      <footer className="own-foot">
        <div className="own-acts">
          <button
            type="button"
            className="button primary"
            disabled={!isTried || isOpening}
            onClick={() => takeNetwork(true)}
          >
            {t(isFetched ? "useFetched" : "use")}
          </button>
          {!isFetched && (
            <button
              type="button"
              className="button"
              disabled={!isTried || isOpening}
              onClick={() => takeNetwork(false)}
            >
              {t("useOnce")}
            </button>
          )}
          <span role="status" className="note">
            {isOpening ? t("opening") : ""}
          </span>
        </div>
        <Takes own={own} />
        <p className="note">{t(isFetched ? "useFetchedRead" : "useRead", { size: sizeText(found.bytes) })}</p>
      </footer>
    </>
  );
}

/** What was read of it, in a line. */
function Facts({ found, answers }: Omit<AskingProps, "own">) {
  const t = useStrings("own");
  const { input, bytes, multiplyAdds, isOneByOne, title } = found;
  const facts = [
    sizeText(bytes),
    found.sizes.length > 1 ? t("facts.anySize") : t("facts.input", { width: answers.size[0], height: answers.size[1] }),
    t(input.channelCount === 1 ? "facts.grey" : "facts.colour"),
    t("facts.classes", { count: found.outputs[answers.output]!.count }),
    ...(multiplyAdds === null ? [] : [t("facts.cost", { cost: millionsText(multiplyAdds) })]),
    ...(isOneByOne ? [t("facts.oneByOne")] : []),
  ];
  return (
    <div className="own-facts">
      <h3>{title}</h3>
      <p>{facts.join(" · ")}</p>
    </div>
  );
}

/** What is asked beside the preparation, as far as it is in doubt. */
function Choices({ found, answers }: Omit<AskingProps, "own">) {
  const t = useStrings("own");
  const { answerNetwork } = useActions();
  const { sizes, outputs } = found;
  const output = outputs[answers.output]!;
  return (
    <dl className="own-choices">
      {sizes.length > 1 && (
        <Choice label={t("size.label")} read={t("size.read")}>
          <Picker
            label={t("size.label")}
            shown={t("size.value", { width: answers.size[0], height: answers.size[1] })}
            value={answers.size.join("x")}
            options={sizes.map(([width, height]) => ({
              value: `${width}x${height}`,
              text: t("size.value", { width, height }),
            }))}
            onPick={(value) => answerNetwork({ size: sizes.find((size) => size.join("x") === value)! })}
          />
        </Choice>
      )}
      {(outputs.length > 1 || output.doubt !== null) && (
        <Choice label={t("scores.label")} read={output.doubt === null ? t("scores.read") : t("scores.embedding")}>
          {outputs.length > 1 && (
            <Picker
              label={t("scores.label")}
              shown={t("scores.value", { name: output.name, count: output.count })}
              value={String(answers.output)}
              options={outputs.map(({ name, count }, index) => ({
                value: String(index),
                text: t("scores.value", { name, count }),
              }))}
              onPick={(value) => answerNetwork({ output: Number(value), classes: 0 })}
            />
          )}
        </Choice>
      )}
      <ClassNames found={found} answers={answers} />
    </dl>
  );
}

function Choice({
  label,
  read,
  children,
}: {
  readonly label: string;
  readonly read?: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {read !== undefined && <p className="note">{read}</p>}
      </dd>
    </div>
  );
}

/** How long the picture takes at most: what one worker takes for one image, times the masks. */
function Takes({ own }: Pick<AskingProps, "own">) {
  const t = useStrings(["own", "page"]);
  const tPage = useStrings("page");
  const settings = useStrata((state) => state.settings);
  const seconds = own.trial?.secondsPerImage ?? null;
  if (seconds === null) return null;
  const masks = totalMasks(settings);
  return (
    <p className="note">{t("takes", { masks: grouped(masks), time: duration(tPage, Math.max(1, masks * seconds)) })}</p>
  );
}

/** Names that are shown of many. */
const NAMES_SHOWN = 4;

function ClassNames({ found, answers }: Omit<AskingProps, "own">) {
  const t = useStrings("own");
  const { answerNetwork, openNetwork } = useActions();
  const file = useRef<HTMLInputElement>(null);
  const ways = found.outputs[answers.output]!.classes;
  const sourceOf = (index: number): string => {
    const { reason, from } = ways[index]!;
    return t(`classes.${reason}`, { from: from ?? "" });
  };
  const names = classNames(found, answers);
  const text =
    names.length > NAMES_SHOWN
      ? t("classes.first", { names: names.slice(0, NAMES_SHOWN).join(", ") })
      : names.join(", ");
  return (
    <Choice label={t("classes.label")}>
      <span className="own-names" title={grouped(names.length)}>
        {text}
      </span>
      <span className="own-names-from">
        {ways.length > 1 ? (
          <Picker
            label={t("classes.label")}
            shown={sourceOf(answers.classes)}
            value={String(answers.classes)}
            options={ways.map((_, index) => ({ value: String(index), text: sourceOf(index) }))}
            onPick={(value) => answerNetwork({ classes: Number(value) })}
          />
        ) : (
          <span>{sourceOf(answers.classes)}</span>
        )}
        <input
          ref={file}
          type="file"
          accept=".txt,.json,.csv,.names"
          multiple
          hidden
          onChange={(event) => {
            const files = chosenFiles(event.target);
            if (files.length > 0) openNetwork(files);
          }}
        />
        <button type="button" className="link" title={t("classes.bringTitle")} onClick={() => file.current?.click()}>
          {t("classes.bring")}
        </button>
      </span>
      {found.outputs[answers.output]!.unfit.map(({ from, count }) => (
        <span key={from} className="note" role="status">
          {count === 0
            ? t("classes.unread", { from })
            : t("classes.unfit", { from, names: grouped(count), scores: grouped(names.length) })}
        </span>
      ))}
    </Choice>
  );
}
