/** What usually brings it about, in a few words, and what to do about that. */
export type Cause = readonly [cause: string, fix: string];

/** `what` is two sentences: what it is, and how to take it. The causes begin with the most usual one. */
export type Explanation = {readonly what: string; readonly causes: readonly Cause[]};
