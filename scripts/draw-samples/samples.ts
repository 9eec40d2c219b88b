import { airplane } from "./airplane.ts";
import { cassettePlayer } from "./cassette-player.ts";
import { chainSaw } from "./chain-saw.ts";
import { church } from "./church.ts";
import { digitFile, digits } from "./digits.ts";
import { frenchHorn } from "./french-horn.ts";
import { garbageTruck } from "./garbage-truck.ts";
import { gasPump } from "./gas-pump.ts";
import { golfBall } from "./golf-ball.ts";
import { parachute } from "./parachute.ts";
import type { Scene } from "./render.ts";
import { ship } from "./ship.ts";

/** One drawn picture, the class it shows, and the seed of its grain. */
export interface Sample {
  readonly file: string;
  /** The first word of the networks that know its class: see public/models. */
  readonly data: "imagenette" | "cifar";
  readonly label: string;
  readonly scene: Scene;
  readonly seed: number;
  /** Light paths per pixel: more where deep shade or bright metal would stay grainy. */
  readonly paths: number;
}

/** Sides of the pictures, pixels: larger than the networks' inputs, so that resizing is exercised. */
export const SIZES = { imagenette: 384, cifar: 128 } as const;

/** Every picture this folder renders, in the order the page offers them. */
export const samples: readonly Sample[] = [
  { file: "golf-ball.png", data: "imagenette", label: "golf ball", scene: golfBall, seed: 1, paths: 32 },
  { file: "church.png", data: "imagenette", label: "church", scene: church, seed: 2, paths: 12 },
  { file: "gas-pump.png", data: "imagenette", label: "gas pump", scene: gasPump, seed: 3, paths: 12 },
  { file: "parachute.png", data: "imagenette", label: "parachute", scene: parachute, seed: 4, paths: 12 },
  { file: "garbage-truck.png", data: "imagenette", label: "garbage truck", scene: garbageTruck, seed: 5, paths: 12 },
  { file: "french-horn.png", data: "imagenette", label: "French horn", scene: frenchHorn, seed: 6, paths: 12 },
  {
    file: "cassette-player.png",
    data: "imagenette",
    label: "cassette player",
    scene: cassettePlayer,
    seed: 7,
    paths: 12,
  },
  { file: "chain-saw.png", data: "imagenette", label: "chain saw", scene: chainSaw, seed: 8, paths: 12 },
  { file: "airplane.png", data: "cifar", label: "airplane", scene: airplane, seed: 9, paths: 24 },
  { file: "ship.png", data: "cifar", label: "ship", scene: ship, seed: 10, paths: 24 },
  { file: "truck.png", data: "cifar", label: "truck", scene: garbageTruck, seed: 11, paths: 24 },
];

/** Every drawn picture and the class it shows, in the order the page offers them. */
export const drawn: readonly { readonly file: string; readonly label: string }[] = [
  ...samples,
  ...digits.map(({ label }) => ({ file: digitFile(label), label })),
];
