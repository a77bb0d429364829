import type { Ack } from "#lib/domain/ack.ts";
import type { PartnerWord } from "#lib/domain/evidence.ts";
import { isFresh } from "#lib/domain/freshness.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { EMPTY_QUARANTINE, type Quarantine } from "#lib/domain/quarantine.ts";
import type { ReturnReceipt } from "#lib/domain/return-receipt.ts";

/**
 * Hears the partner by its state file. A file that stands still is no heartbeat, whatever time is written in it: the word
 * counts as heard only when it was seen to change in this run. Moments are of `Clock.elapsed`: no clock that is set makes
 * an old word young.
 */
export class PartnerEar {
  #last: string | null = null;
  #isFirst = true;
  #heardAt: number | null = null;
  #ack: Ack | null = null;

  /** True when this changes what may be believed: first heard, heard again after silence, another state. */
  hear(ack: Ack | null, now: number): boolean {
    const before = { isFresh: isFresh(this.#heardAt, now), state: stateOf(this.#ack) };
    const mark = ack === null ? null : `${ack.writer} ${ack.beat}`;
    if (!this.#isFirst && mark !== null && mark !== this.#last) this.#heardAt = now;
    this.#isFirst = false;
    this.#last = mark ?? this.#last; // a file that comes back as it was stood still meanwhile
    this.#ack = ack;
    return before.isFresh !== isFresh(this.#heardAt, now) || before.state !== stateOf(ack);
  }

  /** The word as evidence, its moment told by the wall clock; null before there was any. */
  word(knownStandbyId: string, wallOf: (elapsed: number) => Instant): PartnerWord | null {
    if (this.#ack === null) return null;
    const { importState, lastError, standby, own, standbyStoreId, quarantine } = this.#ack;
    return {
      heardAt: this.#heardAt === null ? null : wallOf(this.#heardAt),
      importState,
      lastError: lastError?.sentence ?? null,
      standby,
      own,
      isSameStore: standbyStoreId === knownStandbyId,
      quarantine,
    };
  }

  /** The stamp of the store that holds the standby, by the partner's last word; null while it is unheard or lost. */
  get standbyStamp(): string | null {
    return this.#heardAt === null ? null : (this.#ack?.standbyStoreId ?? null);
  }

  /** What the partner said last of what it was given back. */
  get receipt(): ReturnReceipt | null {
    return this.#ack?.receipt ?? null;
  }

  /** The last word; null before any. */
  get said(): Ack | null {
    return this.#ack;
  }

  /** What the partner holds in quarantine by its last word. */
  get quarantine(): Quarantine {
    return this.#ack?.quarantine ?? EMPTY_QUARANTINE;
  }
}

function stateOf(ack: Ack | null): string {
  return ack === null ? "" : `${ack.importState} ${ack.standby} ${ack.standbyStoreId} ${ack.quarantine?.items}`;
}
