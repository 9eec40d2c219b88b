import type { InputSpec } from "../spec/input.ts";

/** How pixels become numbers: everything of an input but its name, size and layout. */
export type Preparation = Pick<InputSpec, "channels" | "range" | "mean" | "std">;

const NONE = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/** The usual preparations of three channels. Sources: what each is named for says so in its documentation. */
export const PREPARATIONS = {
  /** torchvision, and all that follow it. */
  imagenet: { channels: "RGB", range: [0, 1], mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** TensorFlow's and Keras' MobileNet, Inception and their like; half as mean and deviation. */
  centred: { channels: "RGB", range: [-1, 1], ...NONE },
  unit: { channels: "RGB", range: [0, 1], ...NONE },
  bytes: { channels: "RGB", range: [0, 255], ...NONE },
  /** Caffe's networks and those of Keras that come from them. */
  caffe: { channels: "BGR", range: [0, 255], mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
  /** Mean and deviation of CIFAR-10's training images; the deviation is the mean one of single images, which many use. */
  cifar10: { channels: "RGB", range: [0, 1], mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] },
  cifar100: { channels: "RGB", range: [0, 1], mean: [0.5071, 0.4867, 0.4408], std: [0.2675, 0.2565, 0.2761] },
  clip: {
    channels: "RGB",
    range: [0, 1],
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
} as const satisfies Record<string, Preparation>;

/** The usual preparations of one channel. */
export const GREY_PREPARATIONS = {
  unit: { channels: "grey", range: [0, 1], mean: [0], std: [1] },
  mnist: { channels: "grey", range: [0, 1], mean: [0.1307], std: [0.3081] },
  bytes: { channels: "grey", range: [0, 255], mean: [0], std: [1] },
  centred: { channels: "grey", range: [-1, 1], mean: [0], std: [1] },
} as const satisfies Record<string, Preparation>;

/** "own": as a file beside the network, or the network itself, says. "stored": whole numbers as the network stores them. */
export type PreparationCode = keyof typeof PREPARATIONS | keyof typeof GREY_PREPARATIONS | "own" | "stored";

/** What a pixel of this brightness, 0..1, becomes in a channel. */
export function prepared(
  { range: [black, white], mean, std }: Preparation,
  channel: number,
  brightness: number,
): number {
  return (black + brightness * (white - black) - mean[channel]!) / std[channel]!;
}

/** Whether two preparations give the same numbers, to within a hundredth of their span. */
export function areAlike(one: Preparation, other: Preparation): boolean {
  if (one.channels !== other.channels) return false;
  return one.mean.every((_, channel) => {
    const [black, white, black2, white2] = [
      ...[0, 1].map((brightness) => prepared(one, channel, brightness)),
      ...[0, 1].map((brightness) => prepared(other, channel, brightness)),
    ] as [number, number, number, number];
    return Math.max(Math.abs(black - black2), Math.abs(white - white2)) <= 0.01 * Math.abs(white - black);
  });
}
