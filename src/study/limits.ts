/** How much a `.study` file may hold. */
export const MAX_STUDY_BYTES = 2 ** 26;
