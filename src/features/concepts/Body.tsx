import { useMemo } from "react";
import { intersection, type Mask } from "../../core/masks.ts";
import type { Fate } from "../../core/tracks.ts";
import type { TruthMark } from "../../core/truth.ts";
import { useStrings } from "../../ui/language/strings.tsx";
import type { EffectScale } from "../../ui/scale/effect-scale.ts";
import { othersStop } from "./entries.ts";
import { GroupHeading, OthersRow } from "./Group.tsx";
import { columnX, type BodyPlace, type Columns } from "./layout.ts";
import type { ColumnHead, PictureModel } from "./picture-model.ts";
import { Row } from "./Row.tsx";
import type { Stop } from "./use-grid.ts";
import { cellWording } from "./words.ts";

/** Shaded bands behind columns whose layer knows little. */
function Muted({
  columns,
  heads,
  height,
}: {
  readonly columns: Columns;
  readonly heads: readonly ColumnHead[];
  readonly height: number;
}) {
  return heads.map(({ knowsLittle }, l) =>
    knowsLittle ? (
      <rect key={l} x={columnX(columns, l)} y={0} width={columns.pitch} height={height} className="picture-little" />
    ) : null,
  );
}

interface BodyProps {
  readonly picture: PictureModel;
  readonly columns: Columns;
  readonly places: readonly BodyPlace[];
  /** Of all places together, pixels. */
  readonly height: number;
  readonly scale: EffectScale;
  /** Which fates' others are open. */
  readonly open: Readonly<Record<Fate, boolean>>;
  /** Selected patches. */
  readonly patches: Mask;
  /** Key of the row that is drawn as selected, if any, and the layer of its selected cell. */
  readonly focus: string | null;
  readonly selectedLayer: number;
  /** Where the tab stop is, null where nobody moves. */
  readonly tabStop: Stop | null;
  /** By the rows' keys, what their network truly holds; null or left out unless that is to be seen. */
  readonly truth?: ReadonlyMap<string, readonly TruthMark[]> | null;
}

/** Everything below the heads: group headings, rows, and the rows that stand for others, at their places. */
export function Body({
  picture,
  columns,
  places,
  height,
  scale,
  open,
  patches,
  focus,
  selectedLayer,
  tabStop,
  truth = null,
}: BodyProps) {
  const t = useStrings("picture");
  const { heads, groups, players, units } = picture;
  const cellWords = useMemo(() => cellWording(t, units), [t, units]);
  const rows = useMemo(
    () => new Map(groups.flatMap((group) => [...group.rows, ...group.others].map((row) => [row.key, row]))),
    [groups],
  );
  const tabLayer = (stop: string): number | null => (tabStop?.key === stop ? tabStop.column : null);

  const draw = (place: BodyPlace, index: number) => {
    const { type, key } = place;
    const ariaRow = index + 2;
    const group = groups.find(({ name }) => name === key);
    const row = rows.get(key);
    if (type === "heading")
      return (
        group && <GroupHeading key={`heading-${key}`} group={group} place={place} ariaRow={ariaRow} columns={columns} />
      );
    if (type === "others") {
      const stop = othersStop(key);
      return (
        group && (
          <OthersRow
            key={stop}
            group={group}
            place={place}
            ariaRow={ariaRow}
            columns={columns}
            heads={heads}
            units={units}
            open={open[key as Fate]}
            tabbable={tabLayer(stop) !== null}
          />
        )
      );
    }
    return (
      row && (
        <Row
          key={key}
          row={row}
          y={place.y}
          height={place.height}
          hitTop={place.hitTop}
          hitBottom={place.hitBottom}
          ariaRow={ariaRow}
          columns={columns}
          heads={heads}
          units={units}
          scale={scale}
          grid={players}
          patches={intersection(patches, row.mask)}
          selectedLayer={focus === key ? selectedLayer : null}
          tabLayer={tabLayer(key)}
          cellWords={cellWords}
          truth={truth?.get(key) ?? null}
        />
      )
    );
  };
  return (
    <>
      <Muted columns={columns} heads={heads} height={height} />
      {places.map(draw)}
    </>
  );
}
