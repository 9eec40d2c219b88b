/** Chat apps cut messages at about this many characters (Discord at 2,000, others above). */
export const APP_LIMIT = 2000;

/** A QR code of more characters has modules too fine for the camera of a phone. */
const QR_LIMIT = 1500;

/** Whether a camera can read a QR code of an address. */
export const fitsQr = (url: string): boolean => url.length <= QR_LIMIT;

/** A QR code's dark modules as one SVG path in units of a module, two modules of margin around it. */
export function qrPath(modules: readonly (readonly boolean[])[]): { readonly path: string; readonly size: number } {
  const margin = 2;
  const path = modules
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])))
    .join("");
  return { path, size: modules.length + 2 * margin };
}
