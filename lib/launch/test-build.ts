/** The tests' own build, beside one that a running server uses. */
export const TEST_BUILD = ".next-test";
