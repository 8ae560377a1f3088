import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {siteOf} from '../../source/profile/site.ts';
import {type WaitContext, waitContextOf} from '../../source/profile/wait-context.ts';
import {captures} from '../decode/capture-files.ts';
import {drawStack} from './draw-stack.ts';

const select = 'runtime.gopark < runtime.selectgo';
const read =
	'runtime.gopark < runtime.netpollblock < internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net.(*netFD).Read < net.(*conn).Read';
const served = 'net/http.HandlerFunc.ServeHTTP < net/http.serverHandler.ServeHTTP < net/http.(*conn).serve';

/** Frames of a dependency by their names alone, of the person's own by `own:`. */
function stackOf(text: string) {
	const words = text.split(' < ').map(word => {
		const name = word.trim();
		return name.startsWith('own:')
			? `example.com/shop/${name.slice(4)}@/src/shop/any.go:7`
			: /^[\w-]+\.[\w.-]+\//u.test(name)
				? `${name}@/go/pkg/mod/library@v1.2.3/any.go:7`
				: name;
	});
	return drawStack(words.join(' < '));
}

function contextOf(text: string): WaitContext {
	return waitContextOf(stackOf(text), undefined);
}

test.each([
	[
		'database pool',
		'database/sql pool',
		`${select} < database/sql.(*DB).conn < database/sql.(*DB).query < own:a.b`,
	],
	[
		'database pool',
		'pgx pool',
		`${select} < golang.org/x/sync/semaphore.(*Weighted).Acquire < github.com/jackc/puddle/v2.(*Pool[...]).acquire < github.com/jackc/puddle/v2.(*Pool[...]).Acquire < github.com/jackc/pgx/v5/pgxpool.(*Pool).Acquire < own:a.b`,
	],
	[
		'database pool',
		'pgx pool',
		`${select} < github.com/jackc/puddle.(*Pool).Acquire < github.com/jackc/pgx/v4/pgxpool.(*Pool).Acquire < own:a.b`,
	],
	[
		'dial',
		'new connection',
		`${select} < github.com/jackc/puddle/v2.(*Pool[...]).initResourceValue < github.com/jackc/puddle/v2.(*Pool[...]).acquire < github.com/jackc/pgx/v5/pgxpool.(*Pool).Acquire < own:a.b`,
	],
	[
		'database',
		'PostgreSQL (pgx)',
		`${read} < github.com/jackc/pgx/v5/pgconn.(*PgConn).receiveMessage < github.com/jackc/pgx/v5/pgxpool.(*Pool).Query < own:a.b`,
	],
	[
		'database',
		'PostgreSQL (lib/pq)',
		`${read} < bufio.(*Reader).Read < github.com/lib/pq.(*conn).recv < database/sql.(*DB).queryDC < own:a.b`,
	],
	[
		'database',
		'PostgreSQL (lib/pq)',
		`${read} < example.com/shop/vendor/github.com/lib/pq.(*conn).recv < own:a.b`,
	],
	[
		'database',
		'MySQL',
		`${read} < github.com/go-sql-driver/mysql.(*buffer).fill < database/sql.(*DB).queryDC < own:a.b`,
	],
	[
		'database',
		'database/sql',
		`${read} < example.org/odd/driver.(*conn).ask < database/sql.ctxDriverPrepare < database/sql.(*DB).queryDC < own:a.b`,
	],
	[
		'http connection pool',
		'HTTP connection pool',
		`${select} < net/http.(*Transport).getConn < net/http.(*Transport).roundTrip < own:a.b`,
	],
	[
		'http connection pool',
		'HTTP/2 streams per connection',
		'runtime.gopark < sync.runtime_notifyListWait < sync.(*Cond).Wait < net/http.(*http2ClientConn).awaitOpenSlotForStreamLocked < own:a.b',
	],
	[
		'http response',
		'HTTP response',
		`${select} < net/http.(*persistConn).roundTrip < own:a.(*tracer).RoundTrip < net/http.send < own:a.b`,
	],
	[
		'http response',
		'HTTP response',
		`${select} < net/http.(*http2ClientConn).roundTrip < net/http.(*http2Transport).RoundTrip < own:a.b`,
	],
	[
		'http response',
		'HTTP response (AWS s3)',
		`${select} < net/http.(*persistConn).roundTrip < net/http.(*Client).Do < github.com/aws/smithy-go/transport/http.ClientHandler.Handle < github.com/aws/aws-sdk-go-v2/service/s3.(*Client).GetObject < own:a.b`,
	],
	[
		'http response',
		'HTTP response (Elasticsearch)',
		`${select} < net/http.(*persistConn).roundTrip < github.com/elastic/elastic-transport-go/v8/elastictransport.(*Client).Perform < own:a.b`,
	],
	[
		'http body',
		'HTTP response body',
		`${read} < net/http.(*persistConn).Read < bufio.(*Reader).Read < net/http.(*body).Read < net/http.(*bodyEOFSignal).Read < io.ReadAll < own:a.b`,
	],
	[
		'http body',
		'HTTP response body',
		'runtime.gopark < sync.(*Cond).Wait < net/http.(*http2pipe).Read < net/http.http2transportResponseBody.Read < own:a.b',
	],
	[
		'http server',
		'HTTP request body',
		`${read} < net/http.(*connReader).Read < net/http.(*body).Read < io.ReadAll < own:web.order < ${served}`,
	],
	[
		'redis pool',
		'go-redis pool',
		`${select} < github.com/go-redis/redis.(*ConnPool).waitTurn < own:a.b`.replace(
			'redis.(*ConnPool)',
			'redis/internal/pool.(*ConnPool)',
		),
	],
	[
		'redis pool',
		'go-redis pool',
		`${select} < github.com/redis/go-redis/v9/internal.(*FastSemaphore).Acquire < github.com/redis/go-redis/v9/internal/pool.(*ConnPool).waitTurn < own:a.b`,
	],
	['redis', 'Redis', `${read} < github.com/redis/go-redis/v9/internal/proto.(*Reader).ReadLine < own:a.b`],
	[
		'redis pool',
		'redigo pool',
		`${select} < github.com/gomodule/redigo/redis.(*Pool).waitVacantConn < own:a.b`,
	],
	[
		'mongo pool',
		'MongoDB pool',
		`${select} < go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*pool).checkOut < own:a.b`,
	],
	[
		'mongo pool',
		'MongoDB pool',
		`${select} < golang.org/x/sync/semaphore.(*Weighted).Acquire < go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*pool).get < own:a.b`,
	],
	[
		'grpc',
		'gRPC connection',
		`${select} < google.golang.org/grpc.(*pickerWrapper).pick < google.golang.org/grpc.(*ClientConn).Invoke < own:a.b`,
	],
	[
		'grpc',
		'gRPC response',
		`${select} < google.golang.org/grpc/internal/transport.(*recvBufferReader).readClient < google.golang.org/grpc.(*clientStream).RecvMsg < google.golang.org/grpc.(*ClientConn).Invoke < own:a.b`,
	],
	['kafka', 'Kafka', `${select} < github.com/segmentio/kafka-go.(*Writer).WriteMessages < own:a.b`],
	['nats', 'NATS', `${select} < github.com/nats-io/nats%2ego.(*Conn).RequestWithContext < own:a.b`],
	['semaphore', 'x/sync semaphore', `${select} < golang.org/x/sync/semaphore.(*Weighted).Acquire < own:a.b`],
	[
		'singleflight',
		'singleflight',
		'runtime.gopark < sync.(*WaitGroup).Wait < golang.org/x/sync/singleflight.(*Group).Do < own:a.b',
	],
	[
		'errgroup',
		'errgroup',
		'runtime.gopark < sync.(*WaitGroup).Wait < golang.org/x/sync/errgroup.(*Group).Wait < own:a.b',
	],
	[
		'rate limiter',
		'x/time rate limiter',
		`${select} < golang.org/x/time/rate.(*Limiter).wait < golang.org/x/time/rate.(*Limiter).WaitN < own:a.b`,
	],
	[
		'dns',
		'DNS',
		`${select} < net.(*Resolver).lookupIPAddr < net.(*Dialer).DialContext < github.com/lib/pq.dial < database/sql.(*DB).conn < own:a.b`,
	],
	[
		'dial',
		'TCP dial',
		'runtime.gopark < internal/poll.(*FD).WaitWrite < net.(*netFD).connect < net.(*Dialer).DialContext < net/http.(*Transport).dialConn < net/http.(*Transport).dialConnFor',
	],
	[
		'tls handshake',
		'TLS handshake',
		`${read} < crypto/tls.(*Conn).readRecord < crypto/tls.(*Conn).handshakeContext < github.com/lib/pq.(*conn).ssl < own:a.b`,
	],
	['network', 'network', `${read} < crypto/tls.(*Conn).Read < own:a.b`],
	['cgo', 'C code', 'runtime.cgocall < own:a._Cfunc_compress < own:a.b'],
	['database', 'SQLite', 'runtime.cgocall < github.com/mattn/go-sqlite3._Cfunc__sqlite3_step < own:a.b'],
])('%s: %s', (kind, name, text) => {
	expect(contextOf(text).dependency).toMatchObject({kind, name});
});

