/** What a network that was brought sets going. The page stays as it is until it is taken; nothing of this is fetched before one comes. */
import type { Actions } from "../actions.ts";
import { ownRefusal, probesNotice, wantedStorageNotice } from "../failures.ts";
import { PROBES_FILE_ENDING } from "../../formats/probes-file/document.ts";
import { printable } from "../../platform/printable.ts";
import type { Notice } from "../notice.ts";
import type { OwnNetwork, Trial } from "../own-network.ts";
import type { OwnShelf } from "../own-shelf.ts";
import type { LoadRequest } from "../pending.ts";
import type { Services } from "../services.ts";
import { followWork, type Session, type Turn } from "../session.ts";
import type { Images } from "./images.ts";
import type { Networks } from "./networks.ts";
import type { OwnWork } from "./own-work.ts";

/** What is said where a network does not run with its probes. */
const UNFIT: ReadonlySet<Notice["code"]> = new Set([
  "model-damaged",
  "run-non-finite",
  "run-session-failed",
  "run-unknown",
  "run-unknown-operator",
]);

/** Networks of the person's own. */
export interface OwnEffect {
  /** Brings the network that is asked about to the page. */
  bring(load: LoadRequest, keep: boolean, turn: Turn): Promise<void>;
  /** Lists those that are known here, now and whenever that changes; where nothing can be known, there are none. */
  list(): void;
  readonly actions: Pick<Actions, "chooseOwn" | "renameOwn" | "removeOwn" | "keepOwn" | "exportProbes" | "openProbes">;
}

/** Does what `state.own` names. */
export function createOwnEffect(
  session: Session,
  services: Pick<
    Services,
    "readNetwork" | "ownShelf" | "publishedNetworks" | "shippedProbes" | "decode" | "files" | "download"
  >,
  networks: Networks,
  images: Images,
): OwnEffect {
  let made: Promise<OwnWork> | null = null;
  const work = (): Promise<OwnWork> =>
    (made ??= import("./own-work.ts").then(({ createOwnWork }) => createOwnWork(session, services, networks, images)));

  /** Where it fails, the network is refused. */
  const refusing = async (own: number, turn: Turn, doing: (of: OwnWork) => Promise<void>): Promise<void> => {
    try {
      await doing(await work());
    } catch (error) {
      if (!turn.signal.aborted) turn.finish({ type: "own-refused", own, refusal: ownRefusal(error) });
    }
  };
  for (const stage of ["addressed", "fetching"] as const)
    followWork(
      session,
      ({ own }) => (own?.stage === stage ? [own] : []),
      (own, turn) => refusing(own.id, turn, (of) => of[stage](own, turn)),
    );
  followWork(
    session,
    ({ own }) => (own?.stage === "reading" ? [own] : []),
    (own, turn) => refusing(own.id, turn, ({ read }) => read(own, turn)),
  );
  followWork(
    session,
    ({ own }) => (own?.stage === "asking" && own.trial?.isOver === false ? [{ ...own.trial, own }] : []),
    ({ own, ...trial }: Trial & { readonly own: OwnNetwork }, turn) =>
      refusing(own.id, turn, ({ tryOut }) => tryOut(own, trial, turn)),
  );
  /** Probes that were dropped and are new here, until a picture came through them. */
  let untried: { readonly sha256: string; readonly setup: string; readonly name: string } | null = null;
  const list = (): void =>
    void work()
      .then((own) => own.list())
      .catch(() => session.dispatch({ type: "own-listed", networks: [] }));
  session.store.subscribe((state, before) => {
    // Another network is chosen among these, too.
    if (state.topic === "across" && before.topic !== "across") list();
  });
  session.store.subscribe((state, before) => {
    if (untried === null) return;
    const { sha256, setup, name } = untried;
    const code = state.notice === before.notice ? undefined : state.notice?.code;
    const isOn = before.model?.setup === setup;
    if (code !== undefined && UNFIT.has(code) && (isOn || before.load?.target.kind === "model")) {
      untried = null;
      // Else whoever chose the network again would be given them, and not what worked before.
      shelved((shelf) => shelf.forget(sha256, setup));
      notify({ code: "probes-unfit", values: { name: printable(name) }, action: "dismiss" });
    } else if (state.model?.setup === setup && state.run.phase === "done") untried = null;
  });
  const notify = (notice: Notice): void => session.dispatch({ type: "told", news: { notice } });
  const shelved = (doing: (shelf: OwnShelf) => Promise<unknown>): void =>
    void services
      .ownShelf()
      .then(doing)
      .catch((error: unknown) => notify(wantedStorageNotice(error)));
  return {
    actions: {
      chooseOwn: (sha256) => {
        const listed = session.store.getState().ownNetworks?.find((of) => of.sha256 === sha256);
        if (listed === undefined) return;
        if (listed.setup !== null)
          return session.dispatch({ type: "load-asked", target: { kind: "model", name: listed.name } });
        shelved(async (shelf) => {
          const file = await shelf.network(sha256);
          session.dispatch({ type: "own-brought", files: [{ name: `${listed.title}.onnx`, file }] });
        });
      },
      renameOwn: (sha256, title) => shelved((shelf) => shelf.rename(sha256, title)),
      removeOwn: (sha256) => shelved((shelf) => shelf.remove(sha256)),
      exportProbes: (sha256) =>
        void services
          .ownShelf()
          .then(async (shelf) => {
            const probes = await shelf.exported(sha256);
            services.download(await services.files.writeProbes(probes), `${probes.manifest.name}${PROBES_FILE_ENDING}`);
          })
          .catch((error: unknown) => notify(probesNotice(error, PROBES_FILE_ENDING))),
      openProbes: (file, name) =>
        void services
          .ownShelf()
          .then(async (shelf) => {
            const { title, manifest, files } = await services.files.readProbes(
              new Uint8Array(await file.arrayBuffer()),
            );
            const origin = { kind: "file", fileName: name } as const;
            const { sha256 } = manifest.network;
            const earlier = await shelf.find({ sha256 });
            const { listed, unkept } = await shelf.take({ title, origin, network: null, manifest, files }, false);
            if (unkept !== null && !listed.isHere) throw unkept;
            const { setup } = listed;
            untried = listed.isHere && setup !== null && setup !== earlier?.setup ? { sha256, setup, name } : null;
            if (listed.isHere) session.dispatch({ type: "load-asked", target: { kind: "model", name: listed.name } });
            else notify({ code: "probes-kept", values: { title: listed.title }, action: "choose-file" });
          })
          .catch((error: unknown) => notify(probesNotice(error, name))),
      keepOwn: (sha256, keep) => shelved((shelf) => (keep ? shelf.keepWeights(sha256) : shelf.dropWeights(sha256))),
    },
    bring: async (load, keep, turn) => (await work()).bring(load, keep, turn),
    list,
  };
}
