import { decodeImage } from "../src/exploration/decode-image.ts";
import { serve } from "../src/inference/serve.ts";

serve({ decode: decodeImage });
