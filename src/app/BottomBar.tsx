import { useEffect, useState, type ReactNode } from "react";
import { ChecksIcon, ConceptsIcon, DetailIcon, ImageIcon } from "../views/controls/icons.tsx";
import { useStrings } from "../views/language/strings.tsx";
import { Jump } from "./Jump.tsx";

const SECTIONS = [
  { id: "image", text: "bottom.image", icon: <ImageIcon /> },
  { id: "concepts", text: "bottom.concepts", icon: <ConceptsIcon /> },
  { id: "concept", text: "bottom.detail", icon: <DetailIcon /> },
  { id: "checks", text: "bottom.checks", icon: <ChecksIcon /> },
] as const satisfies readonly { id: string; text: string; icon: ReactNode }[];

/** The section that crosses the upper third of the window. */
function useCurrentSection(): string {
  const [current, setCurrent] = useState<string>(SECTIONS[0].id);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) setCurrent(target.id);
      },
      { rootMargin: "-33% 0px -66% 0px" },
    );
    for (const { id } of SECTIONS) {
      const section = document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}

/** On a phone: four anchors within a thumb's reach. */
export function BottomBar() {
  const t = useStrings("page");
  const current = useCurrentSection();
  return (
    <nav className="bottom" aria-label={t("bottom.label")}>
      {SECTIONS.map(({ id, text, icon }) => <Jump key={id} to={id} current={id === current}>{icon}{t(text)}</Jump>)}
    </nav>
  );
}
