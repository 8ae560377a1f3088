import {parseDuration} from './duration.ts';
import {parsePercent} from './percent.ts';
import {parseSize} from './size.ts';

/** Milliseconds in the unit that a threshold's name ends in. */
const durationUnits = new Map([
	['Nanoseconds', 1e-6],
	['Milliseconds', 1],
	['Seconds', 1000],
	['Minutes', 60_000],
]);

/**
 * Turns what people write into the number that a threshold's name asks for: `5m` where the name ends in Seconds becomes
 * `300`, `64MiB` for Bytes `67108864`, `20%` for a Fraction `0.2`. Anything else stays as it is.
 */
export const thresholdNumber = (name: string, text: string): string => {
	const unit = /[A-Z][a-z]*$/.exec(name)?.[0] ?? '';
	const milliseconds = durationUnits.get(unit);
	if (milliseconds !== undefined) {
		const parsed = parseDuration(text);
		return parsed.ok ? String(parsed.milliseconds / milliseconds) : text;
	}
	if (unit === 'Bytes') {
		const parsed = parseSize(text);
		return parsed.ok ? String(parsed.bytes) : text;
	}
	if (unit === 'Fraction') {
		const parsed = parsePercent(text);
		return parsed.ok ? String(parsed.fraction) : text;
	}
	return text;
};
