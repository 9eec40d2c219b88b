/** The model the page opens with, where it is shipped. */
export const PREFERRED_MODEL = "imagenette-residual";
