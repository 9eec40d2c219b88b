import type { InputSpec } from "../spec/input.ts";
import type { ScoreForm } from "../spec/model.ts";
import type { ElementType } from "./graph.ts";

/** An input that takes an image. */
export interface FoundInput {
  readonly name: string;
  readonly type: InputSpec["type"];
  readonly layout: InputSpec["layout"];
  readonly channelCount: 1 | 3;
  /** Pixels; null: any, or not said. */
  readonly width: number | null;
  readonly height: number | null;
  /** Images at once, where it is fixed; null: any number. */
  readonly batch: number | null;
}

/** A list of scores, one a class. */
export interface FoundOutput {
  /** The graph's output. */
  readonly name: string;
  /** The tensor to read: the graph's output, or what goes into the Softmax or the like at its end. */
  readonly scores: string;
  /** Of `scores`. */
  readonly form: ScoreForm;
  readonly type: ElementType | null;
  /** Classes; null: not said. */
  readonly count: number | null;
  /** What else it may be, where that is in doubt: features without a classifier. */
  readonly doubt: "embedding" | null;
}

/** A tensor through which all that is known of the image flows. */
export interface ProposedLayer {
  readonly tensor: string;
  /** What it is called; no two alike. */
  readonly name: string;
  /** The operator that makes it. */
  readonly op: string;
  /** Integers in quantised networks: what looks into them casts them first. */
  readonly type: ElementType | null;
  /** With the batch; null: not known. */
  readonly dims: readonly number[] | null;
  /** Share, 0..1, of the work up to here: of multiply-adds where these are known, else of nodes. */
  readonly depth: number;
  /** Whether it is one of the ten or so that are looked into where nobody chooses. */
  readonly proposed: boolean;
}

/** What a network's file says of it. */
export interface FoundNetwork {
  readonly opset: number;
  /** Name and version of what wrote the file, as far as it says. */
  readonly producer: string;
  /** Best first; never none. */
  readonly inputs: readonly FoundInput[];
  /** Best first; never none. */
  readonly outputs: readonly FoundOutput[];
  /** Of the first input and the first output; from the input side on. */
  readonly layers: readonly ProposedLayer[];
  /** Files of weights that must lie beside it, as it names them. */
  readonly externalFiles: readonly string[];
  /** Whether a row's numbers depend on the batch that it is in (DynamicQuantizeLinear): then images run one at a time. */
  readonly rowsDependOnBatch: boolean;
  /** Operators by name, "domain:name" outside ONNX's own domain. */
  readonly operators: readonly string[];
  /** Of one image; null: shapes are not known. */
  readonly multiplyAdds: number | null;
}