test.each([
	[
		'a lock inside a library',
		'sync.runtime_SemacquireMutex < sync.(*Mutex).lockSlow < sync.(*Mutex).Lock < database/sql.(*DB).conn < own:a.b',
	],
	[
		"the leader's own work under singleflight",
		`${select} < own:a.load < golang.org/x/sync/singleflight.(*Group).doCall < golang.org/x/sync/singleflight.(*Group).Do < own:a.b`,
	],
	[
		"a callback of the person's",
		`${select} < own:a.each < github.com/redis/go-redis/v9.(*Client).Watch < own:a.b`,
	],
	['a plain select', `${select} < own:a.b`],
	['nothing at all', ''],
])('waits for nothing outside: %s', (_, text) => {
	expect(contextOf(text).dependency).toBeUndefined();
});

describe('the handler', () => {
	test.each([
		['web.order', `${select} < own:orders.load < own:web.order < ${served}`],
		[
			'web.order',
			`${select} < own:web.order < net/http.HandlerFunc.ServeHTTP < own:web.logging.func1 < ${served}`,
		],
		[
			'web.order',
			`${select} < own:web.order < github.com/gin-gonic/gin.(*Context).Next < own:web.auth < github.com/gin-gonic/gin.(*Context).Next < github.com/gin-gonic/gin.(*Engine).ServeHTTP < ${served}`,
		],
		[
			'web.proxy',
			`${select} < net/http.(*persistConn).roundTrip < net/http/httputil.(*ReverseProxy).ServeHTTP < own:web.proxy < ${served}`,
		],
		[
			'web.(*API).ServeHTTP',
			`${select} < own:store.get < own:web.(*API).ServeHTTP < own:web.(*Log).ServeHTTP < ${served}`,
		],
		[
			'web.order',
			`${select} < own:web.order < net/http.HandlerFunc.ServeHTTP < net/http.(*http2serverConn).runHandler`,
		],
		[
			'rpc.(*Server).Get',
			`${select} < own:rpc.(*Server).Get < own:pb._Shop_Get_Handler < google.golang.org/grpc.(*Server).processUnaryRPC < google.golang.org/grpc.(*Server).handleStream < google.golang.org/grpc.(*Server).serveStreams.func2.1`,
		],
		[
			'rpc.(*Server).Get',
			`${select} < own:rpc.(*Server).Get < own:pb._Shop_Get_Handler.func1 < own:rpc.auth < own:pb._Shop_Get_Handler < google.golang.org/grpc.(*Server).processUnaryRPC < google.golang.org/grpc.(*Server).handleStream < google.golang.org/grpc.(*Server).serveStreams.func2.1`,
		],
	])('%s', (name, text) => {
		expect(contextOf(text).handler?.functionName).toBe(`example.com/shop/${name}`);
	});

	test('is nobody outside of servers, and where only libraries serve', () => {
		expect(contextOf(`${select} < own:job.run`).handler).toBeUndefined();
		expect(
			contextOf(
				`${select} < net/http.(*persistConn).roundTrip < net/http/httputil.(*ReverseProxy).ServeHTTP < ${served}`,
			).handler,
		).toBeUndefined();
	});
});

