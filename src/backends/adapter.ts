import type { BatchLimit } from "./batching.ts";
import { isIos } from "./engine-limit.ts";
import type { GpuRefusal } from "./engine-report.ts";

/** What the browser says of its GPU before anything is fetched for it. */
export interface AdapterFinding {
  /** Why it cannot be used at all. */
  readonly unusable: Extract<GpuRefusal, "no-webgpu" | "no-adapter" | BatchLimit> | null;
  /** Why it is not to be used unless a person asks for it. */
  readonly unwise: Extract<GpuRefusal, "software-adapter" | "ios"> | null;
  readonly name: string | null;
}

/** The part of a browser that is asked. */
export interface AdapterWorld {
  readonly gpu?:
    { requestAdapter(options?: GPURequestAdapterOptions): Promise<Pick<GPUAdapter, "info"> | null> } | undefined;
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/** Asks for the adapter; a browser that throws has none. */
export async function findAdapter({ gpu, userAgent, maxTouchPoints }: AdapterWorld): Promise<AdapterFinding> {
  if (gpu === undefined) return { unusable: "no-webgpu", unwise: null, name: null };
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (adapter === null) return { unusable: "no-adapter", unwise: null, name: null };
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = description !== "" ? description : [vendor, architecture].filter((part) => part !== "").join(" ");
  const ios = isIos({ userAgent, maxTouchPoints });
  return { unusable: null, unwise: isFallbackAdapter ? "software-adapter" : ios ? "ios" : null, name };
}
