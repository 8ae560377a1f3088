import type {Milliseconds} from '../profile/units.ts';

/** What the sentences about failures need to know of a target and of how it is reached. Holds no secret. */
export type Place = {
	/** `localhost:6060/app`, `https://host`, `unix:/run/app.sock`. */
	readonly shown: string;
	readonly scheme: 'http' | 'https';
	/** Host name without port. */
	readonly host: string;
	/** Path of the pprof index: `/debug/pprof/`. */
	readonly basePath: string;
	readonly socketPath: string | undefined;
	readonly proxy: {readonly shown: string; readonly variable: string} | undefined;
	/** How the person gave credentials, if they did: `--user`, `--bearer-file /run/token`. */
	readonly credentials: string | undefined;
	readonly hasClientCertificate: boolean;
	readonly hasOwnAuthorities: boolean;
	readonly connectTimeoutMilliseconds: Milliseconds;
	/** It has answered well before: what fails now is not the address that the person gave. */
	readonly hasAnswered?: boolean;
};

/** A profile's name out of a request path: no folders, no query (it may hold what is not for the screen). */
export const profileName = (path: string): string =>
	path.split('?', 1)[0]?.replace(/^.*\/(?=[^/]+\/?$)/, '') ?? '';

/** `300 ms`, `2 s`, `1.5 s`: how long, in a sentence. */
export const formatWait = (milliseconds: Milliseconds): string =>
	milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
