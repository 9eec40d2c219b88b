import { useEffect, useState, type ComponentType } from "react";
import { useActions } from "../../session/react.ts";
import { bringLaterStrings } from "../../strings/index.ts";
import { useCatalogue } from "../../ui/language/strings.tsx";

interface LaterProps<Props extends object> {
  readonly bring: () => Promise<ComponentType<Props>>;
  readonly props: Props;
  /** Called where it cannot be had, which is said. */
  readonly onMiss: () => void;
}

/** A view whose code and words are fetched when it is first drawn; nothing until then. */
export function Later<Props extends object>({ bring, props, onMiss }: LaterProps<Props>) {
  const strings = useCatalogue();
  const { missDialog } = useActions();
  const [brought, setBrought] = useState<{ readonly View: ComponentType<Props> } | null>(null);
  useEffect(() => {
    if (brought !== null) return;
    Promise.all([bring(), bringLaterStrings(strings)]).then(
      ([View]) => setBrought({ View }),
      () => {
        onMiss();
        missDialog();
      },
    );
  }, [brought, bring, onMiss, strings, missDialog]);
  const View = brought?.View;
  return View === undefined ? <p className="read" aria-busy="true" /> : <View {...props} />;
}
