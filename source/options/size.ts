import type {Bytes} from '../profile/units.ts';

export type ParsedSize =
	| {readonly ok: true; readonly bytes: Bytes}
	| {readonly ok: false; readonly fault: string};

const unitBytes = new Map([
	['b', 1],
	['kib', 2 ** 10],
	['mib', 2 ** 20],
	['gib', 2 ** 30],
	['tib', 2 ** 40],
	['kb', 1e3],
	['mb', 1e6],
	['gb', 1e9],
	['tb', 1e12],
]);

/** Understands `64MiB`, `1.5 GiB`, `500kB`, `0B` (KiB is 1024 bytes, kB is 1000). A `fault` is the rest of a sentence. */
export const parseSize = (text: string): ParsedSize => {
	const match = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim());
	const amount = match?.[1];
	const unit = match?.[2] ?? '';
	if (amount !== undefined && unit === '') {
		return {ok: false, fault: `has no unit: write ${amount}MiB, or ${amount}B for bytes.`};
	}
	const bytes = unitBytes.get(unit.toLowerCase());
	if (amount === undefined || bytes === undefined) {
		return {ok: false, fault: 'is not a size: write 512KiB, 64MiB or 1.5GiB.'};
	}
	return {ok: true, bytes: Math.round(Number(amount) * bytes)};
};
