/** What asking beside a finished picture sets going. */
import { ModelError } from "../../models/errors.ts";
import type { LoadedModel } from "../../models/model-files.ts";
import { snapshotModel, snapshotOf } from "../../exploration/snapshot.ts";
import { noisyDraws, otherBaselines, otherKappas, otherNetwork, type Engines } from "../../exploration/computations.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import { inquiryNotice } from "../failures.ts";
import type { Inquiry, InquiryKind, InquiryKinds } from "../pending.ts";
import type { Resources } from "../resources.ts";
import type { Services } from "../services.ts";
import { followWork, type Session } from "../session.ts";
import type { Images } from "./images.ts";

type Progress<Kind extends InquiryKind> = InquiryKinds[Kind]["progress"];
type Found<Kind extends InquiryKind> = InquiryKinds[Kind]["found"];
type Asked<Kind extends InquiryKind> = NonNullable<Inquiry<Kind>["work"]>["asked"];

/** Finds out one kind: `tell` says how far it is, and what is found of what is done by then. */
type Finding<Kind extends InquiryKind> = (
  asked: Asked<Kind>,
  signal: AbortSignal,
  tell: (progress: Progress<Kind>, found?: Found<Kind> | null) => void,
) => Promise<Found<Kind>>;

/** Computes what `state.inquiries` names; it fails no run. */
export function createInquiriesEffect(
  session: Session,
  services: Pick<Services, "loadModel" | "ownShelf">,
  resources: Resources,
  engines: Engines,
  jobs: Jobs,
  images: Pick<Images, "seenBy">,
): void {
  const { store, dispatch } = session;

  /** The picture, its image, and its network. */
  function picture() {
    const { result, image, model } = store.getState();
    return { model: resources.networks.get(model!.id)!, image: image!.pixels, snapshot: result!.snapshot! };
  }

  /** A network that ships, or one of the person's. */
  async function network(name: string, signal: AbortSignal): Promise<LoadedModel> {
    if (store.getState().models.some((listed) => listed.name === name))
      return services.loadModel(name, signal, "first");
    const shelf = await services.ownShelf();
    const mine = (await shelf.list()).find((listed) => listed.name === name);
    if (mine === undefined) throw new ModelError("unlisted", `no model ${name}`, { name });
    return shelf.load(mine, "first");
  }

  const findings: { readonly [Kind in InquiryKind]: Finding<Kind> } = {
    baselines: (_, signal, tell) => jobs.start(otherBaselines(engines), picture(), { signal, onProgress: tell }).done,
    stability: (asked, signal, tell) =>
      jobs.start(
        noisyDraws(engines),
        { ...picture(), ...asked },
        { signal, priority: "background", onProgress: ({ progress, found }) => tell(progress, found) },
      ).done,
    kappas: (_, signal, tell) =>
      jobs.start(otherKappas(engines), picture(), {
        signal,
        priority: "background",
        onProgress: ({ progress, found }) => tell(progress, found),
      }).done,
    across: async ({ name }, signal, tell) => {
      const { snapshot } = picture();
      const source = store.getState().image!;
      const loaded = await network(name, signal);
      // The same part of the image, whatever the other network takes by itself: its patches are to be the same.
      const { resize } = store.getState().model!.manifest.input;
      const input = { ...loaded.manifest.input, resize };
      const alike = { ...loaded, manifest: { ...loaded.manifest, input } };
      const image = await images.seenBy(source, alike, signal);
      const question = { model: loaded, image: image.pixels, imageSha256: image.sha256, snapshot };
      const exploration = await jobs.start(otherNetwork(engines), question, {
        signal,
        priority: "background",
        onProgress: tell,
      }).done;
      const seen = { name: snapshot.image.name, pixels: image.pixels };
      return snapshotOf(exploration, snapshotModel(loaded), seen);
    },
  };

  function follow<Kind extends InquiryKind>(kind: Kind): void {
    followWork(
      session,
      ({ inquiries }) => {
        const { work } = inquiries[kind];
        return work === null ? [] : [work];
      },
      async ({ id: inquiry, asked }, { signal, finish }) => {
        // The parts of an event are of one kind, which the compiler does not follow through a parameter.
        const event = (of: object): Parameters<typeof dispatch>[0] =>
          ({ kind, inquiry, ...of }) as Parameters<typeof dispatch>[0];
        try {
          const found = await findings[kind](asked, signal, (progress, sofar = null) =>
            dispatch(event({ type: "inquiry-measured", progress, found: sofar })),
          );
          finish(event({ type: "inquiry-found", found }));
        } catch (error) {
          if (signal.aborted) return;
          const { snapshot } = picture();
          const network = asked !== null && "name" in asked ? asked.name : snapshot.model.name;
          const about = { network, image: snapshot.image.name };
          finish(event({ type: "inquiry-failed", notice: inquiryNotice(kind, error, about) }));
        }
      },
    );
  }
  (Object.keys(findings) as InquiryKind[]).forEach(follow);
}
