import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {program} from './check.ts';

/** goroutop without a screen, and what it has printed so far. */
export type PlainWatch = {
	/** Settles with the first line that matches, of those printed since the last call; rejects when none comes in time. */
	readonly read: (pattern: RegExp, withinMilliseconds: number) => Promise<string>;
	readonly stop: () => Promise<void>;
};

export function watchPlainly(...words: readonly string[]): PlainWatch {
	const child = spawn(process.execPath, [program, ...words, '--plain'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const exited = once(child, 'exit');
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	return {
		read: async (pattern, withinMilliseconds) => {
			const seen: string[] = [];
			const search = async () => {
				for (;;) {
					const {value, done} = await lines.next();
					if (done === true) {
						throw new Error(`goroutop ended before ${pattern}: ${seen.join('\n')}`);
					}

					seen.push(value);
					if (pattern.test(value)) {
						return value;
					}
				}
			};
			const {promise: late, reject} = Promise.withResolvers<never>();
			const timer = setTimeout(
				() => reject(new Error(`no ${pattern} within ${withinMilliseconds} ms, but:\n${seen.join('\n')}`)),
				withinMilliseconds,
			);
			try {
				return await Promise.race([search(), late]);
			} finally {
				clearTimeout(timer);
			}
		},
		stop: async () => {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
