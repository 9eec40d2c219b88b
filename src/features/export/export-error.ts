/** Why a file could not be made: the typeface was not to be had, or the browser refused to draw. */
export type ExportFailure = "font" | "canvas";

/** An expected failure of an export; `export:failed.<code>` holds its sentence. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code: ExportFailure;

  constructor(code: ExportFailure, message: string) {
    super(message);
    this.code = code;
  }
}
