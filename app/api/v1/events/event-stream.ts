/** Nothing on the way may keep or collect what is told: "no-transform" holds Next's own gzip off. */
const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Whoever listens comes back after so long, and is asked again who he is. */
const LIFE_MS = 10 * 60_000;
const COMES_BACK_AFTER_MS = 1_000;
/** A number is told to nobody who was not looked at within so long: whether they are still let in. */
const LOOKS_AGAIN_AFTER_MS = 3_000;

type Follow = (told: (seq: string | null) => void) => () => void;

export type Listener = {
  /** What is told, from now on; null is the teller's last word. Returns how to stop it. */
  readonly follow: Follow;
  /** Whether who listens would be let in now, as far as before. */
  isStillIn(): Promise<boolean>;
  /** Ends when the reader leaves. */
  readonly signal: AbortSignal;
  /** In milliseconds, since whenever. */
  now?(): number;
};

/**
 * What `follow` tells as a stream of events, until the reader leaves, the teller has said its last word, it is time to sign in anew, or who
 * listens is let in no more: a session that ended, a token that was removed, an account that was disabled or may less.
 */
export function eventStream({ follow, isStillIn, signal, now = () => performance.now() }: Listener): Response {
  const text = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const endsAt = now() + LIFE_MS;
      let lookedAt = now();
      /** The newest number, while it is looked whether it may be told. */
      let waiting: string | null = null;
      let isOver = false;
      let unfollow = () => {};
      end = () => {
        if (isOver) return;
        isOver = true;
        unfollow();
        signal.removeEventListener("abort", leave);
      };
      const leave = () => {
        if (isOver) return;
        end();
        stream.close();
      };
      const say = (seq: string) => stream.enqueue(text.encode(`data: ${JSON.stringify({ changed: seq })}\n\n`));
      const look = async () => {
        const isIn = await isStillIn().catch(() => false);
        const seq = waiting;
        waiting = null;
        lookedAt = now();
        if (isOver) return;
        if (!isIn || seq === null) return leave();
        say(seq);
      };
      stream.enqueue(text.encode(`retry: ${COMES_BACK_AFTER_MS}\n\n`));
      signal.addEventListener("abort", leave);
      unfollow = follow((seq) => {
        if (isOver) return;
        if (seq === null || now() >= endsAt) return leave();
        const isLooking = waiting !== null;
        if (!isLooking && now() - lookedAt < LOOKS_AGAIN_AFTER_MS) return say(seq);
        waiting = seq;
        if (!isLooking) void look();
      });
      if (isOver || signal.aborted) {
        unfollow();
        leave();
      }
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: HEADERS });
}
