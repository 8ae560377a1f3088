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

/** All that a site can be found by: functions of its stacks, place, file, state, labels, id. */
export function searchText({id, site, waiters, rates}: SiteHistory): string {
	const stacks = [
		...(waiters?.groups ?? []).map(group => group.stack),
		...[rates.block, rates.mutex].flatMap(rate => rate?.cumulative.stacks.map(({stack}) => stack) ?? []),
	];
	const labels = (waiters?.groups ?? []).flatMap(group =>
		group.labels.map(({key, value}) => `${key}=${value}`),
	);
	return [
		id,
		site.kind,
		site.name,
		`${site.frame.file}:${site.frame.line}`,
		...new Set(stacks.flatMap(stack => stack.map(frame => frame.functionName))),
		...labels,
	].join('\n');
}
