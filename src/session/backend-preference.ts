import type { EngineReport, RoadChoice } from "../backends/engine-report.ts";

/** Where the choice of a road lies and what engines report of theirs: one preference a page, whichever engine is open. */
export interface BackendPreference {
  choice(): RoadChoice;
  /** For the engine that is open and those to come. */
  choose(choice: RoadChoice): void;
  /** Calls back at every report of the engine that is open; null when there is none any more. One listener. */
  watch(listener: (report: EngineReport | null) => void): void;
}

/** What an engine is to the preference. */
interface PreferringEngine {
  choose(choice: RoadChoice): void;
  dispose(): void;
}

/** The preference, and how an engine is opened at it. */
export interface OpenBackendPreference extends BackendPreference {
  open<E extends PreferringEngine>(
    create: (choice: RoadChoice, onReport: (report: EngineReport) => void) => Promise<E>,
  ): Promise<E>;
}

/** A preference that begins with a choice and hands on what a person chooses later. */
export function createBackendPreference(
  choice: RoadChoice,
  remember: (choice: RoadChoice) => void,
): OpenBackendPreference {
  let listener: (report: EngineReport | null) => void = () => undefined;
  // Only the engine opened last speaks for the page.
  let latest = 0;
  let chooseOfLatest: ((choice: RoadChoice) => void) | null = null;
  return {
    choice: () => choice,
    choose: (wish) => {
      choice = wish;
      remember(wish);
      chooseOfLatest?.(wish);
    },
    watch: (told) => {
      listener = told;
    },
    open: async (create) => {
      const turn = ++latest;
      const asked = choice;
      chooseOfLatest = null;
      const engine = await create(asked, (report) => {
        if (turn === latest) listener(report);
      });
      if (turn === latest) {
        chooseOfLatest = (wish) => engine.choose(wish);
        // Chosen while it was being opened.
        if (choice !== asked) engine.choose(choice);
      }
      return {
        ...engine,
        dispose: () => {
          if (turn === latest) {
            chooseOfLatest = null;
            listener(null);
          }
          engine.dispose();
        },
      };
    },
  };
}
