import {readFileSync} from 'node:fs';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeIndexPage} from '../../source/decode/index-page.ts';
import {decodeMemoryStats} from '../../source/decode/memory-stats.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import type {Reading} from '../../source/detectors/detector.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import type {Decoded} from '../../source/profile/decoded.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {learnOwnRoot} from '../../source/profile/origin.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordContention} from '../../source/series/record-contention.ts';
import {recordDump} from '../../source/series/record-dump.ts';
import {recordGoroutines} from '../../source/series/record-goroutines.ts';
import {recordHeartbeat} from '../../source/series/record-heartbeat.ts';
import {recordLeaks} from '../../source/series/record-leaks.ts';
import {recordMemory} from '../../source/series/record-memory.ts';
import {decodeRecording, type RecordedReply} from '../../source/target/recording.ts';
import type {Moment} from './draw.ts';

export const polledPaths: readonly string[] = ['', 'goroutine', 'block', 'mutex', 'heap?debug=1'];

/** The recorded incident of the demo, as someone sees it who polls it every 2 s from `fromMilliseconds` on. */
export function replayDemo(fromMilliseconds = 2000, paths = polledPaths): readonly Moment[] {
	const decoded = decodeRecording(readFileSync(new URL('../../fixtures/demo.recording', import.meta.url)));
	if (!decoded.ok) {
		throw new Error(decoded.sentence);
	}

	const {replies, durationMilliseconds} = decoded.recording;
	const intervalMilliseconds = 2000;
	const moments: Moment[] = [];
	const seen = new Set<RecordedReply>();
	let history = emptyHistory(fromMilliseconds, {intervalMilliseconds, budgetFraction: 0.01});
	for (let at = fromMilliseconds; at <= durationMilliseconds; at += intervalMilliseconds) {
		for (const path of paths) {
			const reply = replies.findLast(each => each.path === path && each.offsetMilliseconds <= at);
			if (reply !== undefined && reply.status === 200 && !seen.has(reply)) {
				seen.add(reply);
				history = record(history, at, path, reply.body);
				moments.push({history, readings: readingsOf(path)});
			}
		}
	}

	return moments;
}

function readingsOf(path: string): readonly Reading[] {
	if (path === 'goroutine?debug=2' || path === 'goroutineleak') {
		return [path === 'goroutineleak' ? 'leaks' : 'dump'];
	}

	return path === ''
		? ['heartbeat', 'watch']
		: path === 'goroutine'
			? ['goroutines']
			: path === 'heap?debug=1'
				? ['memory']
				: [path as 'block' | 'mutex'];
}

function record(history: History, at: number, path: string, body: Uint8Array): History {
	const text = () => new TextDecoder().decode(body);
	switch (path) {
		case '':
			return recordHeartbeat(history, at, understood(decodeIndexPage(text())), 3);
		case 'goroutine?debug=2':
			return recordDump(history, at, groupDump(understood(decodeDump(body)), undefined));
		case 'goroutineleak':
			return recordLeaks(history, at, groupGoroutines(understood(decodeProfile(body)), undefined));
		case 'heap?debug=1':
			return recordMemory(history, at, understood(decodeMemoryStats(text())));
		case 'goroutine': {
			const profile = understood(decodeProfile(body));
			return recordGoroutines(
				history,
				at,
				groupGoroutines(profile, learnOwnRoot(profile.samples.map(({stack}) => stack))),
			);
		}

		default: {
			const which = path as 'block' | 'mutex';
			return recordContention(
				history,
				at,
				groupContention(understood(decodeProfile(body)), which, undefined),
			);
		}
	}
}

function understood<T>(decoded: Decoded<T>): T {
	if (!decoded.ok) {
		throw new Error(decoded.reason);
	}

	return decoded.value;
}
