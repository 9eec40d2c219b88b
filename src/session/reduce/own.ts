/** A network of the person's own: brought, read, asked about, tried, and taken. The page stays as it is until it is taken and here. */
import type { OwnEvent } from "../events.ts";
import { answersStill } from "../../models/own-manifest.ts";
import { proposedAnswers, type OwnAnswers } from "../../models/own-network.ts";
import type { NamedFile } from "../../platform/named-file.ts";
import type { OwnNetwork } from "../own-network.ts";
import type { ImageSource } from "../pending.ts";
import { nameOfImage } from "../place.ts";
import type { StrataState } from "../state.ts";
import type { ImageTitle } from "../shape.ts";
import { withLoad } from "./request.ts";

export function reduceOwn(state: StrataState, event: OwnEvent): StrataState {
  const { own } = state;
  switch (event.type) {
    case "own-brought":
      return withBrought(state, event.files);
    case "own-addressed": {
      const { text, expected } = event;
      const address = { text, expected, known: null, progress: null };
      return { ...state, nextId: state.nextId + 1, dialog: "own", own: { ...emptyOwn(state.nextId), address } };
    }
    case "own-address-known":
      return {
        ...state,
        own: { ...own!, stage: "confirming", address: { ...own!.address!, known: event.known } },
      };
    case "own-fetch-agreed":
      return own?.stage === "confirming" ? { ...state, own: { ...own, stage: "fetching" } } : state;
    case "own-fetching":
      return { ...state, own: { ...own!, address: { ...own!.address!, progress: event.progress } } };
    case "own-fetched":
      return { ...state, own: { ...own!, stage: "reading", files: [event.file] } };
    case "own-found": {
      const { found, given, probed } = event;
      const before = own!.found?.sha256 === found.sha256 ? own!.found : null;
      // Another file beside the same network takes back nothing that was said of it, unless it says all of it.
      const isToldAnew = given !== null && given !== own!.given;
      const said =
        before === null || own!.answers === null || isToldAnew ? null : answersStill(own!.answers, before, found);
      const answers = said ?? event.answers ?? proposedAnswers(found);
      return withTrial({
        ...state,
        own: { ...own!, stage: "asking", found, given: given ?? own!.given, answers, probed },
      });
    }
    case "own-refused":
      return { ...state, own: { ...own!, stage: "refused", refusal: event.refusal } };
    case "own-ships":
      return withLoad({ ...state, own: null, dialog: null }, { kind: "model", name: event.name });
    case "own-answered":
      return own?.answers ? withAnswers(state, own, { ...own.answers, ...event.change }) : state;
    case "own-image-brought":
      if (own === null) return state;
      return own.found === null
        ? { ...state, own: { ...own, image: event.image } }
        : withTrial({ ...state, own: { ...own, image: event.image } });
    case "own-tried": {
      const { trial: id, outcomes, best, enlargedFrom, secondsPerImage } = event;
      return { ...state, own: { ...own!, trial: { id, isOver: true, outcomes, best, enlargedFrom, secondsPerImage } } };
    }
    case "own-taken":
      return own?.stage === "asking" ? withLoad(state, { kind: "own", own: own.id, keep: event.keep }) : state;
    case "own-left":
      return {
        ...state,
        own: null,
        load: state.load?.target.kind === "own" ? null : state.load,
        dialog: state.dialog === "own" ? null : state.dialog,
      };
    case "own-listed": {
      const { fit, ownNetworks } = state;
      const isIn = (all: StrataState["ownNetworks"]): boolean =>
        all?.some(({ sha256 }) => sha256 === fit?.of?.sha256) === true;
      // What was forgotten meanwhile needs no probes.
      const isForgotten = isIn(ownNetworks) && !isIn(event.networks);
      return { ...state, ownNetworks: event.networks, ...(isForgotten && { fit: null }) };
    }
  }
}

/** One of which nothing is known. */
const emptyOwn = (id: number): OwnNetwork => ({
  id,
  stage: "addressed",
  address: null,
  files: [],
  image: null,
  found: null,
  given: null,
  answers: null,
  probed: 0,
  trial: null,
  refusal: null,
});

const isNetwork = ({ name }: NamedFile): boolean => /\.onnx$/i.test(name);

/** With the files read: another network in the place of the one before, or more files beside it. */
function withBrought(state: StrataState, files: readonly NamedFile[]): StrataState {
  const { own, nextId } = state;
  const isAnother = own === null || files.some(isNetwork);
  // Weights may be dropped before the network that wants them.
  const earlier = isAnother && own?.found ? [] : (own?.files ?? []).filter((file) => !(isAnother && isNetwork(file)));
  const beside = earlier.filter(({ name }) => !files.some((file) => file.name === name));
  return {
    ...state,
    nextId: nextId + 1,
    dialog: "own",
    notice: null,
    own: {
      ...emptyOwn(nextId),
      stage: "reading",
      address: isAnother ? null : own.address,
      files: [...beside, ...files],
      image: own?.image ?? null,
      found: isAnother ? null : own.found,
      given: isAnother ? null : own.given,
      answers: isAnother ? null : own.answers,
    },
  };
}

/** What a network that was brought is tried on, and then explored with: the image that was brought for it, else that on the page, as one of the person's own. */
export function imageForOwn({
  own,
  image,
  samples,
}: Pick<StrataState, "own" | "image" | "samples">): ImageSource | null {
  if (own?.image) return own.image;
  if (image === null || image.isLeftOut === true) return null;
  const { file, pixels, sha256 } = image;
  const title: ImageTitle =
    image.title.from === "sample" ? { from: "file", name: nameOfImage(image.title, samples) } : image.title;
  // Out of its file, an image is fitted as each network wants it.
  return file === null ? { file, title, pixels, sha256 } : { file, title };
}

function withAnswers(state: StrataState, own: OwnNetwork, answers: OwnAnswers): StrataState {
  const changed = { ...state, own: { ...own, answers } };
  const { output, size, ownPreparation } = own.answers!;
  const isSame = output === answers.output && size === answers.size && ownPreparation === answers.ownPreparation;
  return isSame ? changed : withTrial(changed);
}

/** With the image tried once more, in all ways. */
function withTrial(state: StrataState): StrataState {
  const { own, nextId } = state;
  return {
    ...state,
    nextId: nextId + 1,
    own: {
      ...own!,
      trial: { id: nextId, isOver: false, outcomes: null, best: null, enlargedFrom: null, secondsPerImage: null },
    },
  };
}