test.each([
	[
		'database/sql.(*DB).QueryRow',
		`${select} < database/sql.(*DB).conn < database/sql.(*DB).QueryContext < database/sql.(*DB).QueryRowContext < database/sql.(*DB).QueryRow < own:a.b`,
	],
	[
		'net/http.Get',
		`${select} < net/http.(*persistConn).roundTrip < net/http.(*Client).Get < net/http.Get < own:a.b`,
	],
	[
		'net.Dial',
		'internal/poll.(*FD).WaitWrite < net.(*netFD).connect < net.(*Dialer).DialContext < net.(*Dialer).Dial < net.Dial < own:a.b',
	],
	['net.LookupHost', `${select} < net.(*Resolver).lookupHost < net.LookupHost < own:a.b`],
	[
		'os/exec.(*Cmd).Run',
		'syscall.Syscall6 < os.(*Process).wait < os/exec.(*Cmd).Wait < os/exec.(*Cmd).Run < own:a.b',
	],
	['time.Sleep', `runtime.gopark < time.Sleep < own:web.retry < ${served}`],
	[undefined, 'runtime.gopark < time.Sleep < own:job.run'],
	[undefined, `${select} < database/sql.(*DB).conn < database/sql.(*DB).QueryContext < own:a.b`],
	[
		undefined,
		'internal/poll.(*FD).WaitWrite < net.(*netFD).connect < net.(*Dialer).DialContext < net.(*Dialer).Dial < net.DialTimeout < own:a.b',
	],
])('takes no context: %s', (functionName, text) => {
	expect(contextOf(text).contextFree?.functionName).toBe(functionName);
});

