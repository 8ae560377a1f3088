import type {Milliseconds} from '../profile/units.ts';

export type ParsedDuration =
	| {readonly ok: true; readonly milliseconds: Milliseconds}
	| {readonly ok: false; readonly fault: string};

const number = String.raw`(\d+(?:\.\d+)?)`;
const shape = new RegExp(`^(?:${number}h)?(?:${number}m)?(?:${number}s)?(?:${number}ms)?$`);
const unitMilliseconds = [3_600_000, 60_000, 1000, 1];

/**
 * Understands `500ms`, `2s`, `5m`, `1h` and these in a row, the longest first: `1m30s`. A `fault` is the rest of a
 * sentence that begins with where the text stands: `--interval` + ` 2 has no unit: …`.
 */
export const parseDuration = (text: string): ParsedDuration => {
	const compact = text.replaceAll(' ', '');
	if (/^\d+(?:\.\d+)?$/.test(compact)) {
		return {ok: false, fault: `has no unit: write ${compact}s for seconds or ${compact}ms for milliseconds.`};
	}
	const match = compact === '' ? null : shape.exec(compact);
	if (match === null) {
		return {ok: false, fault: 'is not a duration: write 500ms, 2s, 5m, 1h or 1m30s.'};
	}
	const milliseconds = unitMilliseconds.reduce(
		(sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit,
		0,
	);
	return {ok: true, milliseconds};
};
