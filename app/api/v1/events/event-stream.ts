/** Nothing on the way may keep or collect what is told: "no-transform" holds Next's own gzip off. */
const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Whoever listens comes back after so long, and is asked again who he is. */
const LIFE_MS = 10 * 60_000;
const COMES_BACK_AFTER_MS = 1_000;

type Follow = (told: (seq: string | null) => void) => () => void;

/** What `follow` tells as a stream of events, until the reader leaves, the teller has said its last word, or it is time to sign in anew. */
export function eventStream(follow: Follow, signal: AbortSignal): Response {
  const text = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const endsAt = performance.now() + LIFE_MS;
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
      stream.enqueue(text.encode(`retry: ${COMES_BACK_AFTER_MS}\n\n`));
      signal.addEventListener("abort", leave);
      unfollow = follow((seq) => {
        if (isOver) return;
        if (seq === null || performance.now() >= endsAt) return leave();
        stream.enqueue(text.encode(`data: ${JSON.stringify({ changed: seq })}\n\n`));
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
