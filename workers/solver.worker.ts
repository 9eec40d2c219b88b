import { serve } from "../src/platform/serve.ts";
import { createSolverApi } from "../src/backends/solver-api.ts";

serve(createSolverApi());
