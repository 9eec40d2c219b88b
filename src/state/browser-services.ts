import type { ImageDecoder } from "../inference/evaluator.ts";
import { ModelError } from "../model/errors.ts";
import { loadModel } from "../model/load-model.ts";
import { fetchOwn } from "../storage/fetching.ts";
import { languageOf, type Language } from "../strings/index.ts";
import type { Services } from "./services.ts";
import type { Sample, Theme } from "./shape.ts";

/** Where the two choices are kept; `public/theme.js` reads the same key before the first paint. */
const PREFERENCES = "strata.preferences";

/** The language and theme chosen earlier, else the browser's and the system's. */
export function rememberedChoice(): { readonly language: Language; readonly theme: Theme } {
  const root = document.documentElement;
  return { language: languageOf(root.lang), theme: root.dataset["theme"] === "dark" ? "dark" : "light" };
}

async function fetched(path: string): Promise<Response> {
  const response = await fetchOwn(path);
  if (!response.ok) throw new ModelError("not-found", `${path}: status ${response.status}`, { file: path, status: response.status });
  return response;
}

const json = async (path: string): Promise<unknown> => (await fetched(path)).json();
const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetched(path)).arrayBuffer());

/** The world as a browser gives it. Workers and ONNX Runtime are fetched when they are first needed. */
export function browserServices(): Services {
  let decoder: Promise<ImageDecoder> | null = null;
  return {
    modelNames: async () => (await json("models/index.json")) as readonly string[],
    samples: async () => (await json("samples/index.json")) as readonly Sample[],
    loadModel: async (name) => {
      const [manifest, backbone, tail] = await Promise.all([
        json(`models/${name}.json`), bytes(`models/${name}.onnx`), bytes(`models/${name}.tail.onnx`),
      ]);
      return loadModel({ manifest, backbone, tail });
    },
    sampleFile: async (sample) => (await fetched(`samples/${sample.file}`)).blob(),
    decode: async (file, width, height) => {
      decoder ??= import("../inference/browser-engine.ts").then(({ createBrowserDecoder }) => createBrowserDecoder());
      return (await decoder).decode(file, width, height);
    },
    openEngine: async (model) => (await import("../inference/browser-engine.ts")).createBrowserEngine(model),
    nowMs: () => performance.now(),
    remember: (choice) => {
      try {
        localStorage.setItem(PREFERENCES, JSON.stringify(choice));
      } catch {
        // A browser that keeps nothing only forgets the choice.
      }
    },
  };
}
