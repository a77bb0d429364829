import { listOf, type TextList, textList } from "#lib/disk/text-list.ts";
import type { FolderNews } from "#lib/ports/file-store.ts";

type Read = Extract<FolderNews, { is: "read" }>;

/** News on their way from a thread: what is different in columns, which travel many times faster than thousands of texts. */
export type SentNews =
  | Exclude<FolderNews, Read>
  | (Omit<Read, "changed"> & { readonly changed: { readonly names: TextList; readonly bytes: Float64Array } });

/** The size of a folder. */
const NONE = -1;

export function sentNews(news: FolderNews): SentNews {
  if (news.is !== "read") return news;
  const { names, bytes } = news.changed;
  return { ...news, changed: { names: textList(names), bytes: Float64Array.from(bytes, (size) => size ?? NONE) } };
}

export function newsOf(sent: SentNews): FolderNews {
  if (sent.is !== "read") return sent;
  const { names, bytes } = sent.changed;
  return {
    ...sent,
    changed: { names: listOf(names), bytes: Array.from(bytes, (size) => (size === NONE ? null : size)) },
  };
}
