import { serve } from "../src/inference/serve.ts";
import { createSolverApi } from "../src/inference/solver-api.ts";

serve(createSolverApi());
