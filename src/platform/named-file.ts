/** A file as a person brings it: what it is called, with the path inside a dropped folder where there is one, and what is in it. */
export interface NamedFile {
  readonly name: string;
  readonly file: Blob;
}
