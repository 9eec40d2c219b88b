import { useMemo } from "react";
import { useStrings } from "../../ui/language/strings.tsx";
import type { Numbers } from "./Frame.tsx";
import type { Table, TableWords } from "./table.ts";

/** What stands in cells, in the page's language. */
export function useTableWords(): TableWords {
  const t = useStrings(["topics", "picture"]);
  return useMemo(
    () => ({
      kinds: { and: t("picture:words.and"), or: t("picture:words.or") },
      regions: {
        object: t("topics:audit.regions.object"),
        background: t("topics:audit.regions.background"),
        forbidden: t("topics:audit.regions.forbidden"),
      },
      nothing: t("topics:matching.nothing"),
      all: t("topics:across.all"),
    }),
    [t],
  );
}

/** A table with what a person reads above its columns. */
export const withHeads = <Column extends string>(
  { columns, rows }: Table<Column>,
  headOf: (column: Column) => string,
): Numbers => ({ columns: columns.map((id) => ({ id, text: headOf(id) })), rows });
