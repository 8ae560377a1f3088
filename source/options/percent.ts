import type {Fraction} from '../profile/units.ts';

export type ParsedPercent =
	| {readonly ok: true; readonly fraction: Fraction}
	| {readonly ok: false; readonly fault: string};

/** Understands `1%`, `0.5 %`. A `fault` is the rest of a sentence. */
export const parsePercent = (text: string): ParsedPercent => {
	const match = /^(\d+(?:\.\d+)?) ?(%?)$/.exec(text.trim());
	if (match?.[1] === undefined) {
		return {ok: false, fault: 'is not a share: write it in percent, as in 1% or 0.5%.'};
	}
	if (match[2] === '') {
		return {ok: false, fault: `has no percent sign: write ${match[1]}%.`};
	}
	return {ok: true, fraction: Number(match[1]) / 100};
};
