import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
import type { FolderNews } from "#lib/ports/file-store.ts";

type Read = Extract<FolderNews, { is: "read" }>;

/** News on their way from a thread: what is different in columns, which travel many times faster than thousands of texts. */
export type SentNews =
  | Exclude<FolderNews, Read>
  | (Omit<Read, "changed"> & {
      readonly changed: {
        readonly names: TextList;
        readonly bytes: Float64Array;
        /** Null for none, as it mostly is. */
        readonly asSeen: Float64Array | null;
      };
    });

/** The size of a folder. */
const NONE = -1;

export function sentNews(news: FolderNews): SentNews {
  if (news.is !== "read") return news;
  const { names, bytes, asSeen = [] } = news.changed;
  const sizes = Float64Array.from(bytes, (size) => size ?? NONE);
  const places = asSeen.length === 0 ? null : Float64Array.from(asSeen);
  return { ...news, changed: { names: textList(names), bytes: sizes, asSeen: places } };
}

export function newsOf(sent: SentNews): FolderNews {
  if (sent.is !== "read") return sent;
  const { names, bytes, asSeen } = sent.changed;
  const sizes = Array.from(bytes, (size) => (size === NONE ? null : size));
  const changed = { names: listOf(names), bytes: sizes };
  return { ...sent, changed: asSeen === null ? changed : { ...changed, asSeen: [...asSeen] } };
}
