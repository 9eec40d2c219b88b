/** What is looked into beside the picture on the page: asked by a person, and told as long as the picture stands. */
import type { InquiryEvent } from "../events.ts";
import { NOTHING_ASKED } from "../initial.ts";
import { canInquire } from "../inquiries.ts";
import type { Inquiries, Inquiry, InquiryKind } from "../pending.ts";
import { samePicture } from "../results.ts";
import type { StrataState } from "../state.ts";

export function reduceInquiry(state: StrataState, event: InquiryEvent): StrataState {
  const { kind } = event;
  const { found } = state.inquiries[kind];
  switch (event.type) {
    case "inquiry-asked": {
      if (!canInquire(state, kind)) return state;
      const work = { id: state.nextId, asked: event.asked, progress: null };
      return { ...withInquiry(state, kind, { work, found: null }), nextId: state.nextId + 1 };
    }
    case "inquiry-cancelled":
      return withInquiry(state, kind, { work: null, found });
    case "inquiry-measured": {
      const work = { ...state.inquiries[kind].work!, progress: event.progress };
      return withInquiry(state, kind, { work, found: event.found ?? found });
    }
    case "inquiry-found":
      return withInquiry(state, kind, { work: null, found: event.found });
    case "inquiry-failed":
      return { ...withInquiry(state, kind, { work: null, found }), notice: event.notice };
  }
}

/** The kinds of an event's parts are one: that of the event. */
function withInquiry(state: StrataState, kind: InquiryKind, inquiry: Inquiry<InquiryKind>): StrataState {
  return { ...state, inquiries: { ...state.inquiries, [kind]: inquiry } as Inquiries };
}

/** What was found goes with the picture, and nothing more is asked as soon as a run begins; how sure the picture is may be told meanwhile. */
export function withoutStaleInquiries(before: StrataState, state: StrataState): StrataState {
  if (state.inquiries === NOTHING_ASKED) return state;
  if (!samePicture(state.result?.snapshot ?? null, before.result?.snapshot ?? null))
    return { ...state, inquiries: NOTHING_ASKED };
  const { inquiries, jobs } = state;
  return jobs.length === 0 ? state : { ...state, inquiries: withoutWork(inquiries) };
}

/** What was found, with nothing under way; the same object where nothing is. */
export function withoutWork(inquiries: Inquiries): Inquiries {
  const kinds = Object.keys(inquiries) as InquiryKind[];
  if (kinds.every((kind) => inquiries[kind].work === null)) return inquiries;
  return Object.fromEntries(
    kinds.map((kind) => [kind, { work: null, found: inquiries[kind].found }]),
  ) as unknown as Inquiries;
}
