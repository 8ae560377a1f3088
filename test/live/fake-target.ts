import type {Failure, FailureKind} from '../../source/profile/failure.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../../source/profile/units.ts';
import type {Target, TargetRequest} from '../../source/target/target.ts';
import {capturedBody} from './captures.ts';
import type {FakeClock} from './fake-clock.ts';

/** What a request comes to, and after how long. */
export type Answer = {readonly elapsedMilliseconds: Milliseconds} & (
	| {readonly body: Uint8Array | string}
	| {readonly failure: Failure}
);

export type Asked = {readonly path: string; readonly at: UnixMilliseconds};

export type FakeTarget = Target & {
	/** Every request so far. */
	readonly asked: readonly Asked[];
	/** When a path was asked for, in milliseconds since the start. */
	readonly askedAt: (path: string) => readonly Milliseconds[];
	readonly mostAtOnce: () => Count;
	readonly underWay: () => Count;
	/** Has a path answer differently from now on. */
	readonly answer: (path: string, answer: (request: TargetRequest) => Answer) => void;
	readonly answerAll: (answer: ((path: string) => Answer) | undefined) => void;
};

export const failure = (kind: FailureKind, retryAtUnixMilliseconds?: UnixMilliseconds): Failure => ({
	kind,
	sentence: `It is ${kind}.`,
	...(retryAtUnixMilliseconds === undefined ? {} : {retryAtUnixMilliseconds}),
});

/** The captured index page with other numbers in it. */
export function indexPage(counts: Readonly<Record<string, Count>> = {}): string {
	const page = new TextDecoder().decode(capturedBody('index.html'));
	return Object.entries(counts).reduce(
		(text, [name, count]) =>
			text.replace(new RegExp(`<td>\\d+</td>(<td><a href='${name}\\?)`), `<td>${count}</td>$1`),
		page,
	);
}

/** A program on this machine that answers as the captured one did, quickly, unless told otherwise. */
export function fakeTarget(clock: FakeClock): FakeTarget {
	const start = clock.now();
	const asked: Asked[] = [];
	let underWay = 0;
	let mostAtOnce = 0;
	let answerToAll: ((path: string) => Answer) | undefined;
	const body = (name: string, elapsedMilliseconds: Milliseconds) => (): Answer => ({
		body: capturedBody(name),
		elapsedMilliseconds,
	});
	const answers = new Map<string, (request: TargetRequest) => Answer>([
		['', body('index.html', 0.4)],
		['goroutine', body('goroutine.pb.gz', 3)],
		['block', body('block.pb.gz', 1.5)],
		['mutex', body('mutex.pb.gz', 1)],
		['mutex?debug=1', body('mutex.debug1.txt', 0.4)],
		['heap?debug=1', body('heap.debug1.txt', 1.5)],
		['/metrics', body('metrics.txt', 1)],
		['heap', body('heap.pb.gz', 2)],
		['block?seconds=1', body('block-probe.pb.gz', 1002)],
	]);

	return {
		address: 'localhost:6060',
		asked,
		askedAt: path => asked.filter(entry => entry.path === path).map(entry => entry.at - start),
		mostAtOnce: () => mostAtOnce,
		underWay: () => underWay,
		answer: (path, answer) => answers.set(path, answer),
		answerAll(answer) {
			answerToAll = answer;
		},
		fetch(request) {
			const {path, signal, maxBytes} = request;
			asked.push({path, at: clock.now()});
			underWay += 1;
			mostAtOnce = Math.max(mostAtOnce, underWay);
			const missing: Answer = {failure: failure('not-found'), elapsedMilliseconds: 0.5};
			const answer = answerToAll?.(path) ?? answers.get(path)?.(request) ?? missing;
			const {elapsedMilliseconds} = answer;
			return new Promise(resolve => {
				const abort = () => {
					cancel();
					underWay -= 1;
					resolve({ok: false, failure: failure('cancelled'), elapsedMilliseconds: 0});
				};
				const cancel = clock.after(elapsedMilliseconds, () => {
					signal.removeEventListener('abort', abort);
					underWay -= 1;
					if ('failure' in answer) {
						resolve({ok: false, failure: answer.failure, elapsedMilliseconds});
						return;
					}

					const bytes = typeof answer.body === 'string' ? new TextEncoder().encode(answer.body) : answer.body;
					if (bytes.length > maxBytes) {
						resolve({ok: false, failure: failure('too-large'), elapsedMilliseconds});
						return;
					}

					resolve({ok: true, bytes, elapsedMilliseconds});
				});
				signal.addEventListener('abort', abort);
			});
		},
		close: async () => {},
	};
}
