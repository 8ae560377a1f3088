import {type CanonicalName, nearestFolder} from './canonical-name.ts';

/**
 * When a function's presence means that the goroutine waits by design: `always`; `itself` where it is the function that
 * waits; `reading` where it waits for bytes from the network; `entry` where it is what the goroutine was started with.
 */
export type IdleWhen = 'always' | 'itself' | 'reading' | 'entry';

type Line = readonly [when: IdleWhen, path: string, functions: string];

const lines: readonly Line[] = [
	['always', 'internal/poll', '(*FD).Accept'],
	['always', 'net/http', '(*connReader).backgroundRead (*conn).readRequest'],
	['itself', 'net/http', '(*persistConn).writeLoop'],
	['reading', 'net/http', '(*persistConn).readLoop (*conn).serve'],
	['reading', 'github.com/valyala/fasthttp', '(*Server).serveConn'],
	['itself', 'golang.org/x/net/http2', '(*serverConn).serve (*clientStream).writeRequest'],
	['always', 'golang.org/x/net/http2', '(*serverConn).readFrames'],
	['reading', 'golang.org/x/net/http2', '(*clientConnReadLoop).run (*Framer).ReadFrame'],
	['always', 'database/sql', '(*DB).connectionOpener (*DB).connectionResetter'],
	['itself', 'database/sql', '(*DB).connectionCleaner'],
	['always', 'os/signal', 'signal_recv loop'],
	['entry', 'os/signal', 'NotifyContext'],
	['entry', 'os/exec', '(*Cmd).writerDescriptor (*Cmd).stdin (*Cmd).childStdin (*Cmd).watchCtx'],
	['always', 'net/rpc', '(*Client).input (*Server).ServeCodec'],
	['always', 'google.golang.org/grpc/internal/transport', '(*controlBuffer).get (*http2Client).reader'],
	[
		'itself',
		'google.golang.org/grpc/internal/transport',
		'(*http2Client).keepalive (*http2Server).keepalive',
	],
	['always', 'google.golang.org/grpc/internal/transport', '(*http2Server).HandleStreams'],
	['itself', 'google.golang.org/grpc/internal/transport', '(*serverHandlerTransport).HandleStreams'],
	[
		'entry',
		'google.golang.org/grpc/internal/transport',
		'newHTTP2Client NewHTTP2Client NewServerTransport newHTTP2Server',
	],
	['always', 'google.golang.org/grpc/internal/grpcsync', '(*CallbackSerializer).run'],
	['itself', 'google.golang.org/grpc', '(*ccBalancerWrapper).watcher (*Server).serverWorker'],
	['always', 'google.golang.org/grpc', '(*serverStream).RecvMsg'],
	[
		'always',
		'github.com/redis/go-redis',
		'(*PubSub).Receive (*PubSub).ReceiveTimeout (*PubSub).ReceiveMessage',
	],
	[
		'always',
		'github.com/gomodule/redigo/redis',
		'PubSubConn.Receive PubSubConn.ReceiveWithTimeout PubSubConn.ReceiveContext',
	],
	['always', 'github.com/redis/rueidis', '(*pipe)._backgroundRead (*pipe).Receive'],
	['always', 'github.com/jackc/pgx', '(*Conn).WaitForNotification'],
	['always', 'github.com/jackc/pgx/pgconn', '(*PgConn).WaitForNotification (*PgConn).ReceiveMessage'],
	['always', 'github.com/lib/pq', '(*ListenerConn).listenerConnLoop (*conn).watchCancel'],
	['itself', 'github.com/go-sql-driver/mysql', '(*mysqlConn).startWatcher'],
	['always', 'go.mongodb.org/mongo-driver/x/mongo/driver/topology', '(*Server).update (*rttMonitor).start'],
	['always', 'github.com/IBM/sarama', '(*consumerGroup).Consume'],
	[
		'always',
		'github.com/segmentio/kafka-go',
		'(*Reader).FetchMessage (*Reader).ReadMessage (*ConsumerGroup).Next',
	],
	['always', 'github.com/twmb/franz-go/pkg/kgo', '(*Client).PollFetches (*Client).PollRecords'],
	['always', 'github.com/confluentinc/confluent-kafka-go/kafka', '(*Consumer).Poll (*Consumer).ReadMessage'],
	[
		'always',
		'github.com/nats-io/nats.go',
		'(*Conn).readLoop (*Conn).flusher (*Conn).waitForMsgs (*Subscription).NextMsg (*Subscription).NextMsgWithContext',
	],
	['always', 'github.com/nats-io/nats.go/jetstream', '(*pullSubscription).Next (*orderedSubscription).Next'],
	['always', 'github.com/rabbitmq/amqp091-go', '(*Connection).reader (*Connection).heartbeater'],
	['always', 'github.com/gorilla/websocket', '(*Conn).NextReader (*Conn).ReadMessage (*messageReader).Read'],
	['always', 'github.com/coder/websocket', '(*Conn).Reader (*Conn).reader (*Conn).Read'],
	['always', 'golang.org/x/net/websocket', '(*Conn).Read Codec.Receive'],
	['always', 'github.com/gobwas/ws', 'ReadHeader ReadFrame'],
	['always', 'k8s.io/apimachinery/pkg/watch', '(*StreamWatcher).receive'],
];

const byFunction: ReadonlyMap<string, IdleWhen> = new Map(
	lines.flatMap(([when, path, functions]) =>
		functions.split(' ').map(name => [`${path}.${name}`, when] as const),
	),
);

/** Libraries whose own goroutines serve them for as long as they are in use: readers, flushers, heartbeats. */
const serving: ReadonlySet<string> = new Set([
	'google.golang.org/grpc/internal',
	'github.com/redis/go-redis',
	'github.com/redis/rueidis',
	'github.com/jackc/pgx',
	'github.com/lib/pq',
	'github.com/microsoft/go-mssqldb',
	'github.com/gocql/gocql',
	'go.mongodb.org/mongo-driver/x/mongo/driver/topology',
	'github.com/IBM/sarama',
	'github.com/segmentio/kafka-go',
	'github.com/twmb/franz-go',
	'github.com/confluentinc/confluent-kafka-go',
	'github.com/nats-io/nats.go',
	'github.com/rabbitmq/amqp091-go',
	'go.etcd.io/etcd/client',
	'k8s.io/client-go',
	'k8s.io/apimachinery',
	'k8s.io/klog',
	'github.com/golang/glog',
	'github.com/sirupsen/logrus',
	'go.uber.org/zap',
	'gopkg.in/natefinch/lumberjack',
	'go.opencensus.io',
	'go.opentelemetry.io/otel',
	'github.com/prometheus/client_golang',
	'github.com/DataDog/datadog-go',
	'gopkg.in/DataDog/dd-trace-go',
	'github.com/getsentry/sentry-go',
	'github.com/newrelic/go-agent',
	'github.com/fsnotify/fsnotify',
	'golang.org/x/crypto/ssh',
	'github.com/hashicorp/yamux',
	'github.com/quic-go/quic-go',
	'net/http/pprof',
]);

export function idleWhen({path, name}: CanonicalName): IdleWhen | undefined {
	return byFunction.get(`${path}.${name}`);
}

export function isServingLibrary(path: string): boolean {
	return nearestFolder(path, folder => (serving.has(folder) ? true : undefined)) === true;
}
