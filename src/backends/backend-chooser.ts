import type { Masks } from "../core/masks.ts";
import type { AdapterFinding } from "./adapter.ts";
import type { OpeningFacts } from "./batching.ts";
import { decisionOf, isLoss, refusalOf, type Refusal } from "./backend-decision.ts";
import {
  freshReport,
  type Decision,
  type EngineEvent,
  type EngineFacts,
  type EngineReport,
  type GpuFailure,
  type BackendChoice,
} from "./engine-report.ts";
import type { EvaluateOptions, MaskEvaluator } from "./evaluator.ts";
import { runChecked } from "./checked-run.ts";
import { MAX_LOSSES_IN_A_ROW } from "./webgpu-backend.ts";
import { parityHolds } from "./parity.ts";
import type { MaskedInput } from "./protocol.ts";
import { tryBackends, type Backends, type Trial } from "./backend-trial.ts";
import type { TaskQueue } from "../platform/task-queue.ts";
import { untilAborted } from "../platform/until-aborted.ts";

/** Fewer masks are over before a rate means anything. */
const TELLING_MASKS = 64;

/** What a choice of backends is made of. */
export interface BackendChooserOptions extends Backends {
  readonly adapter: Promise<AdapterFinding>;
  readonly choice: BackendChoice;
  readonly isolated: boolean;
  /** What opening the network in WebAssembly told. */
  readonly opening: OpeningFacts;
  /** Where WebAssembly's tasks wait, beside whatever else must not be timed against. */
  readonly queue: TaskQueue;
  /** Told of every change. */
  onReport(report: EngineReport): void;
}

/**
 * A network that runs on the GPU or on WebAssembly, whichever is chosen or found to be faster, and goes over to WebAssembly when the GPU
 * fails. The first run is WebAssembly's, so that nothing waits for the GPU; the trial comes after it. Every run on the GPU is checked
 * against WebAssembly, and nothing of it is told before its first batch holds.
 */
export class BackendChooser implements MaskEvaluator {
  readonly layerCount: number;
  readonly replicateCount: number;
  readonly classCount: number;
  readonly #options: BackendChooserOptions;
  #report: EngineReport;
  #trying: Promise<void> | null = null;
  #trial: Trial | null = null;
  #adapter: AdapterFinding | null = null;
  #refused: Refusal | null = null;
  /** What befell a GPU that a person asked for before the run that was to use it. */
  readonly #early: EngineEvent[] = [];
  /** Evaluations under way; how many of them, and of trials, are on the GPU. */
  #running = 0;
  #onGpu = 0;
  /** Whether another network is in use meanwhile. */
  #resting = false;
  /** Counts evaluations. */
  #started = 0;
  #disposed = false;

