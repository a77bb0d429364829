import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Sparkline, sparkWords } from "./sparkline.tsx";

test("says in words what it draws, and how long nothing was known", () => {
  expect(sparkWords([10, 228, 30], 300)).toBe("Oldest change at most 3 min 48 s old in the last 15 min");
  expect(sparkWords([null, 0, null], 300)).toBe(
    "Oldest change at most 0 s old in the last 15 min; not known for 10 min of it",
  );
  expect(sparkWords([null, null], 300)).toBe("Nothing is known of the last 10 min");
});

test("draws a line for what is known and hatches what is not; beyond the target it is loud", () => {
  const drawn = renderToStaticMarkup(<Sparkline points={[1, 2, null, null, 5, 301]} stepSeconds={300} />);
  expect(drawn.match(/<polyline/g)).toHaveLength(2);
  expect(drawn.match(/<rect x/g)).toHaveLength(1);
  expect(drawn).toContain('data-tone="bad"');
  expect(renderToStaticMarkup(<Sparkline points={[301, 2]} stepSeconds={300} />)).toContain('data-tone="calm"');
});
