import type {Frame, Stack} from '../profile/frame.ts';
import type {SiteHistory} from '../series/history.ts';

/** Says whether a text passes the filter. */
export type Match = (text: string) => boolean;

/** A substring, whatever the case; or `/a regular expression/`. One that does not compile (yet) is taken as it stands. */
export function matcher(filter: string): Match {
	const pattern = /^\/(.+)\/$/u.exec(filter)?.[1];
	if (pattern !== undefined) {
		const expression = compile(pattern);
		if (expression !== undefined) {
			return text => expression.test(text);
		}
	}

	const wanted = filter.toLowerCase();
	return text => text.toLowerCase().includes(wanted);
}

function compile(pattern: string): RegExp | undefined {
	try {
		return new RegExp(pattern, 'iu');
	} catch {
		return undefined;
	}
}

type SiteMatch = (site: SiteHistory) => boolean;

// The same filter is asked for with each reading, and what it says of a stack stays true.
let known: {readonly filter: string; readonly match: SiteMatch} | undefined;

/** Says whether a site can be found by the filter: by a function of its stacks, its place, file, state, labels or id. */
export function siteMatcher(filter: string): SiteMatch {
	if (known?.filter !== filter) {
		known = {filter, match: newSiteMatcher(matcher(filter))};
	}

	return known.match;
}

function newSiteMatcher(matches: Match): SiteMatch {
	const matchesFrame = remembered((frame: Frame) => matches(frame.functionName));
	const matchesStack = remembered((stack: Stack) => stack.some(matchesFrame));
	return ({id, site, waiters, rates}) =>
		[id, site.kind, site.name, `${site.frame.file}:${site.frame.line}`].some(matches) ||
		(waiters?.groups ?? []).some(
			({stack, labels}) => matchesStack(stack) || labels.some(({key, value}) => matches(`${key}=${value}`)),
		) ||
		[rates.block, rates.mutex].some(rate => rate?.cumulative.stacks.some(({stack}) => matchesStack(stack)));
}

function remembered<Thing extends object>(matches: (thing: Thing) => boolean): (thing: Thing) => boolean {
	const answers = new WeakMap<Thing, boolean>();
	return thing => {
		const answer = answers.get(thing) ?? matches(thing);
		answers.set(thing, answer);
		return answer;
	};
}