  constructor(options: BackendChooserOptions) {
    this.layerCount = options.wasm.layerCount;
    this.replicateCount = options.wasm.replicateCount;
    this.classCount = options.wasm.classCount;
    this.#options = options;
    this.#report = freshReport(options.choice, options.workers, options.isolated, options.opening);
    options.onReport(this.#report);
    void options.adapter.then((adapter) => {
      this.#adapter = adapter;
      this.#tell({ adapter: adapter.name });
      this.#decide();
    });
    if (options.choice === "webgpu") void this.#try();
  }

  /** Another backend from the next run on; asking for the GPU again gives it another chance. */
  choose(choice: BackendChoice): void {
    if (choice === "webgpu" && this.#refused !== null) {
      this.#refused = null;
      this.#trial = null;
      this.#trying = null;
    }
    this.#tell({ choice });
    this.#decide();
    if (choice === "webgpu") void this.#try();
  }

  /** Resolves once the GPU that was asked for is open and tried, or refused; it never rejects. */
  async ready(): Promise<void> {
    if (this.#report.choice === "webgpu") await this.#try();
  }

  async evaluate(input: MaskedInput, masks: Masks, options: EvaluateOptions): Promise<void> {
    options.signal?.throwIfAborted();
    if (this.#running === 0) this.#tell({ events: this.#early.splice(0) });
    this.#running += 1;
    this.#started += 1;
    this.#resting = false;
    try {
      await untilAborted(this.ready(), options.signal);
      options.signal?.throwIfAborted();
      await this.#run(input, masks, options);
    } finally {
      this.#running -= 1;
      if (this.#report.choice === "auto") void this.#try();
    }
  }

  /** Lets go of the GPU as soon as no run is on it; the next run opens it again. */
  rest(): void {
    this.#resting = true;
    this.#release();
  }

  dispose(): void {
    this.#disposed = true;
    this.#options.gpu.dispose();
    this.#options.wasm.dispose();
  }

  /** Takes note of something that happened during a run. */
  note(event: EngineEvent): void {
    this.#tell({ events: [...this.#report.events, event] });
  }

  async #run(input: MaskedInput, masks: Masks, options: EvaluateOptions): Promise<void> {
    const { backend } = this.#report;
    const { nowMs, wasm, wasmBatch } = this.#options;
    const [startMs, running, started] = [nowMs(), this.#running, this.#started];
    const left = backend === "webgpu" ? await this.#runOnGpu(input, masks, options) : masks;
    if (left.length > 0) await wasm.evaluate(input, left, options);
    // A trial times both backends alike; without one, a run that had the workers to itself is what is known of WebAssembly.
    const hadCompany = running > 1 || this.#started > started;
    if (backend === "webgpu" || this.#trial !== null || masks.length < TELLING_MASKS || hadCompany) return;
    this.#tell({
      timings: {
        webgpu: null,
        wasm: { batchSize: wasmBatch, masksPerSecond: (1000 * masks.length) / (nowMs() - startMs) },
      },
    });
  }

  /** Runs on the GPU as long as that goes well; the masks that are left to WebAssembly. */
  async #runOnGpu(input: MaskedInput, masks: Masks, options: EvaluateOptions): Promise<Masks> {
    this.#onGpu += 1;
    try {
      const { left, failure } = await runChecked(this.#options, input, masks, options, (parity) =>
        this.#tell({ parity }),
      );
      if (failure !== null) this.#refuse(failure.reason, failure.message);
      return left;
    } finally {
      this.#onGpu -= 1;
      this.#release();
    }
  }

  #refuse(reason: GpuFailure, message: string | null): void {
    this.#refused = { reason, message };
    this.#options.gpu.replace();
    this.note({ code: "gave-up", reason });
    this.#decide();
  }

  /** Opens the GPU and tries it, once; never rejects. */
  #try(): Promise<void> {
    if (this.#trying !== null) return this.#trying;
    // Whoever lets go of the GPU waits for the trial's end.
    this.#onGpu += 1;
    this.#trying = this.#tryGpu()
      .catch((error: unknown) => this.#turnDown(refusalOf(error)))
      .then(() => {
        this.#onGpu -= 1;
        this.#decide();
      });
    return this.#trying;
  }

  /** The GPU did not get through its trial. */
  #turnDown(refused: Refusal): void {
    const event: EngineEvent = { code: "refused", reason: refused.reason };
    this.#refused = refused;
    this.note(event);
    if (this.#report.choice === "webgpu" && this.#running === 0) this.#early.push(event);
  }

  async #tryGpu(): Promise<void> {
    const { unusable, unwise } = await this.#options.adapter;
    if (unusable !== null || (unwise !== null && this.#report.choice === "auto")) {
      // A person may still ask for it.
      this.#trying = null;
      return;
    }
    const { gpu, queue } = this.#options;
    for (let losses = 0; ;) {
      try {
        const facts = await gpu.open();
        const trial = await queue.alone(() => tryBackends(this.#options, facts));
        this.#trial = trial;
        this.#tell({ timings: { webgpu: trial.webgpu, wasm: trial.wasm }, parity: trial.parity });
        if (!parityHolds(trial.parity)) this.#turnDown({ reason: "parity", message: null });
        return;
      } catch (error) {
        gpu.replace();
        if (!isLoss(error) || ++losses === MAX_LOSSES_IN_A_ROW) throw error;
        this.note({ code: "replaced" });
      }
    }
  }

  /** Settles the next run's backend by what is known. */
  #decide(): void {
    const decision = decisionOf(this.#report.choice, this.#adapter, this.#refused, this.#trial);
    const message = this.#refused !== null && decision.reason === this.#refused.reason ? this.#refused.message : null;
    this.#tell({ message, ...decision });
    this.#release();
  }

  /** Ends the GPU's worker if no run needs it: it holds memory that others may want, and opens again when a person asks for it. */
  #release(): void {
    const isIdle = this.#report.backend === "wasm" && this.#trial !== null;
    if ((isIdle || this.#resting) && this.#onGpu === 0) this.#options.gpu.replace();
  }

  #tell(news: Partial<EngineFacts> | (Partial<EngineFacts> & Decision)): void {
    if (this.#disposed) return;
    this.#report = { ...this.#report, ...news };
    this.#options.onReport(this.#report);
  }
}
