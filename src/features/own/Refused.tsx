import { useRef } from "react";
import { useActions } from "../../session/react.ts";
import type { OwnNetwork } from "../../session/own-network.ts";
import words from "../../strings/en/own.ts";
import addressWords from "../../strings/en/published.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import { chosenFiles } from "../drop/brought.ts";

/** Reasons that have a sentence. */
type Reason = keyof typeof words.refused;
const isReason = (code: string): code is Reason => Object.hasOwn(words.refused, code);
type AddressReason = keyof typeof addressWords.error;
const isAddressReason = (code: string): code is AddressReason => Object.hasOwn(addressWords.error, code);
type Kind = keyof typeof words.seems;

/** Why the network is not taken, and what can be done: the page is as it was. */
export function Refused({ own }: { readonly own: OwnNetwork }) {
  const t = useStrings(["own", "published"]);
  const { openNetwork, leaveNetwork } = useActions();
  const file = useRef<HTMLInputElement>(null);
  const { code, values } = own.refusal!;
  const reason: Reason = isReason(code) ? code : "unopened";
  const seems = values["seems"];
  const kind: Kind = typeof seems === "string" && Object.hasOwn(words.seems, seems) ? (seems as Kind) : "other";
  const said = { message: code, ...values, kind: t(`seems.${kind}`) };
  const [title, body] =
    own.refusal!.by === "address" && isAddressReason(code)
      ? [t(`published:error.${code}.title`, said), t(`published:error.${code}.body`, said)]
      : [t(`refused.${reason}.title`, said), t(`refused.${reason}.body`, said)];
  return (
    <div className="own-refused" role="alert">
      <p className="own-refused-title">{title}</p>
      <p>{body}</p>
      <div className="own-acts">
        <input
          ref={file}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const files = chosenFiles(event.target);
            if (files.length > 0) openNetwork(files);
          }}
        />
        <button type="button" className="button primary" onClick={() => file.current?.click()}>
          {t("another")}
        </button>
        <button type="button" className="button" onClick={leaveNetwork}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}
