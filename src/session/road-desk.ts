import type { EngineReport, RoadChoice } from "../backends/engine-report.ts";

/** Where the choice of a road lies and what engines report of theirs: one desk a page, whichever engine is open. */
export interface RoadDesk {
  choice(): RoadChoice;
  /** For the engine that is open and those to come. */
  choose(choice: RoadChoice): void;
  /** Calls back at every report of the engine that is open; null when there is none any more. One listener. */
  watch(listener: (report: EngineReport | null) => void): void;
}

/** What an engine is to the desk. */
interface DeskEngine {
  choose(choice: RoadChoice): void;
  dispose(): void;
}

/** The desk, and how an engine is opened at it. */
export interface OpenRoadDesk extends RoadDesk {
  open<E extends DeskEngine>(
    create: (choice: RoadChoice, onReport: (report: EngineReport) => void) => Promise<E>,
  ): Promise<E>;
}

/** A desk that begins with a choice and hands on what a person chooses later. */
export function createRoadDesk(choice: RoadChoice, remember: (choice: RoadChoice) => void): OpenRoadDesk {
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