describe('waits by design', () => {
	test.each([
		'internal/poll.runtime_pollWait < internal/poll.(*FD).Accept < net.(*TCPListener).Accept < own:a.serve',
		`${read} < net/http.(*connReader).Read < bufio.(*Reader).Peek < net/http.(*conn).serve`,
		`${read} < net/http.(*connReader).backgroundRead`,
		`${read} < bufio.(*Reader).Peek < github.com/valyala/fasthttp.(*Server).serveConn < github.com/valyala/fasthttp.(*workerPool).workerFunc`,
		`${select} < net/http.(*persistConn).writeLoop`,
		`${select} < net/http.(*http2serverConn).serve`,
		`${read} < net/http.(*http2Framer).ReadFrame < net/http.(*http2clientConnReadLoop).run`,
		`${select} < database/sql.(*DB).connectionOpener`,
		`${select} < google.golang.org/grpc/internal/transport.(*controlBuffer).get < google.golang.org/grpc/internal/transport.(*loopyWriter).run`,
		`${select} < google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run`,
		`${select} < google.golang.org/grpc/internal/transport.(*recvBufferReader).readClient < google.golang.org/grpc.(*clientStream).RecvMsg < own:feed.run`,
		`${read} < github.com/nats-io/nats%2ego.(*Conn).readLoop`,
		'runtime.chanrecv1 < os/signal.signal_recv < os/signal.loop',
		`${read} < github.com/fsnotify/fsnotify.(*inotify).readEvents`,
		`${select} < k8s.io/klog/v2.(*flushDaemon).run.func1`,
		`${select} < go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).processQueue`,
		`${select} < github.com/segmentio/kafka-go.(*Reader).FetchMessage < own:job.run`,
		`${read} < own:wire.next < own:wire.(*Session).readLoop`,
		`${read} < own:wire.(*Session).readLoop.func1 < golang.org/x/sync/errgroup.(*Group).Go.func1`,
		`${read} < own:wire.(*client).readLoop < own:wire.(*Server).createClient.func1`,
		`${read} < github.com/soheilhy/cmux.(*bufferedReader).Read < bufio.(*Reader).Read < io.ReadFull < golang.org/x/net/http2.(*Framer).ReadFrame < google.golang.org/grpc/internal/transport.(*http2Server).HandleStreams < google.golang.org/grpc.(*Server).serveStreams < google.golang.org/grpc.(*Server).handleRawConn.func1`,
		'runtime.gopark < runtime.bgsweep',
	])('%s', text => {
		expect(contextOf(text).isIdle).toBe(true);
	});
});

describe('does not wait by design', () => {
	test.each([
		`${select} < net/http.(*persistConn).readLoop`,
		`${read} < net/http.(*connReader).Read < net/http.(*body).Read < own:web.serveUpload < ${served}`,
		`${read} < crypto/tls.(*Conn).serverHandshake < net/http.(*conn).serve`,
		`${read} < own:wire.ask < own:ledger.settle`,
		`${read} < own:a.one < own:a.two < own:a.three < own:a.syncLoop`,
		`${read} < github.com/lib/pq.(*conn).recv < own:jobs.pollLoop`,
		`${select} < net/http.(*persistConn).roundTrip < own:feed.syncLoop`,
		`${select} < google.golang.org/grpc.(*clientStream).RecvMsg < google.golang.org/grpc.(*ClientConn).Invoke < own:feed.run`,
		'runtime.gopark < runtime.chansend1 < github.com/IBM/sarama.(*asyncProducer).returnErrors < github.com/IBM/sarama.withRecover',
		'sync.runtime_SemacquireMutex < sync.(*Mutex).Lock < github.com/nats-io/nats%2ego.(*Conn).readLoop',
		'runtime.gopark < runtime.chanrecv1 < own:a.readLoop',
		'',
	])('%s', text => {
		expect(contextOf(text === '' ? 'own:a.b' : text).isIdle).toBe(false);
	});
});

