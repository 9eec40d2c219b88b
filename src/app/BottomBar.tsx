import { useEffect, useState, type ReactNode } from "react";
import { ChecksIcon, ConceptsIcon, DetailIcon, ImageIcon } from "../ui/controls/icons.tsx";
import { useStrings } from "../ui/language/strings.tsx";
import { Jump } from "./Jump.tsx";
import { sectionInView } from "./section-in-view.ts";

const SECTIONS = [
  { id: "image", text: "bottom.image", icon: <ImageIcon /> },
  { id: "concepts", text: "bottom.concepts", icon: <ConceptsIcon /> },
  { id: "concept", text: "bottom.detail", icon: <DetailIcon /> },
  { id: "checks", text: "bottom.checks", icon: <ChecksIcon /> },
] as const satisfies readonly { id: string; text: string; icon: ReactNode }[];

/** Where the bar is shown at all. */
const PHONE = "(max-width: 719px)";

/** The anchor of the part in view. */
function useCurrentSection(): string {
  const [current, setCurrent] = useState<string>(SECTIONS[0].id);
  useEffect(() => {
    let asked = 0;
    const look = (): void => {
      asked = 0;
      if (!window.matchMedia(PHONE).matches) return;
      const tops = SECTIONS.map(
        ({ id }) => document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY,
      );
      const { scrollHeight } = document.documentElement;
      setCurrent(
        SECTIONS[sectionInView(tops, window.innerHeight, scrollHeight - window.scrollY - window.innerHeight)]!.id,
      );
    };
    const ask = (): void => {
      if (asked === 0) asked = requestAnimationFrame(look);
    };
    ask();
    const listeners = new AbortController();
    for (const event of ["scroll", "resize"])
      window.addEventListener(event, ask, { passive: true, signal: listeners.signal });
    return () => {
      listeners.abort();
      cancelAnimationFrame(asked);
    };
  }, []);
  return current;
}

/** On a phone: four anchors within a thumb's reach. */
export function BottomBar() {
  const t = useStrings("page");
  const current = useCurrentSection();
  return (
    <nav className="bottom" aria-label={t("bottom.label")}>
      {SECTIONS.map(({ id, text, icon }) => (
        <Jump key={id} to={id} current={id === current}>
          {icon}
          {t(text)}
        </Jump>
      ))}
    </nav>
  );
}
