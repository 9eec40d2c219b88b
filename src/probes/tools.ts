import type { InputSpec } from "../models/spec/input.ts";
import type { DesignMatrix } from "./design-matrix.ts";

/** An output of a graph: `values` row-major over `dims`, of what was `type` in the graph. */
export interface GraphOutput {
  readonly values: Float32Array;
  readonly dims: readonly number[];
  /** As ONNX Runtime names it. */
  readonly type: string;
}

/** An open graph. */
export interface GraphRunner {
  /** Runs images, `tensor` [images in the input's layout], and gives the named outputs. */
  run(tensor: Float32Array, images: number, outputs: readonly string[]): Promise<readonly GraphOutput[]>;
  close(): Promise<void>;
}

/** A matrix that takes up memory until it is closed. */
export interface HeldMatrix extends DesignMatrix {
  close(): Promise<void>;
}

/** How far a store is filled, and from where on. */
export interface Mark {
  /** Rows of every layer. */
  readonly rows: number;
  /** The photograph that the next row is of, and how many random numbers were drawn before it was begun. */
  readonly photograph: number;
  readonly drawn: number;
}

/** Features of many rows at several layers, more than memory holds. */
export interface FeatureStore {
  /** How far it was filled before, where that was kept; null: it is empty. */
  readonly mark: Mark | null;
  /** Adds rows of a layer, [rows · features], behind those that it has. */
  append(layer: number, values: Float32Array): Promise<void>;
  /** Says that every layer has its rows up to here: what is kept of it goes on from the last mark. */
  reached(mark: Mark): Promise<void>;
  /** `rows` rows of a layer from row `first` on. */
  read(layer: number, first: number, rows: number): Promise<Float32Array>;
  /** Ends the work with it. */
  close(): Promise<void>;
}

/** What the computation of probes needs of the machine: each side, page or command line, has its own. */
export interface ProbeTools {
  open(model: Uint8Array, input: InputSpec): Promise<GraphRunner>;
  /** A matrix over `values`, [rows · features], which may stay where they are. */
  matrix(values: Float32Array, features: number): Promise<HeldMatrix>;
  /** The store of that name, for layers of so many features each. */
  store(name: string, features: readonly number[]): Promise<FeatureStore>;
}
