import { expect, test } from "vitest";
import type { FolderNews } from "#lib/ports/file-store.ts";
import { newsOf, sentNews } from "./sent-news.ts";

const READ = {
  is: "read",
  sight: null,
  gone: [],
  goneSight: null,
  elsewhere: null,
  device: "root",
  folders: [],
  young: [],
  ignored: 0,
} as const;

test.each<FolderNews>([
  { ...READ, changed: { names: [], bytes: [] } },
  { ...READ, changed: { names: ["empty", "folder", "50%25", "large"], bytes: [0, null, 1, 2 ** 40] } },
  { ...READ, changed: { names: ["a", "b", "c"], bytes: [1, null, 3], asSeen: [0, 2] } },
  { is: "gone" },
  { is: "unreadable", sentence: "no", path: "folder" },
])("news say the same before and after their way", (news) => {
  expect(newsOf(structuredClone(sentNews(news)))).toEqual(news);
});
