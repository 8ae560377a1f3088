/**
 * Reads Go symbols: `example.com/shop/worker.(*Pool).dispatch.func1` is the package path
 * `example.com/shop/worker` and the rest. Dots in the last element of a path are escaped as `%2e` by the linker.
 */

/** Package path of a symbol; '' when there is none (cgo, assembly). */
export function packagePath(functionName: string): string {
	const end = packageEnd(functionName);
	return end === -1 ? '' : functionName.slice(0, end).replaceAll('%2e', '.');
}

/** The symbol as people say it, with the last path element only: `worker.(*Pool).dispatch.func1`. */
export function shortFunctionName(functionName: string): string {
	const end = packageEnd(functionName);
	if (end === -1) {
		return functionName;
	}

	const path = functionName.slice(0, end);
	return (path.slice(path.lastIndexOf('/') + 1) + functionName.slice(end)).replaceAll('%2e', '.');
}

function packageEnd(functionName: string): number {
	// Type arguments and receivers may hold paths of their own: only what precedes them counts.
	const stop = functionName.search(/[([]/u);
	const head = stop === -1 ? functionName : functionName.slice(0, stop);
	return head.indexOf('.', head.lastIndexOf('/') + 1);
}

/**
 * Type arguments as `[...]`, which is how tracebacks print them: profiles of Go 1.20 and later spell out the compiler's
 * shapes (`box[go.shape.string]`), older ones do not.
 */
export function withoutTypeArguments(functionName: string): string {
	if (!functionName.includes('[')) {
		return functionName;
	}

	let plain = '';
	let depth = 0;
	for (const character of functionName) {
		depth -= character === ']' && depth > 0 ? 1 : 0;
		plain += depth > 0 ? '' : character;
		if (character === '[') {
			plain += depth === 0 ? '...' : '';
			depth++;
		}
	}

	return plain;
}

/** Last element of a file path, whichever separator the building machine used. */
export function baseName(file: string): string {
	return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
