export default {
  title: "Where the network runs",
  badge: {
    webgpu: "WebGPU · parity {{parity}}",
    wasm_one: "WASM · {{count}} worker",
    wasm_other: "WASM · {{count}} workers",
    opening: "WASM · GPU to be tried",
    gaveUp: "WASM · GPU given up",
    label: "Engine: {{text}}. Show why",
  },
  choice: { label: "Run on", auto: "Faster one", webgpu: "GPU (WebGPU)", wasm: "Processor (WASM)" },
  next: "Counts from the next run on.",
  again: "Run this image again",
  decision: {
    webgpu: {
      chosen: "On the GPU, as you asked.",
      faster: "On the GPU: it was {{times}} times as fast here as the processor.",
    },
    wasm: {
      chosen: "On the processor, as you asked.",
      slower: "On the processor: the GPU was tried with this network and was slower.",
      opening: "On the processor until the GPU has been opened and tried, which begins after the first run.",
      "no-webgpu": "On the processor: this browser has no WebGPU.",
      "no-adapter": "On the processor: the browser offers no GPU to compute with.",
      "software-adapter":
        "On the processor: what the browser offers as a GPU is itself a program on the processor. It is used only if you ask for it.",
      ios: "On the processor: iOS ends pages that use WebGPU for long. It is used only if you ask for it.",
      parity:
        "On the processor: the GPU's numbers differ from the processor's by more than the tolerance, so they are not used.",
      session: "On the processor: this network could not be opened on the GPU.",
      fixed:
        "On the processor: this network is made for a fixed number of images at once, which leaves a GPU little to do.",
      dependent:
        "On the processor, one image at a time: in this network an image's numbers depend on the images beside it.",
      lost: "On the processor: the browser lost the GPU twice in a row.",
      memory: "On the processor: the GPU's memory does not hold even one masked image.",
      failed: "On the processor: the GPU failed while it ran.",
    },
  },
  message: "The browser says: {{message}}",
  measured: "Measured here",
  speed: "{{rate}} masks/s",
  none: "not measured",
  batch: "batches of {{count}}",
  workers_one: "{{count}} worker, one thread",
  workers_other: "{{count}} workers, one thread each",
  parity: {
    title: "Parity",
    none: "not compared yet",
    value: "{{ratio}} (at most {{tolerance}})",
    read: "Largest difference between the GPU's logits and the processor's, {{delta}} nats, over the largest logit, {{logit}} nats: {{masks}} masks, all layers, one at a time and in batches of {{batch}}. Checked when the GPU is tried and on the first batch of every run.",
  },
  gpu: "GPU",
  noGpu: "none",
  isolated: "Cross-origin isolation",
  yes: "yes",
  no: "no; nothing here depends on it",
  events: {
    title: "In the latest run",
    replaced: "The GPU was lost; it was opened anew and the run went on.",
    halved: "The GPU's memory ran out; the run went on in batches of {{batchSize}}.",
    "worker-replaced":
      "A worker failed or was stopped by the browser; another did its batch again, with the same numbers.",
    "fewer-workers": "A worker could not be started; the others did its work.",
    "solver-replaced": "A worker that looks for concepts was stopped by the browser; another did its layer again.",
    "worker-halved": "A worker ran out of memory; the run went on in batches of {{batchSize}}.",
    "gave-up": {
      parity:
        "The GPU's numbers differed from the processor's; none of them was used, the processor did the whole run.",
      lost: "The GPU was lost twice in a row; the processor did the rest of the run.",
      memory: "The GPU's memory did not hold one masked image; the processor did the rest of the run.",
      failed: "The GPU failed; the processor did the rest of the run.",
    },
  },
  close: "Close",
};
