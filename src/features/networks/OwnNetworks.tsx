import { useRef, useState, type FormEvent } from "react";
import { useActions, useStrata } from "../../session/react.ts";
import { CATALOGUE } from "../../models/catalogue.ts";
import type { OwnListed } from "../../session/own-network.ts";
import { sizeText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { chosenFiles } from "../drop/brought.ts";

/** The person's own networks, and a way to bring another one. */
export function OwnNetworks() {
  const t = useStrings("networks");
  const { openNetwork, openAddress } = useActions();
  const networks = useStrata((state) => state.ownNetworks) ?? [];
  const file = useRef<HTMLInputElement>(null);
  const bring = (): void => file.current?.click();
  return (
    <section className="own-networks" aria-labelledby="own-networks-title">
      <h3 id="own-networks-title">{t("own.title")}</h3>
      <p className="note">{t(networks.length === 0 ? "own.none" : "own.read")}</p>
      {networks.length > 0 && (
        <ul>
          {networks.map((of) => (
            <Row key={of.sha256} of={of} onMissing={bring} />
          ))}
        </ul>
      )}
      <input
        ref={file}
        type="file"
        accept=".onnx,.data,.bin,.txt,.json"
        multiple
        hidden
        onChange={(event) => {
          const files = chosenFiles(event.target);
          if (files.length > 0) openNetwork(files);
        }}
      />
      <div className="own-networks-bring">
        <button type="button" className="button" onClick={bring}>
          {t("own.bring")}
        </button>
        <ByAddress />
      </div>
      {CATALOGUE.filter(({ sha256 }) => !networks.some((of) => of.sha256 === sha256 && of.isHere)).map((of) => (
        <p key={of.sha256} className="note">
          {t("own.published", { name: of.title, count: of.classes, size: sizeText(of.bytes) })}{" "}
          <button
            type="button"
            className="link"
            onClick={() => openAddress(of.address, { sha256: of.sha256, bytes: of.bytes })}
          >
            {t("own.addressLook")}
          </button>
        </p>
      ))}
    </section>
  );
}

/** A field for the address of a network; what it would ask of whom is said before anybody is contacted. */
function ByAddress() {
  const t = useStrings("networks");
  const { openAddress } = useActions();
  const [text, setText] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") openAddress(text.trim());
  };
  return (
    <form className="own-networks-address" onSubmit={submit}>
      <input
        className="field"
        type="text"
        inputMode="url"
        value={text}
        placeholder={t("own.addressHint")}
        aria-label={t("own.address")}
        title={t("own.addressRead")}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={text.trim() === ""}>
        {t("own.addressLook")}
      </button>
    </form>
  );
}

function Row({ of, onMissing }: { readonly of: OwnListed; readonly onMissing: () => void }) {
  const t = useStrings("networks");
  const { chooseOwn, closeDialog, exportProbes, keepOwn, renameOwn, removeOwn } = useActions();
  const isShown = useStrata(
    ({ model, result }) => (model?.manifest.network.sha256 ?? result?.model.sha256) === of.sha256,
  );
  const [renaming, setRenaming] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { sha256, title, isHere, isKept, layers, setup } = of;
  const facts = [
    sizeText(of.bytes),
    setup === null ? t("own.untold") : t("own.layers", { count: layers }),
    isKept ? t("own.kept") : isHere ? t("own.notKept") : t("own.gone"),
  ];
  const choose = (): void => {
    if (!isHere) return onMissing();
    closeDialog();
    if (!isShown) chooseOwn(sha256);
  };
  return (
    <li className="own-network" data-current={isShown || undefined}>
      <div className="own-network-text">
        {renaming ? (
          <Rename
            title={title}
            onDone={(text) => {
              setRenaming(false);
              if (text !== null && text !== title) renameOwn(sha256, text);
            }}
          />
        ) : (
          <button type="button" className="own-network-name" aria-current={isShown || undefined} onClick={choose}>
            {title}
          </button>
        )}
        <span>
          {facts.join(" · ")}
          {isShown && <small>{t("current")}</small>}
        </span>
      </div>
      <div className="own-network-acts" role="group" aria-label={t("own.more", { name: title })}>
        {of.hasProbes && (
          <button type="button" className="quiet" title={t("own.exportTitle")} onClick={() => exportProbes(sha256)}>
            {t("own.export")}
          </button>
        )}
        {isHere && (
          <button type="button" className="quiet" onClick={() => keepOwn(sha256, !isKept)}>
            {t(isKept ? "own.dropFile" : "own.keepFile")}
          </button>
        )}
        <button type="button" className="quiet" onClick={() => setRenaming(true)}>
          {t("own.rename")}
        </button>
        <button
          type="button"
          className={removing ? "link" : "quiet"}
          onBlur={() => setRemoving(false)}
          onClick={() => (removing ? removeOwn(sha256) : setRemoving(true))}
        >
          {t(removing ? "own.removeSure" : "own.remove")}
        </button>
      </div>
    </li>
  );
}

function Rename({ title, onDone }: { readonly title: string; readonly onDone: (title: string | null) => void }) {
  const t = useStrings("networks");
  const [text, setText] = useState(title);
  const done = (): void => onDone(text.trim() === "" ? null : text.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    done();
  };
  return (
    <form onSubmit={submit}>
      <input
        className="field"
        autoFocus
        value={text}
        maxLength={200}
        aria-label={t("own.renameLabel", { name: title })}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
          // Only the renaming ends, not the dialog.
          event.preventDefault();
          event.stopPropagation();
          onDone(null);
        }}
      />
    </form>
  );
}
