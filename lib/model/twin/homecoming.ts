/** What moves aside what stands there: a sync does so with what is foreign, a restore with all. */
const GIVING_UP = ["sync", "restore"] as const;

/** What a person allowed to be done to what a pool owns: nothing of it else goes or comes but by its users. */
export class Homecoming {
  /** What stood here until then may go to the trash, for each that was asked for; one that moved nothing yet has no bound. */
  readonly #leavesBefore = new Map<(typeof GIVING_UP)[number], number>();
  /** In this turn something went that only one without bound lets go. */
  #isUnbounded = false;
  #mayReturn = false;
  #mayComeOutOfTrash = false;
  /** Until this is over, what a misfortune took is on its way back. */
  #isUnderWay = false;
  /** Its marker was put back meanwhile by who had taken it: it says nothing of what is back, until it goes again. */
  #isMarkedByOthers = false;

  /** What is lacking may come back from the copy; `isWhole`: all of it, and its giver has work until it has. */
  asked(isWhole: boolean): void {
    this.#mayReturn = true;
    this.#isUnderWay ||= isWhole;
  }

  /** What stands here may go to the trash first. */
  givenUp(by: (typeof GIVING_UP)[number]): void {
    this.#leavesBefore.set(by, Number.POSITIVE_INFINITY);
  }

  outOfTrash(): void {
    this.#mayComeOutOfTrash = true;
  }

  /** Nothing is owed any more. What was asked for and ended before its time may still be heard of: then it goes and comes. */
  over(isDone = false): void {
    this.#isUnderWay = false;
    this.#isMarkedByOthers = false;
    if (isDone) this.#leavesBefore.clear();
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  get mayReturn(): boolean {
    return this.#mayReturn;
  }

  get mayComeOutOfTrash(): boolean {
    return this.#mayComeOutOfTrash;
  }

  /**
   * Whether what is here since then goes by leave: what users make after the first of it went is theirs, however often it begins
   * again.
   */
  leaves(since: number): boolean {
    const bounds = [...this.#leavesBefore.values()].filter((bound) => since <= bound);
    this.#isUnbounded ||= bounds.length > 0 && !bounds.some(Number.isFinite);
    return bounds.length > 0;
  }

  /** Somebody put the marker back: no word of the service's. */
  markerBack(): void {
    this.#isMarkedByOthers = this.#isUnderWay;
  }

  /** Whether what is seen of the marker now is the service's word that all is back. */
  isToldWhole(isMarked: boolean): boolean {
    this.#isMarkedByOthers &&= isMarked;
    return isMarked && !this.#isMarkedByOthers;
  }

  /** It went. */
  left(at: number): void {
    const by = GIVING_UP.find((one) => this.#leavesBefore.get(one) === Number.POSITIVE_INFINITY);
    if (this.#isUnbounded && by !== undefined) this.#leavesBefore.set(by, at);
    this.#isUnbounded = false;
  }
}
