/** A network that somebody publishes, at a revision that does not change. */
export interface Published {
  readonly title: string;
  readonly address: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly classes: number;
  /** The file in `public/published` that has probes of it, where the page brings some. */
  readonly probes?: string;
}

/** Networks that the page offers to fetch from where they are published. Nobody is contacted before a person agrees. */
export const CATALOGUE: readonly Published[] = [
  {
    title: "SqueezeNet 1.1",
    address:
      "https://github.com/microsoft/Windows-Machine-Learning/blob/155b5ee/SharedContent/models/SqueezeNet_fp16.onnx",
    sha256: "21f25e3d9254af93e6218a359469fac714a017b3f9035c0f5c4acbf9a3ff7233",
    bytes: 2_484_091,
    classes: 1000,
    probes: "squeezenet-1.1.strata-probes",
  },
];
