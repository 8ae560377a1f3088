/** Handlers of net/http/pprof and the profiles of runtime/pprof: what may stand behind the base in a pasted address. */
export const profileNames: ReadonlySet<string> = new Set([
	'allocs',
	'block',
	'cmdline',
	'goroutine',
	'goroutineleak',
	'heap',
	'mutex',
	'profile',
	'symbol',
	'threadcreate',
	'trace',
]);

/**
 * The path of the pprof index meant by the path of an address, with slashes at both ends, and the part of it worth
 * showing (what is not the usual `/debug/pprof/`).
 *
 * `/app` means `/app/debug/pprof/`. A path with a segment `pprof` says the base itself, as routers mount it under other
 * names too (`/internal/pprof/`); a profile name behind it is dropped, a deeper path that ends in a slash is kept.
 */
export const pprofBase = (path: string): {readonly basePath: string; readonly shownPrefix: string} => {
	const basePath = findBase(path.replace(/\/{2,}/g, '/'));
	return {basePath, shownPrefix: basePath.replace(/\/debug\/pprof\/$/, '').replace(/\/$/, '')};
};

const findBase = (path: string): string => {
	const match = /^(.*\/pprof)(?:\/(.*))?$/.exec(path);
	if (match?.[1] === undefined) {
		const prefix = path.replace(/\/$/, '');
		return prefix.endsWith('/debug') ? `${prefix}/pprof/` : `${prefix}/debug/pprof/`;
	}
	const behind = (match[2] ?? '').split('/');
	const last = behind.pop();
	if (last === '' && profileNames.has(behind.at(-1) ?? '')) {
		behind.pop();
	}
	return `${[match[1], ...behind].join('/')}/`;
};
