import type {Decoded} from '../profile/decoded.ts';
import type {Count} from '../profile/units.ts';
import {describedText} from './described.ts';

/**
 * What `mutex?debug=1` says before its records. `samplingPeriod` is runtime.SetMutexProfileFraction's value: 0 is off,
 * n keeps one event in n.
 */
export type MutexHeader = {readonly samplingPeriod: Count; readonly cyclesPerSecond: number};

const headerCharacters = 512;

/** Reads the three header lines of `mutex?debug=1`; the records behind them are not looked at. */
export function decodeMutexHeader(text: string): Decoded<MutexHeader> {
	const header = text.slice(0, headerCharacters);
	const samplingPeriod = /^sampling period=(\d{1,15})\r?$/m.exec(header)?.[1];
	const cyclesPerSecond = /^cycles\/second=(\d{1,15})\r?$/m.exec(header)?.[1];
	if (!header.startsWith('--- mutex:') || samplingPeriod === undefined || cyclesPerSecond === undefined) {
		return {ok: false, reason: describedText(text)};
	}
	const value = {samplingPeriod: Number(samplingPeriod), cyclesPerSecond: Number(cyclesPerSecond)};
	return {ok: true, value, skipped: 0};
}
