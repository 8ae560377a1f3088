import type {Frame} from '../profile/frame.ts';
import {shortFunctionName, withoutTypeArguments} from '../profile/function-name.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';

/** A function that serves requests, and where the requests in it wait now, the largest site first. */
export type HandlerNow = {
	/** `api.(*Orders).Create` */
	readonly name: string;
	readonly frame: Frame;
	readonly sites: readonly SiteHistory[];
	readonly count: Count;
};

/**
 * Requests that wait, by their handler; most requests first. Left out: what waits by design, what runs, and queues for
 * locks, which have warnings of their own. A site counts for the handler of its largest group.
 */
export function handlersNow(history: History): readonly HandlerNow[] {
	const handlers = new Map<string, {frame: Frame; sites: SiteHistory[]; count: Count}>();
	for (const site of history.sites.values()) {
		const frame = site.waiters?.context.handler;
		if (site.waiters === undefined || frame === undefined || !isMeant(site)) {
			continue;
		}

		const name = shortFunctionName(withoutTypeArguments(frame.functionName));
		const handler = handlers.get(name) ?? {frame, sites: [], count: 0};
		handler.sites.push(site);
		handler.count += site.waiters.count;
		handlers.set(name, handler);
	}

	return [...handlers]
		.map(([name, {frame, sites, count}]) => ({
			name,
			frame,
			sites: sites.sort((a, b) => (b.waiters?.count ?? 0) - (a.waiters?.count ?? 0)),
			count,
		}))
		.sort((a, b) => b.count - a.count);
}

function isMeant({site, waiters}: SiteHistory): boolean {
	return site.kind !== 'running' && !lockKinds.has(site.kind) && waiters?.context.isIdle === false;
}
