import {maxTextBytes} from '../../../source/decode/bounds.ts';
import {decodeDump} from '../../../source/decode/dump.ts';
import {countDump, countLeaks} from '../../../source/profile/count-dump.ts';
import type {Dump} from '../../../source/profile/dump.ts';
import {groupDump} from '../../../source/profile/group-dump.ts';
import {learnOwnRoot} from '../../../source/profile/origin.ts';
import {bytesOf, captured, textOf} from '../inputs.ts';
import {must, mustBeCount, mustBeDecoded, mustEqual, mustSumTo} from '../must.ts';
import type {FuzzTarget} from '../target.ts';
import {printedDump} from './printed-dump.ts';

export const dumpTarget: FuzzTarget = {
	name: 'dump',
	seeds: dumpSeeds,
	words: [
		'goroutine ',
		'goroutine 1 [',
		']:\n',
		' minutes',
		', locked to thread',
		' (scan)',
		' (leaked)',
	].concat(
		[' (durable)', ', synctest bubble 1', ' labels:{"a": "b"}', ' {a: b}', '\\u00ef', '\\x1b', '\\U0010ffff'],
		[
			'created by ',
			' in goroutine 1',
			'\n\t/f.go:1 +0x1d',
			'\tpc=0x1',
			'non-Go function at pc=0x1',
			'({0x1?, ...})',
		],
		['...12 frames elided...', '...additional frames elided...', '[originating from goroutine 1]:'],
		[
			'\tgoroutine running on other thread; stack unavailable',
			' gp=0xc000002380 m=0 mp=0x5f3a80',
			'\r\n',
			'\n\n',
		],
		[
			'sync.(*Mutex).Lock(0xc000012345)',
			'net/http/pprof.',
			'chan receive (nil chan)',
			'sync.Mutex.Lock',
			'?:0',
		],
	),
	maxBytes: 8192,
	check(input) {
		const decoded = decodeDump(input);
		mustBeDecoded(decoded, input.length);
		mustEqual(decodeDump(input), decoded, 'the same bytes decode differently');
		const headers = headersOf(input);
		if (!decoded.ok) {
			must(headers <= input.length / 12, 'more headers than there can be');
			return;
		}
		checkGoroutines(decoded.value, decoded.skipped, headers);
		checkGroups(decoded.value);
		checkPrinted(decoded.value);
	},
};

export function dumpSeeds(): readonly Uint8Array[] {
	return [
		...captured('goroutine.debug2.txt').map(bytes => bytes.subarray(0, 3000)),
		bytesOf(
			'goroutine 7 [select (scan), 2 minutes, synctest bubble 1] {tenant: acme, "a b": "c\\u00ef"}:\nmain.f()\n\t/f.go:1\n\n',
		),
		bytesOf(
			'goroutine 1 gp=0xc000002380 m=0 mp=0x5f3a80 [sync.Mutex.Lock (leaked) labels:{"a": "b"}, 3 minutes]:\nsync.(*Mutex).Lock(0xc000012345)\n\t/usr/lib/go/src/sync/mutex.go:90 +0x1d\nmain.(*S).f(0xc000012340, {0x1?, 0x2, ...})\n\t/app/main.go:42 +0x7f\ncreated by main.main in goroutine 1\n\t/app/main.go:9 +0x1\n',
		),
		bytesOf(
			'goroutine 3 [syscall, 9 minutes, locked to thread]:\nruntime.cgocall(0x1)\n\t/go/src/runtime/cgocall.go:167 +0x4b fp=0xc sp=0xd pc=0xe\n...12 frames elided...\nnon-Go function at pc=7f\n[originating from goroutine 1]:\nmain.g()\n\t/app/main.go:1 +0x1\n\ngoroutine 4 [running]:\n\tgoroutine running on other thread; stack unavailable\n',
		),
	];
}

/** Lines that look like the header of a goroutine; the last one may be cut. */
function headersOf(input: Uint8Array): number {
	return textOf(input)
		.split('\n')
		.slice(0, -1)
		.filter(line => /^goroutine \d.*:\r?$/s.test(line)).length;
}

function checkGoroutines({goroutines}: Dump, skipped: number, headers: number): void {
	must(goroutines.length <= headers + 1, 'more goroutines than headers', [goroutines.length, headers]);
	must(headers - goroutines.length <= skipped, 'a header was lost uncounted', [headers, goroutines.length]);
	for (const {id, waitMinutes, bubble, elidedFrames, stack, frameArguments, createdBy} of goroutines) {
		for (const count of [id, waitMinutes ?? 0, bubble ?? 0, elidedFrames, createdBy?.goroutineId ?? 0]) {
			mustBeCount(count, 'a number of a goroutine');
		}
		must(stack.length === frameArguments.length, 'frames and their arguments differ in number');
		for (const {line} of stack) mustBeCount(line, 'a line');
	}
}

function checkGroups(dump: Dump): void {
	const ownRoot = learnOwnRoot(dump.goroutines.map(({stack}) => stack));
	const {total, waiters, waiterCount, locks} = groupDump(dump, ownRoot);
	must(total <= dump.goroutines.length, 'more goroutines than in the dump');
	must(waiterCount <= total && waiters.length <= waiterCount, 'more waiters than goroutines');
	must(
		locks.every(lock => lock.waiters.length > 0),
		'a lock that nobody waits for',
	);
	for (const counted of [countDump(dump, ownRoot), countLeaks(dump, ownRoot)]) {
		if (counted === undefined) continue;
		must(counted.total <= dump.goroutines.length, 'more counted than there are');
		mustSumTo(
			counted.sites.map(({count}) => count),
			counted.total,
			'the sites of a dump',
		);
	}
}

/** What was understood, printed as Go prints it, is understood the same. */
function checkPrinted({goroutines}: Dump): void {
	const texts = goroutines.flatMap(({stack, frameArguments, createdBy}) => [
		...frameArguments,
		...[...stack, ...(createdBy === undefined ? [] : [createdBy.frame])].flatMap(({functionName, file}) => [
			functionName,
			file,
		]),
	]);
	// Of a text that is too long only the beginning counts: printed, it may be taken apart at another place.
	if (texts.some(text => bytesOf(text).length > maxTextBytes / 2)) return;
	const again = decodeDump(bytesOf(printedDump(goroutines)));
	must(again.ok, 'a printed dump is none');
	must(again.skipped === 0, 'a printed dump has lines that are not understood', again.skipped);
	mustEqual(again.value.goroutines, goroutines, 'a printed dump reads differently');
}
