import {plainText} from './plain-text.ts';
import {pprofBase} from './pprof-base.ts';
import {withoutSecrets} from './without-secrets.ts';

/** Where a target is, understood from what the person wrote. Plain data. */
export type TargetAddress = {
	/** For the screen and for sentences: `localhost:6060/app`, `https://host`, `unix:/run/app.sock`. Holds no secret. */
	readonly shown: string;
	/** Scheme, host and port: `http://127.0.0.1:6060`. For a unix socket `http://localhost`. */
	readonly origin: string;
	/** Path of the pprof index, with slashes at both ends: `/debug/pprof/`. */
	readonly basePath: string;
	/** Set when the target listens on a unix socket. */
	readonly socketPath: string | undefined;
	/** Name and password from the URL, decoded. */
	readonly credentials: {readonly user: string; readonly password: string} | undefined;
};

export type ParsedAddress =
	| {readonly ok: true; readonly address: TargetAddress}
	| {readonly ok: false; readonly sentence: string};

const examples = 'write 6060, host:6060, https://host/prefix or unix:/path.sock';
/** Of a socket address on Linux (sun_path, 108 with the closing zero); others allow less. */
const maxSocketPathBytes = 107;

/**
 * Understands `6060`, `:6060`, `host:6060`, `[::1]:6060`, `http(s)://[user:password@]host[:port][/prefix]` (each with
 * or without `/debug/pprof/` and a profile name behind it) and `unix:/path.sock[:/prefix]`.
 *
 * A port alone, and the wildcard addresses a Go program prints when it listens everywhere, mean this machine.
 * What cannot be understood comes back as a sentence that says what to write instead.
 */
export const parseTargetAddress = (text: string): ParsedAddress => {
	const trimmed = text.trim();
	if (trimmed === '') {
		return mistake(`No target given: ${examples}.`);
	}
	if (/[\s\p{Cc}\p{Cf}]/u.test(trimmed)) {
		return mistake(`${quote(trimmed)} has spaces or invisible characters in it: ${examples}.`);
	}
	if (/^unix:/i.test(trimmed)) {
		return parseSocket(trimmed.slice('unix:'.length));
	}
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
	if (scheme !== undefined) {
		return scheme === 'http' || scheme === 'https'
			? parseUrl(trimmed, trimmed)
			: mistake(
					`goroutop cannot speak ${plainText(scheme, 20)}://: write http://, https:// or unix:/path.sock.`,
				);
	}
	const misspelt = /^(https?):\/?/i.exec(trimmed)?.[1]?.toLowerCase();
	if (misspelt !== undefined) {
		return mistake(
			`${quote(trimmed)} begins with ${misspelt}: but lacks the two slashes: write ${misspelt}://host:6060.`,
		);
	}
	return parseWithoutScheme(trimmed);
};

const parseWithoutScheme = (text: string): ParsedAddress => {
	const bare = /^:?(\d+)(\/.*)?$/.exec(text);
	if (bare?.[1] !== undefined) {
		return parseUrl(`http://127.0.0.1:${bare[1]}${bare[2] ?? ''}`, text);
	}
	const authority = text.split(/[/?#]/, 1)[0] ?? '';
	const host = authority.slice(authority.lastIndexOf('@') + 1);
	if (host === '') {
		const hint = text.startsWith('/') ? `for a socket write unix:${plainText(text, 60)}` : examples;
		return mistake(`${quote(text)} has no host or port: ${hint}.`);
	}
	if (/^[0-9a-f]*:[0-9a-f:]*:/i.test(host)) {
		return mistake(`${quote(text)} looks like an IPv6 address: put it in brackets, as in [::1]:6060.`);
	}
	const port = /:([^:\]]*)$/.exec(host)?.[1];
	if (port === undefined) {
		const name = plainText(host, 60);
		return mistake(`${quote(text)} has no port: write ${name}:6060, or http://${name} for port 80.`);
	}
	return parseUrl(`http://${text}`, text);
};

const parseUrl = (urlText: string, written: string): ParsedAddress => {
	const authority = /^https?:\/\/([^/?#]*)/i.exec(urlText)?.[1] ?? '';
	const port = /:([^:\]@]*)$/.exec(authority)?.[1];
	if (
		port !== undefined &&
		port !== '' &&
		!(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)
	) {
		// What stands where the port would may be the beginning of a password.
		return mistake(
			urlText.lastIndexOf('@') > urlText.indexOf(authority) + authority.length
				? `A name or password in ${quote(written)} holds / ? or #: write %2F %3F or %23 for it, or use --user.`
				: `"${plainText(port, 20)}" in ${quote(written)} is not a port: ports are numbers from 1 to 65535.`,
		);
	}
	let url: URL;
	try {
		url = new URL(urlText);
	} catch {
		return mistake(`${quote(written)} is not an address: ${examples}.`);
	}
	const stray = [...url.searchParams].find(([key]) => !['debug', 'seconds', 'gc', 'labels'].includes(key));
	if (stray !== undefined) {
		const [key, value] = stray;
		// Without a value the key may be the credential itself.
		const name = value === '' ? '' : ` "${plainText(key, 30)}"`;
		return mistake(
			`The query${name} of the address would get lost: if it is a credential, use --header or --bearer-file.`,
		);
	}
	if (url.hostname === '0.0.0.0') {
		url.hostname = '127.0.0.1';
	} else if (url.hostname === '[::]') {
		url.hostname = '[::1]';
	}
	const {basePath, shownPrefix} = pprofBase(url.pathname);
	return {
		ok: true,
		address: {
			shown: `${shownHost(url)}${shownPrefix}`,
			origin: url.origin,
			basePath,
			socketPath: undefined,
			credentials:
				url.username === '' && url.password === ''
					? undefined
					: {user: decoded(url.username), password: decoded(url.password)},
		},
	};
};

const parseSocket = (rest: string): ParsedAddress => {
	const path = rest.replace(/^\/\/(?=\/)/, '');
	const colon = path.indexOf(':/', 1);
	const socketPath = colon === -1 ? path : path.slice(0, colon);
	if (socketPath === '' || socketPath.endsWith('/')) {
		return mistake('unix: needs the path of a socket behind it, as in unix:/run/app.sock.');
	}
	if (new TextEncoder().encode(socketPath).length > maxSocketPathBytes) {
		return mistake(
			`The socket path is longer than ${maxSocketPathBytes} bytes, which no system can open: use a shorter link to it.`,
		);
	}
	const {basePath, shownPrefix} = pprofBase(
		colon === -1 ? '/' : new URL(`http://localhost${path.slice(colon + 1)}`).pathname,
	);
	const shown = `unix:${plainText(socketPath, maxSocketPathBytes)}${shownPrefix === '' ? '' : `:${shownPrefix}`}`;
	return {
		ok: true,
		address: {shown, origin: 'http://localhost', basePath, socketPath, credentials: undefined},
	};
};

const shownHost = (url: URL): string => {
	const name = url.hostname === '127.0.0.1' ? 'localhost' : url.hostname;
	const port = url.port === '' ? (url.protocol === 'http:' ? ':80' : '') : `:${url.port}`;
	return `${url.protocol === 'https:' ? 'https://' : ''}${name}${port}`;
};

const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

const quote = (text: string): string => `"${plainText(withoutSecrets(text), 60)}"`;

const mistake = (sentence: string): ParsedAddress => ({ok: false, sentence});
