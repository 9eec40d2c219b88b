import { useActions } from "../../session/react.ts";
import type { OwnAddress } from "../../session/own-network.ts";
import { sizeText } from "../../ui/language/numbers.ts";
import { useStrings } from "../../ui/language/strings.tsx";

interface AddressProps {
  readonly address: OwnAddress;
}

/** Whether the host that an address names may be asked: nobody is contacted before. */
export function Confirming({ address: { known } }: AddressProps) {
  const t = useStrings("own");
  const { fetchNetwork, leaveNetwork } = useActions();
  const { host, fileName, isGuess } = known!;
  return (
    <div className="own-reading">
      <p className="own-refused-title">{t("address.asks", { host, file: fileName })}</p>
      <p>
        {t("address.learns")} {isGuess && t("address.guess")}
      </p>
      <p className="note own-address">{known!.address}</p>
      <div className="own-acts">
        <button type="button" className="button primary" autoFocus onClick={fetchNetwork}>
          {t("address.fetch", { host })}
        </button>
        <button type="button" className="button" onClick={leaveNetwork}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}

/** How much of it has come. */
export function Fetching({ address: { known, progress } }: AddressProps) {
  const t = useStrings("own");
  const { leaveNetwork } = useActions();
  const { host, fileName } = known!;
  const total = progress?.total ?? null;
  const share = total === null ? null : progress!.loaded / total;
  return (
    <div className="own-reading" aria-busy="true">
      <p role="status">
        <b>{t("address.fetching", { host, file: fileName })}</b>
      </p>
      <div
        className="own-bar"
        role="progressbar"
        aria-label={t("address.fetching", { host, file: fileName })}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share !== null && { "aria-valuenow": Math.round(100 * share) })}
        data-known={share !== null || undefined}
      >
        {share !== null && <i style={{ width: `${100 * share}%` }} />}
      </div>
      <p className="note">
        {progress === null
          ? t("address.connecting")
          : progress.total === null
            ? sizeText(progress.loaded)
            : t("address.progress", { loaded: sizeText(progress.loaded), total: sizeText(progress.total) })}
      </p>
      <div className="own-acts">
        <button type="button" className="button" onClick={leaveNetwork}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}
