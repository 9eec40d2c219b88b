import { NEWEST } from "./document.ts";
import { badField, FileError } from "./file-error.ts";

/** Makes of a document of one format and version the next later one; fields that do not fit are left for the schema to find. */
interface Migration {
  readonly format: keyof typeof NEWEST;
  readonly version: number;
  up(document: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** What stands for the data set's mean colour where a file does not tell it: it is only seen where a patch is drawn hidden. */
export const UNKNOWN_MEAN_COLOUR = [0.5, 0.5, 0.5] as const;

/** What stands for the date where a file does not tell it. */
const UNKNOWN_DATE = new Date(0).toISOString();

/** One step each, from the oldest on. A step never changes once files of its version are about. */
const MIGRATIONS: readonly Migration[] = [
  // What `explain` writes as JSON: one exploration, without its image and without what only pictures and libraries need.
  ...Array.from({ length: NEWEST["strata-exploration"] }, (_, before): Migration => ({
    format: "strata-exploration",
    version: before + 1,
    up: (exploration) => ({
      format: "strata",
      version: 1,
      explorations: [
        {
          name: "",
          created: UNKNOWN_DATE,
          effectError: 0,
          ...exploration,
          model: { address: null, meanColour: UNKNOWN_MEAN_COLOUR, ...asRecord(exploration["model"]) },
          image: { name: "", exact: false, png: null, ...asRecord(exploration["image"]) },
        },
      ],
    }),
  })),
];

/** A document of any known format and version as a `strata` of the newest; throws FileError `not-strata`, `damaged` or `newer-version`. */
export function migrated(document: unknown): Readonly<Record<string, unknown>> {
  let current = asRecord(document);
  for (;;) {
    const { format } = current;
    if (format !== "strata" && format !== "strata-exploration") throw new FileError("not-strata");
    const version = versionOf(current, format, "version");
    if (format === "strata" && version === NEWEST.strata) return current;
    const step = MIGRATIONS.find((migration) => migration.format === format && migration.version === version);
    if (step === undefined) throw badField("version", `no version ${version} of ${format} was ever written`);
    current = step.up(current);
  }
}

/** Throws FileError `damaged` or `newer-version` unless an exploration of a document, found at `path`, is of the format and version read here. */
export function checkHead(exploration: unknown, path: string): void {
  const record = asRecord(exploration);
  if (record["format"] !== "strata-exploration") throw badField(`${path}.format`, "expected strata-exploration");
  versionOf(record, "strata-exploration", `${path}.version`);
}

function versionOf({ version }: Readonly<Record<string, unknown>>, format: keyof typeof NEWEST, path: string): number {
  if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1)
    throw badField(path, "expected a whole number of 1 or more");
  const newest = NEWEST[format];
  if (version > newest) throw new FileError("newer-version", { format, version, newest });
  return version;
}

/** The fields of an object, none of anything else. */
function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
