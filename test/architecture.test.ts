import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

const root = path.join(import.meta.dirname, '..');

/** Who may import whom, and what each room is for: the message says where code belongs instead. */
const rooms: {
	readonly [room: string]: {readonly may: readonly string[]; readonly pure: boolean; readonly holds: string};
} = {
	profile: {may: [], pure: true, holds: 'the vocabulary, which knows nobody'},
	decode: {may: ['profile'], pure: true, holds: 'bytes to facts as the target stated them'},
	series: {may: ['profile'], pure: true, holds: 'what happened over time'},
	detectors: {may: ['profile', 'series'], pure: true, holds: 'opinions on history'},
	session: {
		may: ['profile', 'series', 'detectors'],
		pure: true,
		holds: 'what is known and what is looked at',
	},
	present: {
		may: ['profile', 'series', 'detectors', 'session'],
		pure: true,
		holds: 'a session as rows of text',
	},
	target: {
		may: ['profile/units', 'profile/failure', 'profile/quantity'],
		pure: false,
		holds: 'where bytes come from',
	},
	live: {
		may: ['profile', 'series', 'decode', 'session', 'target'],
		pure: false,
		holds: 'clock, store, sampler, pacing',
	},
	views: {
		may: ['present', 'session', 'live/store'],
		pure: false,
		holds: 'rows on a terminal, keys back as events',
	},
	options: {may: ['profile', 'detectors', 'target'], pure: false, holds: 'what the person asked for'},
};

const forbiddenInPureRooms: readonly (readonly [what: string, pattern: RegExp])[] = [
	['a Node module', /from 'node:/u],
	['undici, ink or react', /from '(undici|ink|react)(\/[^']*)?'/u],
	['the clock', /\bDate\.now\(|\bnew Date\(\)|\bperformance\./u],
	['randomness', /\bMath\.random\(/u],
	['a timer', /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\(/u],
	['the process or the console', /\bprocess\.|\bconsole\./u],
];

type SourceFile = {
	readonly name: string;
	readonly room: string;
	readonly text: string;
	readonly imports: readonly string[];
};

const files = listFiles(path.join(root, 'source')).map(readSource);

describe('architecture', () => {
	it('has a rule for every room', () => {
		const unknown = new Set(
			files.map(({room}) => room).filter(room => room !== '' && room !== 'commands' && !(room in rooms)),
		);
		expect([...unknown]).toEqual([]);
	});

	it('lets rooms import only what stands below them', () => {
		const wrong = files.flatMap(({name, room, imports}) =>
			imports
				.map(imported => path.posix.relative('source', path.posix.join(path.posix.dirname(name), imported)))
				.filter(imported => imports !== undefined && !isAllowed(room, imported))
				.map(
					imported =>
						`${name} imports ${imported}: ${room} is ${rooms[room]?.holds}; move the code, or pass it in`,
				),
		);
		expect(wrong).toEqual([]);
	});

	it('keeps the pure rooms pure', () => {
		const wrong = files
			.filter(({room}) => rooms[room]?.pure === true)
			.flatMap(({name, text}) =>
				forbiddenInPureRooms
					.filter(([, pattern]) => pattern.test(withoutComments(text)))
					.map(([what]) => `${name} uses ${what}: that belongs to target/, live/ or commands/`),
			);
		expect(wrong).toEqual([]);
	});

	it.each([
		['pprof-format', /from 'pprof-format'/u],
		['undici', /['"]undici['"]/u],
		['asciichart', /from 'asciichart'/u],
		['meow', /from 'meow'/u],
		['leven', /from 'leven'/u],
		['string-width', /from 'string-width'/u],
		['bigint', /\bbigint\b|\bBigInt\b/u],
		['process.exit', /\bprocess\.exit\(/u],
		['process.argv', /\bprocess\.argv\b/u],
	])('has %s in one file at most', (_what, pattern) => {
		const cli = readSource(path.join(root, 'cli.tsx'));
		const found = [...files, cli].filter(
			({name, text}) => !name.endsWith('.d.ts') && pattern.test(withoutComments(text)),
		);
		expect(found.map(({name}) => name).slice(1)).toEqual([]);
	});

	it('keeps files small: none over 250 lines, half of them at most 120, the root view at most 80', () => {
		const lengths = files.map(({name, text}) => ({name, lines: text.split('\n').length - 1}));
		expect(lengths.filter(({lines}) => lines > 250)).toEqual([]);
		const sorted = lengths.map(({lines}) => lines).sort((a, b) => a - b);
		expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
		expect(lengths.find(({name}) => name === 'source/views/screen.tsx')?.lines).toBeLessThanOrEqual(80);
	});

	it('keeps state out of the views', () => {
		const uses = files
			.filter(({room}) => room === 'views')
			.flatMap(({text}) => text.match(/\buse(State|Effect|LayoutEffect|Reducer)\(/gu) ?? []);
		expect(uses.length).toBeLessThanOrEqual(5);
	});

	it('names files for the one thing they hold', () => {
		const wrong = files.filter(
			({name}) =>
				/(^|\/)(utils?|helpers?|types|common|manager|service|misc)\b/u.test(name) ||
				!/^[a-z0-9./-]+$/u.test(name),
		);
		expect(wrong.map(({name}) => name)).toEqual([]);
	});

	it('tests without sleeping and without replacing modules', () => {
		const tests = listFiles(path.join(root, 'test'))
			.map(readSource)
			.filter(({name}) => !name.startsWith('test/end-to-end/') && name !== 'test/architecture.test.ts');
		const wrong = tests.filter(({text}) =>
			/vi\.mock\(|\bit\.only\(|\bdescribe\.only\(|\bsleep\(/u.test(text),
		);
		expect(wrong.map(({name}) => name)).toEqual([]);
	});
});

function isAllowed(room: string, imported: string): boolean {
	// Run, options and commands put everything together.
	if (room === '' || room === 'commands' || imported.startsWith('../package.json')) {
		return true;
	}

	const target = imported.replace(/\.tsx?$/u, '');
	return [room, ...(rooms[room]?.may ?? [])].some(
		allowed => target === allowed || target.startsWith(`${allowed}/`),
	);
}

function listFiles(folder: string): readonly string[] {
	return readdirSync(folder).flatMap(entry => {
		const full = path.join(folder, entry);
		return statSync(full).isDirectory() ? listFiles(full) : /\.tsx?$/u.test(entry) ? [full] : [];
	});
}

function readSource(file: string): SourceFile {
	const name = path.relative(root, file).replaceAll(path.sep, '/');
	const text = readFileSync(file, 'utf8');
	const parts = name.split('/');
	const imports = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/gu)].map(match => match[1] ?? '');
	return {name, room: parts.length > 2 ? (parts[1] ?? '') : '', text, imports};
}

function withoutComments(text: string): string {
	return text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/(^|\s)\/\/.*$/gmu, '$1');
}
