import type { StrataState } from "./state.ts";
import type { StoreApi } from "zustand/vanilla";
import { InferenceError } from "../backends/errors.ts";
import { modelKey } from "../exploration/computations.ts";
import { createEngineCache } from "../jobs/engine-cache.ts";
import { createJobs } from "../jobs/jobs.ts";
import type { LoadedModel } from "../models/model-files.ts";
import type { Language } from "../strings/index.ts";
import type { Actions } from "./actions.ts";
import { HALVES } from "./budget.ts";
import { createContents } from "./contents.ts";
import { createCropping } from "./cropping.ts";
import { createAddressEffect } from "./effects/address.ts";
import { createAutosave } from "./effects/autosave.ts";
import { createInquiriesEffect } from "./effects/inquiries.ts";
import { createCertaintyEffect } from "./effects/certainty.ts";
import { createExploreEffect } from "./effects/explore.ts";
import { createImages } from "./effects/images.ts";
import { createLibraryEffect } from "./effects/library-list.ts";
import { createLoadEffect } from "./effects/load.ts";
import { createLayersEffect } from "./effects/layers.ts";
import { createNetworks } from "./effects/networks.ts";
import { createOwnEffect } from "./effects/own.ts";
import { createSave } from "./effects/save.ts";
import { createTrayEffect } from "./effects/tray.ts";
import { createUniquenessEffect } from "./effects/uniqueness.ts";
import { createTakeIn } from "./effects/take-in.ts";
import { createEngineChoice } from "./engine.ts";
import type { LoadTarget } from "./pending.ts";
import { initialState } from "./initial.ts";
import { createOffline } from "./offline.ts";
import { createPicking } from "./picking.ts";
import { createPreferences } from "./preferences.ts";
import { createResources } from "./resources.ts";
import type { OpenEngine, Services } from "./services.ts";
import { createSession } from "./session.ts";
import { createSharing } from "./sharing.ts";
import type { Theme } from "./shape.ts";

/** The state and the only things that may change it. */
export interface StrataStore {
  readonly store: StoreApi<StrataState>;
  readonly actions: Actions;
}

