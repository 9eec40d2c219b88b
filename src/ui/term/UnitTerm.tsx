import type { Units } from "../../session/shape.ts";
import { useStrings } from "../language/strings.tsx";
import { Term } from "./Term.tsx";

/** What the picture's numbers are in, as a term. */
export function UnitTerm({ units }: { readonly units: Units }) {
  const t = useStrings("picture");
  return <Term of={units === "nats" ? "nat" : "scale"}>{t(`units.short.${units}`)}</Term>;
}
