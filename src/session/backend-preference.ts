import type { EngineReport, BackendChoice } from "../backends/engine-report.ts";

/** Where the choice of a backend lies and what engines report of theirs: one preference a page, whichever engine is open. */
export interface BackendPreference {
  choice(): BackendChoice;
  /** For the engine that is open and those to come. */
  choose(choice: BackendChoice): void;
  /** Calls back at every report of the engine that is open; null when there is none any more. One listener. */
  watch(listener: (report: EngineReport | null) => void): void;
}

/** What an engine is to the preference. */
interface PreferringEngine {
  ready(): Promise<void>;
  choose(choice: BackendChoice): void;
  rest(): void;
  dispose(): void;
}

/** The preference, and how an engine is opened at it. */
export interface OpenBackendPreference extends BackendPreference {
  open<E extends PreferringEngine>(
    create: (choice: BackendChoice, onReport: (report: EngineReport) => void) => Promise<E>,
  ): Promise<E>;
}

/** An engine as the preference knows it; none while it is being opened. */
interface Known {
  engine: PreferringEngine | null;
  /** What it was told last. */
  choice: BackendChoice;
  report: EngineReport | null;
}

/** A preference that begins with a choice and hands on what a person chooses later. */
export function createBackendPreference(
  choice: BackendChoice,
  remember: (choice: BackendChoice) => void,
): OpenBackendPreference {
  let listener: (report: EngineReport | null) => void = () => undefined;
  // Only the engine that was used last speaks for the page, and is told of choices; the others are told when they are used again.
  let current: Known | null = null;
  const tellChoice = (known: Known): void => {
    if (known.engine === null || known.choice === choice) return;
    known.choice = choice;
    known.engine.choose(choice);
  };
  const makeCurrent = (known: Known): void => {
    if (current === known) return;
    current?.engine?.rest();
    current = known;
    if (known.report !== null) listener(known.report);
    tellChoice(known);
  };
  return {
    choice: () => choice,
    choose: (asked) => {
      choice = asked;
      remember(asked);
      if (current !== null) tellChoice(current);
    },
    watch: (told) => {
      listener = told;
    },
    open: async (create) => {
      const known: Known = { engine: null, choice, report: null };
      makeCurrent(known);
      const engine = await create(choice, (report) => {
        known.report = report;
        if (current === known) listener(report);
      });
      known.engine = engine;
      // Chosen while it was being opened.
      if (current === known) tellChoice(known);
      return {
        ...engine,
        ready: () => {
          makeCurrent(known);
          return engine.ready();
        },
        dispose: () => {
          if (current === known) {
            current = null;
            listener(null);
          }
          engine.dispose();
        },
      };
    },
  };
}
