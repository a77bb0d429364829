import { expect, test } from "vitest";
import { readWords } from "./deep-words.ts";

const histories = { is: "histories", histories: 2000, seed: 99, from: 0, cores: 2 };

test.each<[string, object]>([
  ["--cores 2", histories],
  ["5000 7 --cores 2", { ...histories, histories: 5000, seed: 7 }],
  ["2500 7 --from 2500 --cores 1", { ...histories, histories: 2500, seed: 7, from: 2500, cores: 1 }],
  ["--again 12:0:3 --seed 7", { is: "again", seed: 7, path: "12:0:3" }],
  ["fuzz", { is: "fuzz", rounds: 2000, seed: 99 }],
  ["fuzz 10000 7", { is: "fuzz", rounds: 10_000, seed: 7 }],
  ["doors", { is: "doors", cases: 2000, seed: 99 }],
  ["doors 10000 7", { is: "doors", cases: 10_000, seed: 7 }],
  ["disks", { is: "disks", stories: 20, seed: 99 }],
  ["disks 50 7", { is: "disks", stories: 50, seed: 7 }],
  ["kills", { is: "kills", rounds: 3 }],
  ["kills 10", { is: "kills", rounds: 10 }],
])("%s", (words, asked) => {
  expect(readWords(words.split(" "), 99)).toEqual(asked);
});

test.each(["many", "10 7 3", "-1", "1.5", "--cores 0", "--again x", "--nothing", "10 seven", "kills 0", "kills 3 7"])(
  "%s is refused",
  (words) => {
    expect(readWords(words.split(" "), 99)).toBeNull();
  },
);