const sayings: readonly (readonly [place: string, saying: string])[] = [
	['main.queryUsers', 'database/sql pool, no context: database/sql.(*DB).Query'],
	['main.countOrders', 'database/sql pool'],
	['main.getWithoutTimeout', 'HTTP response, no context: net/http.Get'],
	['main.serveHang', 'handler main.serveHang'],
	['main.serveBig', 'HTTP client reading the response, handler main.serveBig'],
	['main.shakeHands', 'TLS handshake'],
	['main.acceptForever', 'idle'],
	['main.readInMemoryPipe', 'io.Pipe'],
	['main.readPipe', 'file'],
	['main.waitForChild', 'child process, no context: os/exec.(*Cmd).Wait'],
	['sql.(*DB).connectionOpener', 'idle'],
	['http.(*connReader).backgroundRead', 'idle'],
	['http.(*persistConn).writeLoop', 'idle'],
	['main.selectTwo', ''],
];

function sayingOf({dependency, handler, contextFree, isIdle}: WaitContext): string {
	return [
		...(isIdle ? ['idle'] : []),
		...(dependency === undefined ? [] : [dependency.name]),
		...(handler === undefined ? [] : [`handler ${handler.functionName}`]),
		...(contextFree === undefined ? [] : [`no context: ${contextFree.functionName}`]),
	].join(', ');
}

describe.each(captures().filter(capture => capture.has('goroutine.pb.gz')))('$name', capture => {
	test('real goroutine profiles say the same in every version', () => {
		const decoded = decodeProfile(capture.bytes('goroutine.pb.gz'));
		const stacks = decoded.ok ? decoded.value.samples.map(({stack}) => stack) : [];
		const said = new Map(
			stacks.map(stack => [siteOf(stack, undefined).name, sayingOf(waitContextOf(stack, undefined))]),
		);
		expect(sayings.map(([place]) => [place, said.get(place)])).toEqual(sayings);
	});

	test('and so do dumps, which print no frames of the runtime', () => {
		const decoded = decodeDump(capture.bytes('goroutine.debug2.txt'));
		const stacks = decoded.ok ? decoded.value.goroutines.map(({stack}) => stack) : [];
		const said = new Set(stacks.map(stack => sayingOf(waitContextOf(stack, undefined))));
		expect([...said]).toEqual(expect.arrayContaining([...new Set(sayings.map(([, saying]) => saying))]));
	});
});

test('no stack makes it throw, and it keeps no more than it should', () => {
	const words = fc.constantFrom(
		'net/http.',
		'(*conn)',
		'.serve',
		'[',
		']',
		'(',
		'...',
		'/vendor/',
		'%2e',
		'.func1',
		'v2',
		'\u0000',
		'golang.org/x/',
		'/',
		'.',
	);
	const name = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.array(words, {maxLength: 9}).map(parts => parts.join('')),
	);
	const frame = fc.record({functionName: name, file: fc.string(), line: fc.integer()});
	fc.assert(
		fc.property(
			fc.array(frame, {maxLength: 30}),
			fc.option(fc.string(), {nil: undefined}),
			(stack, ownRoot) => {
				const {dependency, handler, contextFree} = waitContextOf(stack, ownRoot);
				for (const found of [dependency?.frame, handler, contextFree]) {
					expect(found === undefined || stack.includes(found)).toBe(true);
				}
			},
		),
		{numRuns: 500},
	);
});

test('a library that the tables know is one, wherever its files are', () => {
	const file = '/usr/share/gocode/src/github.com/lib/pq/conn.go:9';
	const stack = drawStack(
		`${read} < github.com/lib/pq.(*conn).recv@${file} < example.com/shop/a.b@/src/a.go:7`,
	);
	expect(waitContextOf(stack, undefined).dependency?.name).toBe('PostgreSQL (lib/pq)');
});

test('whose code a function is depends on where it was compiled, and on the root that is known', () => {
	const file = '/home/ci/src/example.com/shop/web/web.go';
	const text = `${select} < example.com/other/web.order@/home/ci/src/example.com/other/web.go:1 < example.com/shop/web.order@${file}:9 < ${served}`;
	expect(waitContextOf(drawStack(text), undefined).handler?.functionName).toBe('example.com/shop/web.order');
	expect(
		waitContextOf(
			drawStack(text.replaceAll('example.com/shop', 'example.com/third')),
			'/home/ci/src/example.com/other',
		).handler?.functionName,
	).toBe('example.com/other/web.order');
});
