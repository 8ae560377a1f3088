import {decodeDump} from '../../source/decode/dump.ts';
import type {Reading} from '../../source/detectors/detector.ts';
import type {DumpSnapshot} from '../../source/profile/dump-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordDump} from '../../source/series/record-dump.ts';
import type {Moment} from './draw.ts';

/**
 * A dump, one goroutine per line: number, state, frames from the innermost out, and who started it:
 *
 *     12 [sync.Mutex.Lock, 2 minutes] lock(0xc000014018) < orders.(*Book).Count@22 < stock.(*Shelf).Take(0xc000014030)@31 | orders.Open@9 in 1
 *     20..34 [chan send] worker.run@7 | worker.handle@3 in each
 *
 * `lock`, `rlock`, `wlock`, `wait` and `pipe` stand for the frames of Mutex.Lock, RWMutex.RLock, RWMutex.Lock,
 * WaitGroup.Wait and PipeWriter.Write.
 * Without arguments a frame is inlined, as `(...)`. `in each`: by a goroutine of its own, numbered 1000 higher.
 */
export function dumpText(drawing: string): string {
	return drawing
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '')
		.flatMap(goroutineTexts)
		.join('\n');
}

export function drawDump(drawing: string): DumpSnapshot {
	const decoded = decodeDump(new TextEncoder().encode(dumpText(drawing)));
	if (!decoded.ok || decoded.skipped > 0) {
		throw new Error(`no dump is drawn: ${drawing}`);
	}

	return groupDump(decoded.value, undefined);
}

/** Dumps taken 30 s apart, the first one at the time at which `from` ends. */
export function drawDumps(
	drawings: readonly string[],
	from: History = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01}),
): readonly Moment[] {
	let history = from;
	const begin = from.at;
	return drawings.map((drawing, index) => {
		history = recordDump(history, begin + index * 30_000, drawDump(drawing));
		return {history, readings: ['dump'] satisfies readonly Reading[]};
	});
}

const inner: {readonly [short: string]: (callArguments: string) => readonly string[]} = {
	lock: callArguments => [
		'sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)',
		`sync.(*Mutex).lockSlow(${callArguments})`,
		'sync.(*Mutex).Lock(...)',
	],
	rlock: () => ['sync.runtime_SemacquireRWMutexR(0x0?, 0x0?, 0x0?)', 'sync.(*RWMutex).RLock(...)'],
	wlock: () => ['sync.runtime_SemacquireRWMutex(0x0?, 0x0?, 0x0?)', 'sync.(*RWMutex).Lock(0x0?)'],
	wait: () => ['sync.runtime_SemacquireWaitGroup(0x0?)', 'sync.(*WaitGroup).Wait(0x0?)'],
	cond: () => ['sync.runtime_notifyListWait(0xc00007c590, 0x0)', 'sync.(*Cond).Wait(0x0?)'],
	pipe: () => ['io.(*pipe).write(0x0?, {0x0?, 0x0?, 0x0?})', 'io.(*PipeWriter).Write(...)'],
	read: () => ['internal/poll.runtime_pollWait(0x7f00, 0x72)', 'internal/poll.(*FD).Read(0x0?)'],
};

function goroutineTexts(line: string): readonly string[] {
	const [, first = '', last = first, state = '', frames = '', creator, by] =
		/^(\d+)(?:\.\.(\d+))? \[(.*?)\] (.*?)(?: \| (\S+)(?: in (\d+|each))?)?$/u.exec(line) ?? [];
	const texts: string[] = [];
	for (let number = Number(first); number <= Number(last); number++) {
		const from = by === undefined ? '' : ` in goroutine ${by === 'each' ? number + 1000 : by}`;
		const created =
			creator === undefined
				? ''
				: `created by ${fullName(callOf(creator).name)}${from}\n${placeOf(creator)}\n`;
		texts.push(`goroutine ${number} [${state}]:\n${frames.split(' < ').map(frameText).join('')}${created}`);
	}

	return texts;
}

function frameText(word: string): string {
	const {name, callArguments} = callOf(word);
	const expanded = inner[name];
	return expanded === undefined
		? `${fullName(name)}(${callArguments})\n${placeOf(word)}\n`
		: expanded(callArguments)
				.map(call => `${call}\n\t/usr/local/go/src/any.go:1 +0x25\n`)
				.join('');
}

function callOf(word: string): {readonly name: string; readonly callArguments: string} {
	const [, name = '', callArguments = '...'] = /^(.*?)(?:\(([\s\w,?.]*)\))?(?:@\d+)?$/u.exec(word) ?? [];
	return {name, callArguments};
}

function fullName(name: string): string {
	return /^(?:main|net\/http(?:\/pprof)?|sync|time)\./u.test(name) ? name : `example.com/shop/${name}`;
}

function placeOf(word: string): string {
	const line = /@(\d+)$/u.exec(word)?.[1] ?? '1';
	const folder = /^\w+/u.exec(word)?.[0] ?? '';
	return `\t/src/shop/${folder}/${folder}.go:${line} +0x1d`;
}
