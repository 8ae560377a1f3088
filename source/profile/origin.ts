import type {Frame, Stack} from './frame.ts';
import {packagePath} from './function-name.ts';

/** Whose code a frame is: Go's runtime, its standard library, a dependency, or the people's own. */
export type Origin = 'runtime' | 'standard' | 'library' | 'own';

// First path elements of the standard library. A module may be named without a dot ("checkout"), so the usual
// "no dot means standard" would take people's own code for Go's.
const standardRoots = new Set(
	`archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors
	expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp
	runtime simd slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`
		.trim()
		.split(/\s+/u),
);

export function originOf(frame: Frame, ownRoot: string | undefined): Origin {
	const path = packagePath(frame.functionName);
	const first = path.split('/', 1)[0] ?? '';
	if (path === '' && !frame.file.includes('/')) {
		return 'runtime';
	}

	if (first === 'runtime' || path.startsWith('internal/runtime')) {
		return path === 'runtime/pprof' || path === 'runtime/trace' ? 'standard' : 'runtime';
	}

	if (standardRoots.has(first)) {
		return 'standard';
	}

	if (path === 'main') {
		return 'own';
	}

	return isDependencyFile(frame.file) || isOutsideWorkspace(frame.file, ownRoot) ? 'library' : 'own';
}

// Module cache, -trimpath and vendored paths all show that a file came from elsewhere.
function isDependencyFile(file: string): boolean {
	return /@v\d|\/pkg\/mod\/|\/vendor\//u.test(file);
}

// Under GOPATH (as distributions still build) a dependency's path looks like one's own but for the repository.
function isOutsideWorkspace(file: string, ownRoot: string | undefined): boolean {
	if (ownRoot === undefined) {
		return false;
	}

	// -trimpath leaves import paths: what was built from another repository, and from no versioned module, is from GOPATH.
	return isTrimmed(ownRoot)
		? isTrimmed(file) && repositoryOf(file) !== repositoryOf(ownRoot)
		: isGopath(ownRoot) && !file.startsWith(`${ownRoot}/`);
}

function isTrimmed(path: string): boolean {
	return path.includes('/') && !/^(\/|[a-z]:|\.)/iu.test(path);
}

/** `github.com/org/repository`; elsewhere the host and the first element behind it, or the module's one name. */
function repositoryOf(path: string): string {
	const elements = path.split('/');
	const host = elements[0] ?? '';
	const depth = /^(github\.com|gitlab\.com|bitbucket\.org)$/u.test(host) ? 3 : host.includes('.') ? 2 : 1;
	return elements.slice(0, depth).join('/');
}

function isGopath(root: string): boolean {
	return /\/src\/[^/]+\.[^/]+\//u.test(`${root}/`);
}

/**
 * The folder that holds the people's own code, learnt from where main.main was compiled: `/cmd/...` is cut, since
 * commands sit below their module. Undefined when no stack shows main.main.
 */
export function learnOwnRoot(stacks: Iterable<Stack>): string | undefined {
	for (const stack of stacks) {
		const main = stack.findLast(frame => frame.functionName === 'main.main');
		if (main?.file.includes('/')) {
			const folder = main.file.slice(0, main.file.lastIndexOf('/'));
			const command = folder.indexOf('/cmd/');
			return command === -1 ? folder.replace(/\/cmd$/u, '') : folder.slice(0, command);
		}
	}

	return undefined;
}
