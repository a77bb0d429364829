/** What items of a file store stand under where rows have the name of their table; their key is a safe path. */
export const CONTENT = "content";
