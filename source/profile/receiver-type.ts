import {packagePath, withoutTypeArguments} from './function-name.ts';

/** What the compiler names itself: closures, deferred and started calls, initialisers, instances of one closure. */
const compilerNamed = /^(?:func\d+|deferwrap\d+|gowrap\d+|\d+|)$/u;

/**
 * The type a method belongs to, without its package: `LRU` of `cache.(*LRU).Evict`, of `cache.LRU.Len` and of a
 * closure inside either. Undefined for plain functions and for what has no package.
 */
export function receiverType(functionName: string): string | undefined {
	const [first = '', second] = partsOf(functionName);
	const pointer = /^\(\*(.+)\)$/u.exec(first);
	if (pointer !== null) {
		return pointer[1];
	}

	return second === undefined || compilerNamed.test(second) ? undefined : first;
}

/**
 * The function that a frame was written in: what the compiler made of a `defer`, a `go` or a loop body belongs to the
 * function around it, a method value (`-fm`) is the method. Closures keep their own name.
 */
export function writtenIn(functionName: string): string {
	return withoutTypeArguments(functionName).replace(/(?:\.(?:deferwrap|gowrap)\d+|-range\d+|-fm)+$/u, '');
}

/** Whether one of two functions is the other, or a closure inside it: not two closures side by side. */
export function isSameFunction(a: string, b: string): boolean {
	const [left, right] = [writtenIn(a), writtenIn(b)];
	return left === right || isClosureIn(left, right) || isClosureIn(right, left);
}

function isClosureIn(inner: string, outer: string): boolean {
	return inner.startsWith(`${outer}.`) && /^(?:\.(?:func)?\d+)+$/u.test(inner.slice(outer.length));
}

function partsOf(functionName: string): readonly string[] {
	const path = packagePath(functionName);
	const plain = withoutTypeArguments(functionName).replaceAll('%2e', '.');
	const rest = path === '' ? '' : plain.slice(path.length + 1).replaceAll('[...]', '');
	// The dots inside `(*LRU)` belong to no other part: a receiver holds none once type arguments are gone.
	return rest === '' ? [] : rest.split('.');
}
