import type { Fit } from "../src/core/resize.ts";
import { decodeImage } from "../src/images/decode-image.ts";
import { browserImage } from "../src/images/platform-image.ts";
import { serve } from "../src/platform/serve.ts";
import { pageCodecs } from "../src/storage/page-codecs.ts";

serve({ decode: (file: Blob, fit: Fit) => decodeImage(file, fit, pageCodecs, browserImage) });
