/** The paper whose method this is, as its proceedings give it (PMLR 235, 2024). */
export const PAPER = `@inproceedings{cheng2024layerwise,
  title = {Layerwise Change of Knowledge in Neural Networks},
  author = {Cheng, Xu and Cheng, Lei and Peng, Zhaoran and Xu, Yang and Han, Tian and Zhang, Quanshi},
  booktitle = {Proceedings of the 41st International Conference on Machine Learning},
  series = {Proceedings of Machine Learning Research},
  volume = {235},
  pages = {8038--8059},
  year = {2024},
  publisher = {PMLR},
  url = {https://proceedings.mlr.press/v235/cheng24b.html}
}`;

/** Where anybody can read it. */
export const PAPER_ADDRESS = "https://arxiv.org/abs/2409.08712";

/** Strata itself, in a version and from an address, on a day (YYYY-MM-DD). */
export function programEntry({
  version,
  address,
  day,
}: {
  readonly version: string;
  readonly address: string;
  readonly day: string;
}): string {
  return `@software{strata,
  title = {Strata: What a Neural Network Knows at Each Layer},
  author = {{The Strata authors}},
  version = {${version}},
  year = {2026},
  url = {${address}},
  urldate = {${day}}
}`;
}
