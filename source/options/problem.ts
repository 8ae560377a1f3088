/** What keeps goroutop from starting: what is wrong, and what to do about it. Neither ever holds a secret. */
export type Problem = {readonly kind: 'problem'; readonly sentence: string; readonly hint: string};

export const problem = (sentence: string, hint: string): Problem => ({kind: 'problem', sentence, hint});

export const helpHint = 'goroutop --help lists every flag.';
