import type {Count} from './units.ts';

/**
 * What a decoder made of its input. Decoders never throw: they return what they understood and count what they
 * skipped, or say in words why nothing could be understood. `reason` completes the sentence "this is …".
 */
export type Decoded<T> =
	| {readonly ok: true; readonly value: T; readonly skipped: Count}
	| {readonly ok: false; readonly reason: string};
