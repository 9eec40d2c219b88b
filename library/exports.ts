/** What both entries give beside the functions of `createLibrary`. */
export { patchesOf, patchName } from "./functions.ts";
export { StrataError } from "./failure.ts";
export type { DecomposeScoresOptions, ExplainOptions, Exploration, NetworkInput, Progress } from "./functions.ts";
export type { ImageBytes, ImageInput, RawImage } from "./image.ts";
export type { Network, NetworkFiles } from "./network.ts";
export type { QuestionOptions } from "./question.ts";
export type { Decomposition } from "../src/formats/decomposition.ts";
