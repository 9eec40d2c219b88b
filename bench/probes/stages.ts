import type { FitNews } from "../../src/probes/fitting.ts";

/** Seconds of each part of a fit: keeping and looking, features, fitting, measuring. */
export interface StageSeconds {
  readonly before: number;
  readonly features: number;
  readonly fitting: number;
  readonly measuring: number;
}

/** Follows a fit by its news. */
export function watchStages(): { hear(news: FitNews): void; end(): StageSeconds } {
  const start = performance.now();
  let [planned, features, fitted] = [start, start, start];
  return {
    hear: (news) => {
      const now = performance.now();
      if (news.stage === "planned") planned = features = fitted = now;
      // The last photograph is begun, not done: its part is lost among thousands.
      if (news.stage === "features") features = fitted = now;
      if (news.stage === "fitted") fitted = now;
    },
    end: () => {
      const seconds = (from: number, to: number): number => (to - from) / 1000;
      return {
        before: seconds(start, planned),
        features: seconds(planned, features),
        fitting: seconds(features, fitted),
        measuring: seconds(fitted, performance.now()),
      };
    },
  };
}
