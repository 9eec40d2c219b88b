/**
 * Fetches networks from where they are published. It alone may connect beyond the page's own origin: its script is served with a policy of its own
 * (`src/storage/page-headers.ts`), which lets it do nothing else.
 */
import { serve } from "../src/platform/serve.ts";
import { answersElsewhere, fetchElsewhere } from "../src/storage/fetch-elsewhere.ts";
import { openPartials } from "../src/storage/networks/partials.ts";
import { createFetchApi } from "../src/storage/published/fetch-api.ts";

serve(
  createFetchApi({
    ask: fetchElsewhere,
    answers: answersElsewhere,
    open: () => openPartials().catch(() => null),
    locks: navigator.locks,
    isOnline: () => navigator.onLine,
    isIsolated: () => self.crossOriginIsolated,
    patienceMs: 60_000,
  }),
);
