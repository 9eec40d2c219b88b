import type { StoreApi } from "zustand/vanilla";
import type { LoadedModel } from "../model/model-files.ts";
import type { Actions } from "./actions.ts";
import { openingNotice } from "./failures.ts";
import type { Running } from "./running.ts";
import type { Services } from "./services.ts";
import type { Opening, Sample, ShownImage, StrataState } from "./shape.ts";

/** The model the page opens with, where it is shipped. */
const PREFERRED_MODEL = "imagenette64";

type OpeningActions = Pick<Actions, "start" | "chooseModel" | "chooseSample" | "openImage" | "openAgain" | "refuseDrop">;

/** An image file before the network has seen it. */
type Source = Pick<ShownImage, "file" | "title">;

/** A model with its name among the shipped ones. */
interface NamedModel {
  readonly name: string;
  readonly loaded: LoadedModel;
}

/** Bringing models and images to the page. Until both are in, the page stays as it is; the last wish wins. */
export function createOpening(store: StoreApi<StrataState>, services: Services, running: Running): { readonly actions: OpeningActions; stop(): void } {
  let model: NamedModel | null = null;
  let latest = 0;
  let lastWish: () => void = () => undefined;

  /** Runs `fetch` under a name people see, and puts what it brings on the page unless something newer was wished for. */
  async function bring(opening: Opening, fetch: () => Promise<{ model: NamedModel; source: Source | null }>): Promise<void> {
    const mine = ++latest;
    lastWish = () => void bring(opening, fetch);
    store.setState({ opening });
    try {
      const arrival = await fetch();
      const image = arrival.source === null ? null : await fitted(arrival.source, arrival.model.loaded);
      if (mine !== latest) return;
      ({ model } = arrival);
      store.setState({ opening: null, notice: null });
      running.show(model.name, model.loaded, image);
    } catch (error) {
      if (mine !== latest) return;
      store.setState({ opening: null, notice: openingNotice(error, opening) });
      if (store.getState().image === null) store.setState({ run: { phase: "failed", code: "start" } });
    }
  }

  async function fitted(source: Source, { manifest }: LoadedModel): Promise<ShownImage> {
    const { pixels } = await services.decode(source.file, manifest.input.width, manifest.input.height);
    return { ...source, pixels };
  }

  const modelNamed = async (name: string): Promise<NamedModel> =>
    model?.name === name ? model : { name, loaded: await services.loadModel(name) };

  const sampleSource = async (sample: Sample): Promise<Source> => ({
    file: await services.sampleFile(sample),
    title: { from: "sample", file: sample.file },
  });

  /** The person's own image goes along to another model; a sample gives way to one that belongs to that model, where there is one. */
  async function withImageFor(named: NamedModel): Promise<{ model: NamedModel; source: Source | null }> {
    const { image } = store.getState();
    if (image !== null && image.title.from !== "sample") return { model: named, source: image };
    const { samples } = store.getState();
    const sample = samples.find(({ model: of }) => of === named.name) ?? samples[0];
    return { model: named, source: sample === undefined ? null : await sampleSource(sample) };
  }

  async function start(): Promise<void> {
    store.setState({ run: { phase: "loading" } });
    await bring({ what: "model", name: PREFERRED_MODEL }, async () => {
      const [models, samples] = await Promise.all([services.modelNames(), services.samples()]);
      store.setState({ models, samples });
      return withImageFor(await modelNamed(models.includes(PREFERRED_MODEL) ? PREFERRED_MODEL : models[0] ?? PREFERRED_MODEL));
    });
  }

  const current = (): string => store.getState().model?.name ?? store.getState().models[0] ?? PREFERRED_MODEL;
  const openSource = (next: Source, name: string): Promise<void> =>
    bring({ what: "image", name }, async () => ({ model: await modelNamed(current()), source: next }));

  return {
    stop: () => {
      latest++;
      store.setState({ opening: null });
    },
    actions: {
      start: () => void start(),
      chooseModel: (name) => void bring({ what: "model", name }, async () => withImageFor(await modelNamed(name))),
      chooseSample: (sample) => void bring({ what: "image", name: sample.file },
        async () => ({ model: await modelNamed(sample.model), source: await sampleSource(sample) })),
      openImage: (file, name) => void openSource({ file, title: name === null ? { from: "clipboard" } : { from: "file", name } }, name ?? ""),
      openAgain: () => lastWish(),
      refuseDrop: (code) => store.setState({ notice: { code, values: {}, action: "choose-file" } }),
    },
  };
}
