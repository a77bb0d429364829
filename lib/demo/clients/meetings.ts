import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "./random.ts";

/** Slides and recordings of one pool's meetings: a client of its conference content that knows nothing but the folder. */
export class Meetings {
  readonly #folder: string;
  readonly #random: Random;
  #meetings = 0;
  #recordings = 0;

  constructor(folder: string, random: Random) {
    this.#folder = folder;
    this.#random = random;
  }

  /** So many more meetings of so many slides. */
  hold(meetings: number, slidesEach: number, bytes: number): void {
    for (let n = 0; n < meetings; n += 1) {
      mkdirSync(this.#meeting(this.#meetings), { recursive: true });
      for (let slide = 0; slide < slidesEach; slide += 1) this.#write(this.#slide(this.#meetings, slide), bytes);
      this.#meetings += 1;
    }
  }

  /** One slide is added, changed or written on. */
  edit(): void {
    const meeting = this.#random(Math.max(1, this.#meetings));
    mkdirSync(this.#meeting(meeting), { recursive: true });
    const file = this.#slide(meeting, this.#random(24));
    if (this.#random(3) === 0) appendFileSync(file, `noted ${this.#random(1_000)}\n`);
    else this.#write(file, 1_000 + this.#random(60_000));
  }

  /** A piece of a recording; after `most` of them the oldest is written anew. */
  record(bytes: number, most: number): void {
    mkdirSync(join(this.#folder, "recordings"), { recursive: true });
    this.#write(join(this.#folder, "recordings", `part ${this.#recordings % most}.bin`), bytes);
    this.#recordings += 1;
  }

  /** The first meetings are cleared away, with all their slides. */
  clear(meetings: number): void {
    for (let n = 0; n < meetings; n += 1) rmSync(this.#meeting(n), { recursive: true, force: true });
  }

  /** All of it is gone, the folder itself too: a wrong command, or a disk that died. */
  lose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #meeting(number: number): string {
    return join(this.#folder, `meeting ${number}`);
  }

  #slide(meeting: number, number: number): string {
    return join(this.#meeting(meeting), `slide ${number}.txt`);
  }

  #write(file: string, bytes: number): void {
    writeFileSync(file, Buffer.alloc(bytes, `${this.#random(1_000_000)} `));
  }
}
