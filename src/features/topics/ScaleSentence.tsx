import type { SolvedLayer } from "../../exploration/exploration.ts";
import { Marked } from "../../ui/language/Marked.tsx";
import { useStrings } from "../../ui/language/strings.tsx";

/** What strengths are in: of a network without a data set, in what this image alone tells. */
export function ScaleSentence({ layers }: { readonly layers: readonly Pick<SolvedLayer, "scaleFrom">[] | null }) {
  const t = useStrings("topics");
  const isOwn = layers !== null && layers.every(({ scaleFrom }) => scaleFrom === "image");
  return <Marked text={t(isOwn ? "scaleOwn" : "scale")} />;
}
