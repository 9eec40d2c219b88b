import { useMemo } from "react";
import { dataUri } from "../../platform/base64.ts";

/** A small picture out of PNG bytes; an empty frame where there is none. */
export function Thumbnail({ png }: { readonly png: Uint8Array | null }) {
  const address = useMemo(() => (png === null ? null : dataUri("image/png", png)), [png]);
  return (
    <span className="library-thumb">{address !== null && <img src={address} alt="" width={44} height={44} />}</span>
  );
}
