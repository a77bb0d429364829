import { encode } from "uqr";

/** A QR code as one path in a square of `size` units; its quiet zone is part of it. */
export type Qr = { readonly size: number; readonly path: string };

export function qrOf(text: string): Qr {
  const { size, data } = encode(text, { border: 4 });
  const runs = data.flatMap((row, y) => [
    ...row
      .map((dark) => (dark ? "1" : "0"))
      .join("")
      .matchAll(/1+/g)
      .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  ]);
  return { size, path: runs.join("") };
}
