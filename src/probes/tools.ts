import type { InputSpec } from "../models/spec/input.ts";
import type { DesignMatrix } from "./design-matrix.ts";

/** An output of a graph: `values` row-major over `dims`. */
export interface GraphOutput {
  readonly values: Float32Array;
  readonly dims: readonly number[];
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

/** Features of many rows at several layers, more than memory holds. */
export interface FeatureStore {
  /** Adds rows of a layer, [rows · features], behind those that it has. */
  append(layer: number, values: Float32Array): Promise<void>;
  /** `rows` rows of a layer from row `first` on. */
  read(layer: number, first: number, rows: number): Promise<Float32Array>;
  /** Lets go of all of them. */
  close(): Promise<void>;
}

/** What the computation of probes needs of the machine: each side, page or command line, has its own. */
export interface ProbeTools {
  open(model: Uint8Array, input: InputSpec): Promise<GraphRunner>;
  /** A matrix over `values`, [rows · features], which may stay where they are. */
  matrix(values: Float32Array, features: number): Promise<HeldMatrix>;
  /** A store for layers of so many features each. */
  store(features: readonly number[]): Promise<FeatureStore>;
}
