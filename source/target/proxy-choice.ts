import {BlockList, isIP} from 'node:net';
import type {TargetAddress} from './address.ts';
import {plainText} from './plain-text.ts';

/** The proxy between here and a target. `uri` may hold a password; `shown` does not. */
type Proxy = {
	readonly uri: string;
	readonly shown: string;
	/** The environment variable that named it. */
	readonly variable: string;
};

export type ProxyChoice =
	| {readonly ok: true; readonly proxy: Proxy | undefined}
	| {readonly ok: false; readonly sentence: string};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which proxy the environment wants for a target: HTTPS_PROXY for https, HTTP_PROXY for http, unless NO_PROXY names the
 * host. Lower case goes before upper case, as with curl. Unix sockets and loopback targets never get one: on the proxy's
 * side, `localhost` would be another machine.
 */
export const chooseProxy = (address: TargetAddress, environment: Environment): ProxyChoice => {
	const url = new URL(address.origin);
	const host = bareHost(url.hostname);
	if (address.socketPath !== undefined || isLoopback(host)) {
		return {ok: true, proxy: undefined};
	}
	const scheme = url.protocol === 'https:' ? 'https' : 'http';
	const wanted = firstSet(environment, [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase()]);
	const exempt = firstSet(environment, ['no_proxy', 'NO_PROXY']);
	const port = Number(url.port) || (scheme === 'https' ? 443 : 80);
	if (wanted === undefined || isExempt(host, port, exempt?.value ?? '')) {
		return {ok: true, proxy: undefined};
	}
	const {name: variable, value: written} = wanted;
	// Without a scheme it is an HTTP proxy: so do curl and Go read it.
	const uri = written.includes('://') ? written : `http://${written}`;
	if (!isProxyAddress(uri)) {
		const remedy = `NO_PROXY=${plainText(host, 60)} goes around it`;
		return {
			ok: false,
			sentence: `${variable} is not the address of an HTTP proxy (http://host:port); ${remedy}.`,
		};
	}
	return {ok: true, proxy: {uri, shown: plainText(new URL(uri).host, 60), variable}};
};

const firstSet = (environment: Environment, names: readonly string[]) => {
	const set = names.map(name => ({name, value: environment[name] ?? ''}));
	return set.find(({value}) => value !== '');
};

const isProxyAddress = (uri: string): boolean => {
	try {
		const {protocol, username, password} = new URL(uri);
		// undici decodes them, and throws when it cannot.
		decodeURIComponent(username + password);
		return protocol === 'http:' || protocol === 'https:';
	} catch {
		return false;
	}
};

const isExempt = (host: string, port: number, noProxy: string): boolean =>
	noProxy.split(/[\s,]+/).some(entry => entry !== '' && covers(entry.toLowerCase(), host, port));

/** One entry of NO_PROXY: `*`, a host, a domain with all below it (`.corp`, `*.corp`, `corp`), `host:port`, or a network. */
const covers = (entry: string, host: string, port: number): boolean => {
	if (entry === '*') {
		return true;
	}
	const [network, bits] = entry.split('/');
	if (network !== undefined && bits !== undefined) {
		return isInNetwork(host, bareHost(network), bits);
	}
	const withPort = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
	if (withPort !== null && Number(withPort[2]) !== port) {
		return false;
	}
	const name = bareHost(withPort?.[1] ?? entry);
	const domain = name.replace(/^\*?\./, '');
	return domain !== '' && ((host === domain && !name.startsWith('*.')) || host.endsWith(`.${domain}`));
};

const isInNetwork = (host: string, network: string, bits: string): boolean => {
	const version = isIP(network);
	const prefix = Number(bits);
	if (version === 0 || isIP(host) !== version || !/^\d+$/.test(bits) || prefix > (version === 4 ? 32 : 128)) {
		return false;
	}
	const family = version === 4 ? 'ipv4' : 'ipv6';
	const list = new BlockList();
	list.addSubnet(network, prefix, family);
	return list.check(host, family);
};

const isLoopback = (host: string): boolean =>
	host === 'localhost' ||
	host.endsWith('.localhost') ||
	isInNetwork(host, '127.0.0.0', '8') ||
	host === '::1' ||
	isInNetwork(host, '::ffff:127.0.0.0', '104');

/** Without the brackets of an IPv6 address and the dot that ends a full name. */
const bareHost = (host: string): string =>
	host
		.replace(/^\[(.*)\]$/, '$1')
		.replace(/\.$/, '')
		.toLowerCase();
