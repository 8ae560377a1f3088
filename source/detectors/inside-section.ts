import {isSameFunction} from '../profile/receiver-type.ts';
import type {Milliseconds} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {windowOf} from '../series/window.ts';
import {stateWords} from './advice.ts';
import {placeOf} from './evidence.ts';

/** What goroutines do inside a locked section; `text`: `waiting for HTTP response, cache.(*Pages).Get pages.go:33`. */
export type InsideSection = {readonly site: SiteHistory; readonly text: string};

const lately: Milliseconds = 30_000;
/** Of the time, at least: what somebody was caught at once does not make others wait. */
const leastMean = 0.25;

/**
 * Where goroutines were most of the last half minute between the Lock and the Unlock of the function that releases a lock
 * late: in that very function, at no lock, below the nearest Lock and not below the Unlock. Undefined where no wait for
 * the Lock is known to tell where the section begins.
 */
export function insideSection(history: History, {site: {frame}}: SiteHistory): InsideSection | undefined {
	const here = history.sites
		.values()
		.filter(
			({site}) =>
				site.frame.file === frame.file &&
				site.frame.line <= frame.line &&
				isSameFunction(site.frame.functionName, frame.functionName),
		);
	const lockLines = here.filter(({site}) => lockKinds.has(site.kind)).map(({site}) => site.frame.line);
	if (lockLines.length === 0) {
		return undefined;
	}

	const begin = Math.max(...lockLines);
	const from = (history.goroutinesTakenAt ?? history.at) - lately;
	const mean = ({waiting}: SiteHistory) => windowOf(waiting, from, Number.POSITIVE_INFINITY)?.mean ?? 0;
	const [most] = here
		.filter(({site}) => !lockKinds.has(site.kind) && site.frame.line > begin)
		.map(site => ({site, mean: mean(site)}))
		.filter(each => each.mean >= leastMean)
		.toSorted((a, b) => b.mean - a.mean);
	return most && {site: most.site, text: doingText(most.site)};
}

function doingText({site, waiters}: SiteHistory): string {
	const dependency = waiters?.context.dependency;
	const doing = dependency === undefined ? stateWords(site.kind) : `waiting for ${dependency.name}`;
	return `${doing}, ${placeOf(site)}`;
}
