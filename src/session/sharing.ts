import type { Draft } from "../formats/link/share.ts";
import { MissingPart } from "../platform/missing-part.ts";
import type { Actions } from "./actions.ts";
import { formatAddress } from "./address.ts";
import { viewOf } from "./place.ts";
import type { Services } from "./services.ts";
import type { LinkDraft, Sharing } from "./dialogs.ts";
import type { Session } from "./session.ts";

type SharingActions = Pick<
  Actions,
  "openShare" | "chooseDraft" | "chooseQuality" | "copyLink" | "copyEmbed" | "sendLink" | "openCitation" | "copyText"
>;

/** How high a frame is that holds a full picture, its legend and a small image, pixels. */
const EMBED_HEIGHT = 720;

/** Links of the picture on the page. */
export function createSharing({ store, dispatch }: Session, services: Services): SharingActions {
  const tell = (sharing: Sharing): void => dispatch({ type: "told", news: { sharing } });

  const patchReady = (news: Partial<Extract<Sharing, { phase: "ready" }>>): void => {
    const { sharing } = store.getState();
    if (sharing.phase === "ready") tell({ ...sharing, ...news });
  };

  function chosenDraft(): LinkDraft | null {
    const { sharing } = store.getState();
    return sharing.phase === "ready" ? (sharing.drafts.find(({ image }) => image === sharing.chosen) ?? null) : null;
  }

  /** The same picture in the page that shows nothing else. */
  function embedCode({ url }: LinkDraft): string {
    const address = services.addressBar.url(new URL(url).hash.slice(1), "?embed");
    return `<iframe src="${address}" title="Strata" width="100%" height="${EMBED_HEIGHT}" style="border:0" loading="lazy"></iframe>`;
  }

  /** Of the links on the page that with a lossy copy of another quality. */
  let withQuality: (quality: number) => Promise<LinkDraft | null> = async () => null;
  /** The quality asked for last. */
  let asked = 0;

  async function chooseQuality(quality: number): Promise<void> {
    const from = withQuality;
    asked = quality;
    // Another one may have been asked for since, or these are links of another picture.
    const isWanted = (): boolean => asked === quality && from === withQuality;
    let draft: LinkDraft | null = null;
    // A copy that is too large for a link gives way to the best one that is not.
    for (let tried = quality; tried >= 1 && draft === null && isWanted(); tried--) draft = await from(tried);
    const { sharing } = store.getState();
    if (draft === null || !isWanted() || sharing.phase !== "ready") return;
    const drafts = sharing.drafts.map((other) => (other.image === draft.image ? draft : other));
    tell({ ...sharing, drafts, chosen: draft.image, copied: null });
  }

  async function prepare(): Promise<void> {
    const state = store.getState();
    const { result, settings } = state;
    if (!result?.snapshot) return;
    const view = viewOf(state);
    const preparing: Sharing = { phase: "preparing" };
    dispatch({ type: "told", news: { dialog: "share", sharing: preparing } });
    // Other links may have been asked for since, or they are of another picture.
    const isAsked = (): boolean => store.getState().sharing === preparing;
    try {
      const { drafts, lossy } = await services.links.draft(result.snapshot);
      if (!isAsked()) return;
      const linked = ({ payload, ...draft }: Draft): LinkDraft => ({
        ...draft,
        url: services.addressBar.url(formatAddress({ source: { from: "link", payload }, settings, view })),
      });
      withQuality = async (quality) => {
        const draft = await lossy(quality);
        return draft && linked(draft);
      };
      tell({ phase: "ready", drafts: drafts.map(linked), chosen: drafts[0]!.image, copied: null });
    } catch (error) {
      const lacks = error instanceof MissingPart ? String(error.context["part"]) : null;
      if (isAsked()) tell({ phase: "failed", lacks });
    }
  }

  /** A refusal is said, whatever was to be copied. */
  function copyText(text: string, then: () => void): void {
    void services
      .copy(text)
      .then(then, () =>
        dispatch({ type: "told", news: { notice: { code: "copy-refused", values: {}, action: "dismiss" } } }),
      );
  }

  function copy(what: "link" | "embed"): void {
    const draft = chosenDraft();
    if (draft === null) return;
    copyText(what === "link" ? draft.url : embedCode(draft), () => patchReady({ copied: what }));
  }

  return {
    openShare: () => void prepare(),
    chooseDraft: (chosen) => patchReady({ chosen, copied: null }),
    chooseQuality: (quality) => void chooseQuality(quality),
    copyLink: () => copy("link"),
    copyEmbed: () => copy("embed"),
    openCitation: () => dispatch({ type: "told", news: { dialog: "citation" } }),
    copyText,
    sendLink: () => {
      const draft = chosenDraft();
      // A sheet that is closed without sharing rejects: that is the person's choice, no failure.
      if (draft !== null) void services.send?.({ title: "Strata", url: draft.url }).catch(() => undefined);
    },
  };
}
