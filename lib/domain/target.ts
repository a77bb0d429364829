/** D5: a change without a second copy for longer than this is beyond the target. */
export const TARGET_SECONDS = 300;
