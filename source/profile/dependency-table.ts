import {type CanonicalName, nearestFolder} from './canonical-name.ts';
import {functionRules, packageRules} from './dependency-rules.ts';
import type {DependencyKind} from './wait-context.ts';

/**
 * What a frame says about what is waited for. Of all frames between the wait and the person's code the heaviest rule
 * wins, and among equals the innermost: a DNS lookup inside a query is a DNS lookup.
 */
export type DependencyRule = {
	readonly kind: DependencyKind;
	readonly name: string;
	readonly weight: number;
	/** Holds only where the function itself waits, not something it called: a pool that dials does not queue. */
	readonly isDirect: boolean;
};

const dns: DependencyRule = {kind: 'dns', name: 'DNS', weight: 5, isDirect: false};
const dial: DependencyRule = {kind: 'dial', name: 'TCP dial', weight: 5, isDirect: false};
const file: DependencyRule = {kind: 'file', name: 'file', weight: 4, isDirect: false};
const network: DependencyRule = {kind: 'network', name: 'network', weight: 1, isDirect: false};
const netPipe: DependencyRule = {kind: 'pipe', name: 'net.Pipe', weight: 2, isDirect: false};

export function dependencyRuleOf({path, name}: CanonicalName): DependencyRule | undefined {
	if (path === 'net') {
		return netRuleOf(name);
	}

	if (path === 'os' && name.startsWith('(*File).')) {
		return file;
	}

	return functionRules.get(`${path}.${name}`) ?? nearestFolder(path, folder => packageRules.get(folder));
}

function netRuleOf(name: string): DependencyRule | undefined {
	if (/^\(\*Resolver\)\.|^Lookup|^cgoLookup|^_C2?(func)?_getaddrinfo|^doBlockingWithCtx/u.test(name)) {
		return dns;
	}

	if (/^\(\*(sysDialer|Dialer)\)\.|^\(\*netFD\)\.(connect|dial)$|^Dial/u.test(name)) {
		return dial;
	}

	return name.startsWith('(*pipe).') ? netPipe : network;
}
