/** What a person allowed to be done to what a pool owns: nothing of it else goes or comes but by its users. */
export class Homecoming {
  /** Until then what stood here may go to the trash; null while nothing may. */
  #leavesBefore: number | null = null;
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
  givenUp(): void {
    this.#leavesBefore = Number.POSITIVE_INFINITY;
  }

  outOfTrash(): void {
    this.#mayComeOutOfTrash = true;
  }

  /** Nothing is owed any more. What was asked for and ended before its time may still be heard of: then it goes and comes. */
  over(isDone = false): void {
    this.#isUnderWay = false;
    this.#isMarkedByOthers = false;
    if (isDone) this.#leavesBefore = null;
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

  /** True when what is here since then may go: what users make after the first of it went is theirs, however often it begins again. */
  mayLeave(since: number): boolean {
    return this.#leavesBefore !== null && since <= this.#leavesBefore;
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
    if (this.#leavesBefore !== null) this.#leavesBefore = Math.min(this.#leavesBefore, at);
  }
}
