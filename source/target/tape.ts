import type {Milliseconds} from '../profile/units.ts';
import type {RecordedReply, Recording} from './recording.ts';

/** Finds in a recording what a path served at a time. */
export type Tape = {
	/**
	 * The latest reply of the path at or before that time, which starts over at the end of the recording. A path asked for
	 * before its first reply gives that first reply. `undefined` when the recording has no such path.
	 */
	readonly find: (
		path: string,
		query: URLSearchParams,
		elapsedMilliseconds: Milliseconds,
	) => RecordedReply | undefined;
};

export function openTape(recording: Recording): Tape {
	const byPath = Map.groupBy(recording.replies, reply => normalise(reply.path));
	return {
		find: (path, query, elapsedMilliseconds) => {
			const replies = byPath.get(withQuery(path, query)) ?? [];
			const offset = Math.max(0, elapsedMilliseconds) % recording.durationMilliseconds;
			return replies.findLast(reply => reply.offsetMilliseconds <= offset) ?? replies[0];
		},
	};
}

function normalise(path: string): string {
	const [name = '', query = ''] = path.split('?');
	return withQuery(name, new URLSearchParams(query));
}

/** `debug=0` is what a profile does anyway, and the order of parameters means nothing. */
function withQuery(name: string, query: URLSearchParams): string {
	const parameters = [...query].filter(([key, value]) => !(key === 'debug' && value === '0')).toSorted();
	return `${name}?${new URLSearchParams(parameters)}`;
}
