/**
 * Units. A quantity's name ends in its unit written out (`delayNanoseconds`); these aliases document the type.
 */
export type Nanoseconds = number;
export type Milliseconds = number;
/** Milliseconds since the Unix epoch, on the clock of whoever made the reading (said where it is not ours). */
export type UnixMilliseconds = number;
export type Seconds = number;
export type Bytes = number;
export type Count = number;
/** A share of a whole, 0 to 1. */
export type Fraction = number;

export const nanosecondsPerMillisecond = 1e6;
export const millisecondsPerSecond = 1000;
export const millisecondsPerMinute = 60_000;
/** Beyond it, timers of Node fire at once. */
export const maxTimerMilliseconds: Milliseconds = 2 ** 31 - 1;
