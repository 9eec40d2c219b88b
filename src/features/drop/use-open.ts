import { useMemo } from "react";
import type { NamedFile } from "../../platform/named-file.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { sorted, sortedFolder } from "./brought.ts";

/** Opens what a person dropped, pasted or chose, or says why not. */
export function useOpen(): (files: readonly NamedFile[], how: "dropped" | "pasted" | "chosen" | "folder") => void {
  const actions = useActions();
  const isAsking = useStrata(({ own }) => own !== null);
  return useMemo(
    () => (files, how) => {
      const brought = how === "folder" ? sortedFolder(files) : sorted(files, isAsking);
      switch (brought.do) {
        case "refuse":
          return actions.refuseDrop(brought.why);
        case "study":
          return actions.openStudy(brought.study, brought.beside);
        case "images":
          return actions.openImages(brought.files);
        case "probes":
          return actions.openProbes(brought.file.file, brought.file.name);
        case "try":
          return actions.tryNetworkOn(brought.image.file, brought.image.name);
        case "network":
          actions.openNetwork(brought.files);
          if (brought.image !== null) actions.tryNetworkOn(brought.image.file, brought.image.name);
          return;
        case "open":
          // A pasted picture carries a name that the browser made up.
          return actions.openFile(brought.file.file, how === "pasted" ? null : brought.file.name);
      }
    },
    [actions, isAsking],
  );
}
