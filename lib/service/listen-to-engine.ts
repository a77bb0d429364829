import type { Clock } from "#lib/ports/clock.ts";
import type { EngineEar } from "#lib/ports/engine-watch.ts";
import type { DoorLedger } from "#lib/ports/ledger.ts";

/** How often the beat is read though nobody asks: what an answer adds to the age of a beat, at most. */
const LISTEN_MS = 1_000;

/** Reads the engine's beat until the signal, so that a server that nobody asks still knows when it was heard. Never rejects. */
export async function listenToEngine(
  ledger: Pick<DoorLedger, "beat">,
  ear: EngineEar,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const asked = ear.ask();
    try {
      ear.hear(await ledger.beat(), asked);
    } catch {
      // a ledger that cannot be read is silence
    }
    await clock.sleep(LISTEN_MS, signal);
  }
}
