/** What a disk suffers from. */
export const ILLS = ["full", "read-only"] as const;
export type Ill = (typeof ILLS)[number];

/** The disk that one place of a service lies on. */
export type AilingDisk = {
  /** From now on it is ill; one that is full still takes so many bytes. */
  fall(ill: Ill, roomBytes: number): void;
  mend(): void;
};

/** Puts the folder `path`, with what is in it, onto a disk of its own, while nothing there is open. */
export type LayDisk = (path: string) => AilingDisk;

/** What takes all the room on a disk that is full, by its name. */
export const FILLER = "other program's file";
