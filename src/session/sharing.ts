import type { StoreApi } from "zustand/vanilla";
import { MissingPart } from "../platform/missing-part.ts";
import type { Actions } from "./actions.ts";
import { formatAddress } from "./address.ts";
import { viewOf } from "./place.ts";
import type { Services } from "./services.ts";
import type { LinkDraft, StrataState } from "./shape.ts";

type SharingActions = Pick<
  Actions,
  "openShare" | "chooseDraft" | "copyLink" | "copyEmbed" | "sendLink" | "openCitation" | "copyText"
>;

/** How high a frame is that holds a full picture, its legend and a small image, pixels. */
const EMBED_HEIGHT = 720;

/** Links of the picture on the page. */
export function createSharing(store: StoreApi<StrataState>, services: Services): SharingActions {
  let latest = 0;

  function chosenDraft(): LinkDraft | null {
    const { sharing } = store.getState();
    return sharing.phase === "ready" ? (sharing.drafts.find(({ image }) => image === sharing.chosen) ?? null) : null;
  }

  /** The same picture in the page that shows nothing else. */
  function embedCode({ url }: LinkDraft): string {
    const address = services.addressBar.url(new URL(url).hash.slice(1), "?embed");
    return `<iframe src="${address}" title="Strata" width="100%" height="${EMBED_HEIGHT}" style="border:0" loading="lazy"></iframe>`;
  }

  async function prepare(): Promise<void> {
    const mine = ++latest;
    const state = store.getState();
    const { result, settings } = state;
    if (!result?.snapshot) return;
    const view = viewOf(state);
    store.setState({ dialog: "share", sharing: { phase: "preparing" } });
    try {
      const payloads = await services.links.draft(result.snapshot);
      if (mine !== latest) return;
      const drafts = payloads.map(({ image, payload, effectError }): LinkDraft => ({
        image,
        effectError,
        url: services.addressBar.url(formatAddress({ source: { from: "link", payload }, settings, view })),
      }));
      store.setState({ sharing: { phase: "ready", drafts, chosen: drafts[0]!.image, copied: null } });
    } catch (error) {
      const lacks = error instanceof MissingPart ? String(error.context["part"]) : null;
      if (mine === latest) store.setState({ sharing: { phase: "failed", lacks } });
    }
  }

  /** A refusal is said, whatever was to be copied. */
  function copyText(text: string, then: () => void): void {
    void services
      .copy(text)
      .then(then, () => store.setState({ notice: { code: "copy-refused", values: {}, action: "dismiss" } }));
  }

  function copy(what: "link" | "embed"): void {
    const draft = chosenDraft();
    if (draft === null) return;
    copyText(what === "link" ? draft.url : embedCode(draft), () =>
      store.setState(({ sharing }) => (sharing.phase === "ready" ? { sharing: { ...sharing, copied: what } } : {})),
    );
  }

  return {
    openShare: () => void prepare(),
    chooseDraft: (image) =>
      store.setState(({ sharing }) =>
        sharing.phase === "ready" ? { sharing: { ...sharing, chosen: image, copied: null } } : {},
      ),
    copyLink: () => copy("link"),
    copyEmbed: () => copy("embed"),
    openCitation: () => store.setState({ dialog: "citation" }),
    copyText,
    sendLink: () => {
      const draft = chosenDraft();
      // A sheet that is closed without sharing rejects: that is the person's choice, no failure.
      if (draft !== null) void services.send?.({ title: "Strata", url: draft.url }).catch(() => undefined);
    },
  };
}
