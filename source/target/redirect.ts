import {plainText} from './plain-text.ts';

export type Redirect =
	/** Within the origin: the path to ask for, with its query. */
	| {readonly to: 'same-origin'; readonly path: string}
	/** To another scheme, host or port; `shown` names that and nothing else of it. */
	| {readonly to: 'elsewhere'; readonly shown: string; readonly sameHost: boolean}
	| {readonly to: 'nowhere'};

/** Where a Location header leads, read relative to `origin` and `path`. The three names of this machine count as one. */
export const readRedirect = (location: string | undefined, origin: string, path: string): Redirect => {
	if (location === undefined || !URL.canParse(location, `${origin}${path}`)) {
		return {to: 'nowhere'};
	}
	const from = new URL(origin);
	const target = new URL(location, `${origin}${path}`);
	if (target.protocol !== 'http:' && target.protocol !== 'https:') {
		return {to: 'nowhere'};
	}
	const sameHost = hostKey(target) === hostKey(from);
	if (sameHost && target.protocol === from.protocol && target.port === from.port) {
		return {to: 'same-origin', path: `${target.pathname}${target.search}`};
	}
	return {to: 'elsewhere', shown: plainText(target.origin.replace(/^http:\/\//, ''), 60), sameHost};
};

const hostKey = (url: URL): string =>
	['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname) ? 'localhost' : url.hostname;
