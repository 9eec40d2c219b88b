import { memo } from "react";
import type { Grid } from "../../core/patches.ts";
import { ALL_ROWS } from "../../session/initial.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectFirmCounts, selectLargestOrder } from "../../session/selectors.ts";
import { ROW_SORTS } from "../../session/shape.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useStrings } from "../../ui/language/strings.tsx";
import { namesOf } from "../image/layout.ts";

const KINDS = ["all", "and", "or"] as const;

function KindFilter({ disabled }: { readonly disabled: boolean }) {
  const t = useStrings("picture");
  const kind = useStrata((state) => state.filters.kind);
  const { setFilters } = useActions();
  return (
    <div className="picture-kinds" role="group" aria-label={t("kind.label")}>
      {KINDS.map((value) => (
        <button
          key={value}
          type="button"
          disabled={disabled}
          aria-pressed={kind === value}
          onClick={() => setFilters({ kind: value })}
        >
          {t(`kind.${value}`)}
        </button>
      ))}
    </div>
  );
}

function OrderFilter({ disabled }: { readonly disabled: boolean }) {
  const t = useStrings("picture");
  const [min, max] = useStrata((state) => state.filters.orders);
  const { setFilters } = useActions();
  const largest = useStrata(selectLargestOrder);
  // One that was asked for stays on offer, though this picture has none of it.
  const length = min === max ? Math.max(largest, max) : largest;
  const orders = Array.from({ length }, (_, i) => i + 1);
  return (
    <Picker
      label={t("order.label")}
      shown={min === max ? String(min) : t("order.any")}
      value={min === max ? String(min) : "any"}
      disabled={disabled}
      options={[
        { value: "any", text: t("order.any") },
        ...orders.map((order) => ({ value: String(order), text: t("order.patches", { count: order }) })),
      ]}
      onPick={(value) => setFilters({ orders: value === "any" ? ALL_ROWS.orders : [Number(value), Number(value)] })}
    />
  );
}

function PatchFilter({ grid, disabled }: Pick<FiltersProps, "grid" | "disabled">) {
  const t = useStrings("picture");
  const patches = useStrata((state) => state.selection.patches);
  const only = useStrata((state) => state.filters.onlyPatches);
  const { setFilters } = useActions();
  if (patches === 0 || grid === null) return null;
  const names = namesOf(patches, grid).join(" ");
  return (
    <button
      type="button"
      className="picture-only"
      disabled={disabled}
      aria-pressed={only && !disabled}
      title={t("only.title")}
      onClick={() => setFilters({ onlyPatches: !only })}
    >
      {t("only.label", { patches: names })}
    </button>
  );
}

/** Where it is known what is firm. */
function FirmFilter() {
  const t = useStrings("picture");
  const only = useStrata((state) => state.filters.onlyFirm);
  const counts = useStrata(selectFirmCounts);
  const { setFilters } = useActions();
  if (counts === null || counts.firm === null) return null;
  return (
    <button
      type="button"
      className="picture-only"
      aria-pressed={only}
      title={t("sure.onlyTitle")}
      onClick={() => setFilters({ onlyFirm: !only })}
    >
      {t("sure.only")}
    </button>
  );
}

interface FiltersProps {
  /** While no layer is solved there is nothing to filter yet. */
  readonly disabled: boolean;
  /** While layers are missing rows stand as they came in. */
  readonly isSorted: boolean;
  /** Null where nothing was asked yet. */
  readonly grid: Pick<Grid, "cols" | "picked"> | null;
}

/** Which rows the picture shows and how it sorts them. */
export const Filters = memo(function Filters({ disabled, isSorted, grid }: FiltersProps) {
  const t = useStrings("picture");
  const sort = useStrata((state) => state.filters.sort);
  const { setFilters } = useActions();
  return (
    <div className="picture-filters">
      <KindFilter disabled={disabled} />
      <OrderFilter disabled={disabled} />
      <PatchFilter grid={grid} disabled={disabled} />
      <FirmFilter />
      <Picker
        label={t("sort.label")}
        shown={t(`sort.${sort}`)}
        value={sort}
        disabled={!isSorted}
        options={ROW_SORTS.map((value) => ({ value, text: t(`sort.${value}`) }))}
        onPick={(value) => setFilters({ sort: ROW_SORTS.find((known) => known === value) ?? "birth" })}
      />
    </div>
  );
});
