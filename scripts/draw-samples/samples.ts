import { cassettePlayer } from "./cassette-player.ts";
import { chainSaw } from "./chain-saw.ts";
import { church } from "./church.ts";
import { frenchHorn } from "./french-horn.ts";
import { garbageTruck } from "./garbage-truck.ts";
import { gasPump } from "./gas-pump.ts";
import { golfBall } from "./golf-ball.ts";
import { parachute } from "./parachute.ts";
import type { Scene } from "./render.ts";

/** One drawn picture, the class it shows, and the seed of its grain. */
export interface Sample {
  readonly file: string;
  readonly label: string;
  readonly scene: Scene;
  readonly seed: number;
  /** Light paths per pixel: more where deep shade or bright metal would stay grainy. */
  readonly paths: number;
}

/** Every picture this folder draws, in the order the page offers them. */
export const samples: readonly Sample[] = [
  { file: "golf-ball.png", label: "golf ball", scene: golfBall, seed: 1, paths: 32 },
  { file: "church.png", label: "church", scene: church, seed: 2, paths: 12 },
  { file: "gas-pump.png", label: "gas pump", scene: gasPump, seed: 3, paths: 12 },
  { file: "parachute.png", label: "parachute", scene: parachute, seed: 4, paths: 12 },
  { file: "garbage-truck.png", label: "garbage truck", scene: garbageTruck, seed: 5, paths: 12 },
  { file: "french-horn.png", label: "French horn", scene: frenchHorn, seed: 6, paths: 12 },
  { file: "cassette-player.png", label: "cassette player", scene: cassettePlayer, seed: 7, paths: 12 },
  { file: "chain-saw.png", label: "chain saw", scene: chainSaw, seed: 8, paths: 12 },
];
