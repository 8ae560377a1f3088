import {describe, expect, test} from 'vitest';
import {learnOwnRoot, type Origin, originOf} from '../../source/profile/origin.ts';
import {drawStack} from './draw-stack.ts';

const origin = (text: string, ownRoot?: string) => drawStack(text).map(frame => originOf(frame, ownRoot))[0];

describe('originOf', () => {
	test.each<readonly [Origin, string]>([
		['runtime', 'runtime.gopark@/usr/local/go/src/runtime/proc.go:1'],
		['runtime', 'internal/runtime/atomic.Load@/usr/local/go/src/internal/runtime/atomic/x.go:1'],
		['standard', 'runtime/pprof.writeGoroutine@/usr/local/go/src/runtime/pprof/pprof.go:1'],
		['standard', 'net/http.(*conn).serve@/usr/local/go/src/net/http/server.go:1'],
		['standard', 'vendor/golang.org/x/net/http2.f@/usr/local/go/src/vendor/x.go:1'],
		['own', 'main.main@/src/shop/main.go:1'],
		['own', 'example.com/shop/worker.run@/src/shop/worker/worker.go:1'],
		['own', 'checkout/cart.(*Cart).Add@/src/checkout/cart/cart.go:1'],
		['library', 'github.com/lib/pq.(*conn).recv@/root/go/pkg/mod/github.com/lib/pq@v1.10.9/conn.go:1'],
		['library', 'github.com/lib/pq.(*conn).recv@github.com/lib/pq@v1.10.9/conn.go:1'],
		['library', 'github.com/lib/pq.(*conn).recv@/src/shop/vendor/github.com/lib/pq/conn.go:1'],
	])('%s: %s', (expected, text) => {
		const at = text.indexOf('@');
		const [functionName, place] = [text.slice(0, at), text.slice(at + 1)];
		const file = place.slice(0, place.lastIndexOf(':'));
		expect(originOf({functionName, file, line: 1}, undefined)).toBe(expected);
	});

	test('under GOPATH, what lies outside the repository is a library', () => {
		const root = '/build/src/github.com/acme/shop';
		expect(
			origin('github.com/acme/shop/worker.run@/build/src/github.com/acme/shop/worker/w.go:1', root),
		).toBe('own');
		expect(origin('github.com/lib/pq.recv@/build/src/github.com/lib/pq/conn.go:1', root)).toBe('library');
	});

	test.each<readonly [Origin, root: string, file: string]>([
		['own', 'go.etcd.io/etcd', 'go.etcd.io/etcd/pkg/logutil/merge_logger.go'],
		['library', 'go.etcd.io/etcd', 'github.com/soheilhy/cmux/buffer.go'],
		['own', 'github.com/acme/shop/app/server', 'github.com/acme/shop/lib/queue.go'],
		['library', 'github.com/acme/shop/app/server', 'github.com/acme/other/queue.go'],
		['own', 'checkout/app', 'checkout/lib/queue.go'],
	])(
		'of trimmed paths, what lies outside the repository is a library (%s: %s, %s)',
		(expected, root, file) => {
			expect(originOf({functionName: 'a.b/c.run', file, line: 1}, root)).toBe(expected);
		},
	);
});

describe('learnOwnRoot', () => {
	test.each([
		['/src/shop/main.go', '/src/shop'],
		['/src/shop/cmd/server/main.go', '/src/shop'],
		['/src/shop/cmd/main.go', '/src/shop'],
	])('a main of %s lives in %s', (file, root) => {
		expect(
			learnOwnRoot([drawStack('runtime.gopark'), drawStack(`runtime.gopark < main.main@${file}:9`)]),
		).toBe(root);
	});

	test('is not known without main.main, nor from a bare file name', () => {
		expect(learnOwnRoot([drawStack('runtime.gopark')])).toBeUndefined();
		expect(learnOwnRoot([drawStack('main.main@main.go:9')])).toBeUndefined();
	});
});