/** A store over the given services, at rest until `actions.start()`. */
export function createStrataStore(
  services: Services,
  choice: { readonly language: Language; readonly theme: Theme },
): StrataStore {
  const session = createSession(initialState(choice.language, choice.theme));
  const { store, dispatch } = session;
  const contents = createContents(services.files);
  const resources = createResources(session);
  const engines = createEngineCache<LoadedModel, OpenEngine>({
    keyOf: modelKey,
    open: (model) => services.createEngine(model),
    limit: services.engineLimit,
    isOutOfMemory: (error) => error instanceof InferenceError && error.code === "out-of-memory",
  });
  const autosave = createAutosave(session, services, contents);
  const networks = createNetworks(session, services, resources, engines.expect);
  const images = createImages(session, services, resources, networks, autosave);
  const takeIn = createTakeIn(services, contents);
  const library = createLibraryEffect(session, services, takeIn);
  const own = createOwnEffect(session, services, networks, images);
  const jobs = createJobs();
  const layers = createLayersEffect(session, services, jobs, networks, images);
  createLoadEffect(session, services, { networks, images, autosave, takeIn, own, layers, library });
  createExploreEffect(session, services, resources, engines, jobs, autosave);
  createCertaintyEffect(session, services, resources, engines, jobs);
  createUniquenessEffect(session, services, jobs);
  createTrayEffect(session, services);
  createInquiriesEffect(session, services, resources, engines, jobs, images);
  const address = createAddressEffect(session, services);
  const load = (target: LoadTarget): void => dispatch({ type: "load-asked", target });
  // A picture of it that this browser keeps comes back at once.
  const goToImage = (index: number): void => {
    const item = store.getState().tray?.items[index];
    if (item === undefined) return;
    const { file, name, crop } = item;
    load({ kind: "file", file, name, ...(crop && { crop }), lookUp: true });
  };
  const cancel = (): void => dispatch({ type: "cancelled" });
  return {
    store,
    actions: {
      ...createOffline(session, services),
      ...createEngineChoice(session, services),
      ...createPicking(session, { stopWork: cancel }),
      ...createSharing(session, services),
      ...createCropping(session, services, load),
      ...createSave(session, services, autosave, library, contents),
      ...createPreferences(session, services),
      ...library.actions,
      start: address.start,
      openNetworks: () => {
        dispatch({ type: "told", news: { dialog: "networks" } });
        own.list();
      },
      openNetwork: (files) => dispatch({ type: "own-brought", files }),
      openAddress: (text, expected) => dispatch({ type: "own-addressed", text, expected: expected ?? null }),
      fetchNetwork: () => dispatch({ type: "own-fetch-agreed" }),
      answerNetwork: (change) => dispatch({ type: "own-answered", change }),
      tryNetworkOn: (file, name) =>
        dispatch({ type: "own-image-brought", image: { file, title: { from: "file", name } } }),
      takeNetwork: (keep) => dispatch({ type: "own-taken", keep }),
      ...own.actions,
      ...layers.actions,
      leaveNetwork: () => dispatch({ type: "own-left" }),
      chooseModel: (name) => load({ kind: "model", name }),
      chooseSample: (sample) => load({ kind: "chosen", sample }),
      openFile: (file, name) => load({ kind: "file", file, name }),
      openStudy: ({ file, name }, beside) => load({ kind: "file", file, name, beside }),
      showStudy: (shown) => dispatch({ type: "study-shown", shown }),
      lookAtStudy: (change) => dispatch({ type: "study-looked", change }),
      closeStudy: () => dispatch({ type: "study-closed" }),
      openImages: (files) => {
        dispatch({ type: "tray-brought", files });
        goToImage(0);
      },
      goToImage,
      removeImage: (item) => dispatch({ type: "tray-removed", item }),
      closeTray: () => dispatch({ type: "tray-closed" }),
      openEntry: (id) => load({ kind: "entry", id }),
      resumeRun: (id) => load({ kind: "interrupted", id }),
      openAgain: () => dispatch({ type: "load-repeated" }),
      refuseDrop: (code) => dispatch({ type: "told", news: { notice: { code, values: {}, action: "choose-file" } } }),
      setGrid: (rows, cols, picked = null) =>
        dispatch({ type: "question-asked", settings: { rows, cols, picked }, anew: true }),
      setCut: (cut) => dispatch({ type: "question-asked", settings: { cut }, anew: true }),
      setSample: (sample) => dispatch({ type: "question-asked", settings: { sample }, anew: true }),
      askHalves: () => {
        const { sample } = store.getState().settings;
        if (sample !== null)
          dispatch({ type: "question-asked", settings: { sample: { ...sample, halves: HALVES } }, anew: false });
      },
      openTopics: () => dispatch({ type: "told", news: { dialog: "topics" } }),
      pinPicture: () => dispatch({ type: "picture-pinned" }),
      unpinPicture: () => dispatch({ type: "pin-taken-off" }),
      beginGuide: () => dispatch({ type: "guide-begun" }),
      goToStep: (step) => dispatch({ type: "guide-went", step }),
      leaveGuide: () => dispatch({ type: "guide-left" }),
      openGlossary: (term) => dispatch({ type: "told", news: { dialog: "glossary", term } }),
      chooseTopic: (topic) => dispatch({ type: "topic-chosen", topic }),
      openPicking: () => dispatch({ type: "told", news: { dialog: "pick" } }),
      setBaseline: (baseline) => dispatch({ type: "question-asked", settings: { baseline }, anew: true }),
      setProbes: (probes) => dispatch({ type: "probes-asked", probes }),
      setTarget: (target, rather) =>
        dispatch({ type: "question-asked", settings: { target, rather: rather ?? null }, anew: false }),
      setKappa: (kappaFraction, kappaOf) =>
        dispatch({ type: "question-asked", settings: { kappaFraction, kappaOf }, anew: false }),
      askCertainty: () => dispatch({ type: "certainty-asked", byItself: false }),
      cancelCertainty: () => dispatch({ type: "certainty-cancelled" }),
      askUniqueness: (concept, layer) => dispatch({ type: "uniqueness-asked", concept, layer }),
      cancelUniqueness: () => dispatch({ type: "uniqueness-cancelled" }),
      askBaselines: () => dispatch({ type: "inquiry-asked", kind: "baselines", asked: null }),
      askStability: (asked) => dispatch({ type: "inquiry-asked", kind: "stability", asked }),
      askKappas: () => dispatch({ type: "inquiry-asked", kind: "kappas", asked: null }),
      askAcross: (name) => dispatch({ type: "inquiry-asked", kind: "across", asked: { name } }),
      cancelInquiry: (kind) => dispatch({ type: "inquiry-cancelled", kind }),
      cancel,
      // Before anything is on the page there is no run to repeat, only the start.
      runAgain: () =>
        dispatch(store.getState().image === null ? { type: "load-repeated" } : { type: "run-asked", reuse: true }),
      measureAgain: () => dispatch({ type: "run-asked", reuse: false }),
      retry: () => dispatch({ type: "retry-asked" }),
      dismissNotice: () => dispatch({ type: "told", news: { notice: null } }),
    },
  };
}
