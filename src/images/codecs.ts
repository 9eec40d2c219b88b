/**
 * The decoders of JPEG, WebP and AVIF: libjpeg, libwebp and libavif as WebAssembly, the same bytes in every browser and in Node. A platform's own
 * decoders differ in what they forgive, in CMYK, in alpha and in the rounding of colours.
 */
import { ImageError, damaged } from "./errors.ts";
import { saysNoRoom, wordsOf } from "../platform/words.ts";
import type { ImageFormat } from "./protocol.ts";
import type { Rgba } from "./rgba.ts";

/** A format with a decoder of WebAssembly. */
export type CodecName = "jpeg" | "webp" | "avif";

/** The decoders, fetched when they are first needed. */
export type Codecs = (name: CodecName) => Promise<WebAssembly.Module>;

/** What JavaScript that Emscripten wrote takes and gives, as far as it is used here. */
interface Glue<Decoder> {
  default(options: {
    readonly noInitialRun: boolean;
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): WebAssembly.Exports;
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<Decoder>;
}

/** A decoded file, or null for one that cannot be decoded. */
type Decoded = Pick<ImageData, "data" | "width" | "height"> | null;

/** What a decoder is made of; ImageError `decoder-missing` where it cannot be fetched. */
export async function fetched<Parts>(format: ImageFormat, parts: Promise<Parts>): Promise<Parts> {
  try {
    return await parts;
  } catch (cause) {
    throw new ImageError("decoder-missing", { format }, { cause });
  }
}

/**
 * Opens a decoder and decodes one file. Every image gets an instance of its own, whose memory goes with it and which no damaged file can spoil for
 * the next. Whatever a decoder throws (an exit, a trap, a C++ exception) means that the file is damaged, unless it says that memory is short.
 */
async function decoded<Decoder>(
  format: CodecName,
  glue: Promise<unknown>,
  codecs: Codecs,
  decode: (decoder: Decoder) => Decoded,
): Promise<Rgba> {
  const [{ default: open }, module] = await fetched(
    format,
    Promise.all([glue as Promise<Glue<Decoder>>, codecs(format)]),
  );
  const complaints: string[] = [];
  const decoder = await open({
    noInitialRun: true,
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
    print: () => undefined,
    printErr: (line) => void complaints.push(line),
  });
  let image: Decoded;
  try {
    image = decode(decoder);
  } catch (cause) {
    throw saysNoRoom(wordsOf(cause)) ? new ImageError("no-room", {}, { cause }) : damaged(format, cause);
  }
  if (image === null || complaints.some(isFatal)) throw damaged(format);
  return { width: image.width, height: image.height, rgba: image.data as Uint8ClampedArray };
}

/** libjpeg goes on after pixels that are missing or wrong and says so; bytes too many between its parts are harmless. */
const isFatal = (complaint: string): boolean => /premature|corrupt/i.test(complaint) && !/extraneous/i.test(complaint);

/** Decodes a JPEG of one or three components, without turning it. */
export const decodeJpeg = (bytes: Uint8Array, codecs: Codecs): Promise<Rgba> =>
  decoded<{ decode(bytes: Uint8Array, turn: boolean): Decoded }>(
    "jpeg",
    import("@jsquash/jpeg/codec/dec/mozjpeg_dec.js"),
    codecs,
    (decoder) => decoder.decode(bytes, false),
  );

/** Decodes a WebP of one frame. */
export const decodeWebp = (bytes: Uint8Array, codecs: Codecs): Promise<Rgba> =>
  decoded<{ decode(bytes: Uint8Array): Decoded }>(
    "webp",
    import("@jsquash/webp/codec/dec/webp_dec.js"),
    codecs,
    (decoder) => decoder.decode(bytes),
  );

/** Decodes an AVIF's primary image, 8 bits a sample, without turning it. */
export const decodeAvif = (bytes: Uint8Array, codecs: Codecs): Promise<Rgba> =>
  decoded<{ decode(bytes: Uint8Array, depth: number): Decoded }>(
    "avif",
    import("@jsquash/avif/codec/dec/avif_dec.js"),
    codecs,
    (decoder) => decoder.decode(bytes, 8),
  );
