/** What looking into a network of the person's own sets going; nothing of this is fetched before somebody does. */
import type { Jobs } from "../../jobs/jobs.ts";
import type { DroppedFile } from "../../images/image-set/dropped-files.ts";
import type { Actions } from "../actions.ts";
import { ownRefusal } from "../failures.ts";
import type { LoadRequest } from "../pending.ts";
import type { Notice } from "../notice.ts";
import type { Services } from "../services.ts";
import { followWork, type Session, type Turn } from "../session.ts";
import type { Images } from "./images.ts";
import type { LayersWork } from "./layers-work.ts";
import type { Networks } from "./networks.ts";

/** Layers of the person's networks. */
export interface LayersEffect {
  /** Brings to the page what is on it, through another setup of its network, or through linear functions of this very image. */
  bring(load: LoadRequest, turn: Turn): Promise<void>;
  readonly actions: Pick<
    Actions,
    "openLayers" | "toggleLayer" | "giveImages" | "leaveLayers" | "lookOnImage" | "fitProbes" | "cancelFit"
  >;
}

/** Does what `state.layers` and `state.fit` name. */
export function createLayersEffect(
  session: Session,
  services: Pick<Services, "readNetwork" | "ownShelf" | "probeFitter" | "fitUnderWay" | "createEngine">,
  jobs: Jobs,
  networks: Networks,
  images: Images,
): LayersEffect {
  const { store, dispatch } = session;
  /** Fits that go on in another tab, or may after a reload. */
  const goingOn = new Set<string>();
  let made: Promise<LayersWork> | null = null;
  const work = (): Promise<LayersWork> =>
    (made ??= import("./layers-work.ts").then(({ createLayersWork }) =>
      createLayersWork(session, services, jobs, networks, images),
    ));

  followWork(
    session,
    ({ layers }) => (layers?.stage === "reading" && layers.refusal === null ? [layers] : []),
    async (layers, turn) => {
      try {
        await (await work()).read(layers, turn);
      } catch (error) {
        if (!turn.signal.aborted)
          turn.finish({ type: "layers-refused", layers: layers.id, refusal: ownRefusal(error) });
      }
    },
  );
  followWork(
    session,
    ({ fit }) => (fit === null ? [] : [fit]),
    async (fit, turn) => {
      try {
        await (await work()).fit(fit, turn);
      } catch (error) {
        if (turn.signal.aborted) return;
        const refusal = ownRefusal(error);
        if (fit.of === null && refusal.code === "elsewhere") {
          // Another tab goes on with what this one took for broken off.
          goingOn.add(fit.key);
          return turn.finish({ type: "fit-cancelled" });
        }
        // For what is kept, a part of the page that could not be fetched may be there after a reload; with anything else nobody can go on.
        if (fit.of === null && refusal.code === "part-missing") goingOn.add(fit.key);
        else
          void services
            .probeFitter()
            .then((fitter) => fitter.discard(fit.key))
            .catch(() => undefined);
        // Of a fit that an earlier visit began it may not be known what it is of.
        const of = fit.of?.title;
        const notice: Notice =
          of === undefined
            ? { code: "fit-failed", values: {}, action: "dismiss" }
            : { code: "probes-failed", values: { name: of }, action: "dismiss" };
        turn.finish({ type: "fit-failed", fit: fit.id, refusal, notice });
      }
    },
  );
  // Whatever ended it here: a reload is not to go on with it.
  store.subscribe((state, before) => {
    if (state.fit !== null || before.fit === null || goingOn.has(before.fit.key)) return;
    if (services.fitUnderWay.key() === before.fit.key) services.fitUnderWay.note(null);
  });
  // What a reload broke off goes on, once the page has its first picture.
  const stop = store.subscribe(({ run, fit }) => {
    if (run.phase !== "done" && run.phase !== "opened") return;
    stop();
    const key = services.fitUnderWay.key();
    if (key !== null && fit === null) dispatch({ type: "fit-asked", key, of: null });
  });

  return {
    bring: async (load, turn) => (await work()).bring(load, turn),
    actions: {
      openLayers: () => {
        const { model, result, ownNetworks } = store.getState();
        const sha256 = model?.manifest.network.sha256 ?? result?.model.sha256;
        if (sha256 === undefined) return;
        const title = ownNetworks?.find((of) => of.sha256 === sha256)?.title ?? result?.model.name ?? "";
        dispatch({ type: "layers-opened", sha256, title });
      },
      toggleLayer: (tensor) => dispatch({ type: "layer-toggled", tensor }),
      giveImages: (files: readonly DroppedFile[] | Promise<readonly DroppedFile[]>) => {
        const layers = store.getState().layers?.id;
        dispatch({ type: "layers-images-given" });
        const collecting = store.getState().layers?.collecting ?? null;
        if (layers === undefined || collecting === null) return;
        void work()
          .then(async (of) => of.collect(await files, collecting))
          .catch((error: unknown) => dispatch({ type: "layers-refused", layers, refusal: ownRefusal(error) }));
      },
      leaveLayers: () => dispatch({ type: "layers-left" }),
      lookOnImage: () => {
        const { layers, settings } = store.getState();
        if (layers === null) return;
        dispatch({ type: "load-asked", target: { kind: "on-image", layers: layers.chosen, settings } });
      },
      fitProbes: () => {
        const { layers } = store.getState();
        if (layers === null || layers.images === null) return;
        const { sha256, title } = layers;
        dispatch({ type: "fit-asked", key: crypto.randomUUID(), of: { sha256, title } });
      },
      cancelFit: () => dispatch({ type: "fit-cancelled" }),
    },
  };
}
