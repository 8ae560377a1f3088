import {expect, test} from 'vitest';
import {ask, openTarget, serveRaw, textOf} from '../target/local-servers.ts';
import {readCaptures} from './fault-target.ts';
import {beginLife} from './life.ts';

const life = beginLife();
const captures = readCaptures('go1.26');

test('a proxy that gives one profile for another: they look alike, so the name of the file tells', async () => {
	await life.suffer({
		onRequest: ({answer}) => answer(captures.get('/debug/pprof/block')),
		concerns: path => path === '/debug/pprof/mutex',
		said: undefined,
		saidOf: {
			mutex:
				'not-pprof: HOST:PORT sent its block profile when asked for mutex: does a proxy in between mix answers up?',
		},
		recoversWithinSeconds: 31,
	});
});

test('a cache that forgets the query', async () => {
	const asked: string[] = [];
	await life.suffer({
		onRequest: ({path, answer}) => {
			asked.push(path);
			answer(captures.get(path.replace(/\?.*/, '')));
		},
		// A dump is an errand: that one failed is said until another one comes.
		concerns: path => path.includes('?') && !path.includes('debug=2'),
		said: undefined,
		saidOf: {
			heap: expect.stringMatching(
				/^not-a-profile: .* its heap profile is .*, not a heap profile with memory statistics\.$/u,
			),
		},
		lastsSeconds: 40,
		recoversWithinSeconds: 31,
	});
	expect(asked).toContain('/debug/pprof/heap?debug=1');
});

const reply = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const turnsLater = (turns: number, act: () => void): void => {
	if (turns === 0) {
		act();
	} else {
		setImmediate(() => turnsLater(turns - 1, act));
	}
};

test.each([0, 1, 2])(
	'an answer too many, %i turns of the event loop late, is not taken for the next one',
	async turns => {
		const server = await serveRaw(socket => {
			socket.setNoDelay();
			socket.on('data', request => {
				socket.write(reply(/GET (\S+)/.exec(String(request))?.[1] ?? ''));
				turnsLater(turns, () => socket.write(reply('junk')));
			});
		});
		const target = await openTarget(`${server.port}`);
		const paths = Array.from({length: 30}, (_, index) => `/${index}`);
		const replies = await Promise.all(paths.map(path => ask(target, path)));
		expect(replies.map(textOf)).toEqual(paths);
	},
);
