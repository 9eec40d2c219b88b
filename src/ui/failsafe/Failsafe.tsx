import { Component, type ReactNode } from "react";
import { useStrata } from "../../session/react.ts";
import { useStrings } from "../language/strings.tsx";
import "./failsafe.css";

interface BoundaryProps {
  /** Another value draws the content anew after it threw. */
  readonly of: unknown;
  readonly instead: (again: () => void) => ReactNode;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly threw: boolean;
  readonly of: unknown;
}

/** React tells only class components of what was thrown below them. */
class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { threw: false, of: this.props.of };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { threw: true };
  }

  static getDerivedStateFromProps({ of }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return of === state.of ? null : { threw: false, of };
  }

  override render(): ReactNode {
    return this.state.threw ? this.props.instead(() => this.setState({ threw: false })) : this.props.children;
  }
}

function Failed({ again }: { readonly again: () => void }) {
  const t = useStrings("errors");
  return (
    <div className="failed-part" role="alert">
      <p>{t("part.failed")}</p>
      <button type="button" className="link" onClick={again}>
        {t("part.again")}
      </button>
    </div>
  );
}

/** A part of the page: if a view in it throws, this part alone is lost, until the next picture or until it is drawn again by hand. */
export function Failsafe({ children }: { readonly children: ReactNode }) {
  const players = useStrata((state) => state.result?.players);
  return (
    <Boundary of={players} instead={(again) => <Failed again={again} />}>
      {children}
    </Boundary>
  );
}
