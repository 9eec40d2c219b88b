import { version } from "../../../package.json";

/** The program and its version, as files name it. */
export const PROGRAM = `Strata ${version}`;

/** The version alone. */
export const VERSION = version;
