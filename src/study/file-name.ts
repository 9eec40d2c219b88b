/** Whether a file is a study by its name. */
export const isStudyFileName = (name: string): boolean => /\.study$/i.test(name);
