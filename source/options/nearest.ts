import leven from 'leven';

/**
 * The candidate that `text` was probably meant to be; undefined when none comes close. Case, dashes, underscores and dots
 * do not count, and half a name (`bearer` for `bearer-file`) is close.
 */
export const nearest = (text: string, candidates: Iterable<string>): string | undefined => {
	const wanted = bare(text);
	let best: {readonly candidate: string; readonly distance: number} | undefined;
	for (const candidate of candidates) {
		const name = bare(candidate);
		const distance = wanted.length >= 3 && name.startsWith(wanted) ? 1 : leven(wanted, name);
		const length = Math.max(wanted.length, name.length);
		if (distance <= allowedDistance(length) && (best === undefined || distance < best.distance)) {
			best = {candidate, distance};
		}
	}
	return best?.candidate;
};

/** `: did you mean X?` with the nearest candidate, or a full stop: the end of a sentence about something unknown. */
export const didYouMean = (
	text: string,
	candidates: Iterable<string>,
	show = (name: string) => name,
): string => {
	const name = nearest(text, candidates);
	return name === undefined ? '.' : `: did you mean ${show(name)}?`;
};

const bare = (text: string): string => text.slice(0, 100).toLowerCase().replace(/[-_.]/g, '');

/** Two slips in a short word already make another word. */
const allowedDistance = (length: number): number => (length <= 3 ? 1 : length <= 7 ? 2 : 3);
