/** What a lane's last cycles did, measured from the end of one to the end of the next: there a lane is always in the same phase. */
export type MeasuredCycles = {
  /** So many were measured. */
  readonly cycles: number;
  /** What arrives: the middle of what was measured, so that a burst is not taken for a stream. */
  readonly arrivedItemsPerMs: number;
  /** Null while the size of something that waits is not known. */
  readonly arrivedBytesPerMs: number | null;
  /** The most that one cycle carried. */
  readonly sentItems: number;
  readonly sentBytes: number;
  /** The most that was at risk in the last of them, and by how much that was more than in the one before: the middle again. */
  readonly peakMs: number;
  readonly growthMs: number;
};
