import type {DependencyRule} from './dependency-table.ts';
import type {DependencyKind} from './wait-context.ts';

/** `name | package | functions`; a `!` before the name: only where the function itself waits. */
type Line = readonly [kind: DependencyKind, weight: number, line: string];

// Names as Go 1.19 to 1.27 and the libraries' sources declare them. Closures count as the function they are written in.
const functionLines: readonly Line[] = [
	['database pool', 6, '!database/sql pool | database/sql | (*DB).conn'],
	['database', 4, '!sql.Rows to be closed | database/sql | (*Rows).awaitDone'],
	['database', 4, '!sql.Tx to be ended | database/sql | (*Tx).awaitDone'],
	['database pool', 6, '!pgx pool | github.com/jackc/pgx/pgxpool | (*Pool).Acquire'],
	['database pool', 5, '!puddle pool | github.com/jackc/puddle | (*Pool).Acquire (*Pool).acquire'],
	['dial', 5, 'new connection | github.com/jackc/puddle | (*Pool).initResourceValue'],
	['http connection pool', 6, '!HTTP connection pool | net/http | (*Transport).getConn'],
	[
		'http connection pool',
		6,
		'!HTTP/2 streams per connection | golang.org/x/net/http2 | (*ClientConn).awaitOpenSlotForStreamLocked',
	],
	[
		'redis pool',
		6,
		'go-redis pool | github.com/redis/go-redis/internal/pool | (*ConnPool).waitTurn (*ConnPool).getTurn',
	],
	['redis pool', 6, '!redigo pool | github.com/gomodule/redigo/redis | (*Pool).waitVacantConn (*Pool).get'],
	['redis pool', 6, '!rueidis pool | github.com/redis/rueidis | (*pool).Acquire'],
	[
		'mongo pool',
		6,
		'!MongoDB pool | go.mongodb.org/mongo-driver/x/mongo/driver/topology | (*pool).checkOut (*pool).get',
	],
	[
		'mongo',
		4,
		'MongoDB server selection | go.mongodb.org/mongo-driver/x/mongo/driver/topology | (*Topology).SelectServer',
	],
	['http response', 4, 'HTTP response | net/http | (*persistConn).roundTrip'],
	['http body', 4, '!HTTP response body | net/http | (*persistConn).readLoop'],
	['http body', 4, 'HTTP response body | net/http | (*bodyEOFSignal).Read (*bodyEOFSignal).Close'],
	['http body', 4, 'HTTP response body | golang.org/x/net/http2 | transportResponseBody.Read'],
	[
		'http response',
		4,
		'HTTP response | golang.org/x/net/http2 | (*ClientConn).RoundTrip (*ClientConn).roundTrip (*clientStream).writeRequest (*clientStream).writeRequestBody (*clientStream).awaitFlowControl',
	],
	['http server', 3, 'HTTP request body | net/http | (*body).Read (*expectContinueReader).Read'],
	['http server', 4, 'HTTP request body | golang.org/x/net/http2 | (*requestBody).Read'],
	[
		'http server',
		4,
		'HTTP client reading the response | net/http | (*response).Write (*response).WriteString (*response).ReadFrom (*response).Flush (*response).FlushError (*response).finishRequest (*chunkWriter).Write',
	],
	[
		'http server',
		4,
		'HTTP client reading the response | golang.org/x/net/http2 | (*responseWriter).Write (*responseWriter).write (*responseWriterState).writeChunk (*serverConn).writeDataFromHandler (*serverConn).writeHeaders',
	],
	['tls handshake', 5, 'TLS handshake | net/http | (*persistConn).addTLS'],
	['dial', 3, 'HTTP dial | net/http | (*Transport).dialConn (*Transport).dialConnFor (*Transport).dial'],
	[
		'grpc',
		6,
		'!gRPC connection | google.golang.org/grpc | (*pickerWrapper).pick (*ClientConn).waitForResolvedAddrs',
	],
	['grpc', 4, 'gRPC free stream | google.golang.org/grpc/internal/transport | (*http2Client).NewStream'],
	[
		'grpc',
		4,
		'gRPC response | google.golang.org/grpc | (*clientStream).RecvMsg (*clientStream).Header (*addrConnStream).RecvMsg',
	],
	[
		'grpc',
		4,
		'gRPC response | google.golang.org/grpc/internal/transport | (*Stream).waitOnHeader (*ClientStream).waitOnHeader',
	],
	['grpc', 4, 'gRPC request | google.golang.org/grpc | (*serverStream).RecvMsg'],
	['semaphore', 2, '!x/sync semaphore | golang.org/x/sync/semaphore | (*Weighted).Acquire'],
	['singleflight', 4, '!singleflight | golang.org/x/sync/singleflight | (*Group).Do'],
	['singleflight', 4, '!singleflight | github.com/golang/groupcache/singleflight | (*Group).Do'],
	['errgroup', 4, '!errgroup | golang.org/x/sync/errgroup | (*Group).Wait'],
	['errgroup', 4, '!errgroup limit | golang.org/x/sync/errgroup | (*Group).Go'],
	[
		'rate limiter',
		4,
		'!x/time rate limiter | golang.org/x/time/rate | (*Limiter).wait (*Limiter).WaitN (*Limiter).Wait',
	],
	[
		'tls handshake',
		5,
		'TLS handshake | crypto/tls | (*Conn).handshakeContext (*Conn).HandshakeContext (*Conn).clientHandshake (*Conn).serverHandshake',
	],
	['pipe', 4, 'io.Pipe | io | (*pipe).read (*pipe).write (*pipe).Read (*pipe).Write'],
	[
		'child process',
		5,
		'child process | os/exec | (*Cmd).Wait (*Cmd).Run (*Cmd).Output (*Cmd).CombinedOutput (*Cmd).awaitGoroutines (*Cmd).writerDescriptor',
	],
	[
		'child process',
		5,
		'child process | os | (*Process).Wait (*Process).wait (*Process).blockUntilWaitable (*Process).pidfdWait',
	],
	['cgo', 2, 'C code | runtime | cgocall'],
];

const packageLines: readonly Line[] = [
	['network', 1, 'network | crypto/tls'],
	['database', 2, 'database/sql | database/sql'],
	['database', 3, 'PostgreSQL (pgx) | github.com/jackc/pgx'],
	['database', 3, 'PostgreSQL (lib/pq) | github.com/lib/pq'],
	['database', 3, 'MySQL | github.com/go-sql-driver/mysql'],
	['database', 3, 'SQL Server | github.com/microsoft/go-mssqldb'],
	['database', 3, 'SQLite | github.com/mattn/go-sqlite3'],
	['database', 3, 'SQLite | modernc.org/sqlite'],
	['database', 3, 'ClickHouse | github.com/ClickHouse/clickhouse-go'],
	['database', 3, 'Cassandra | github.com/gocql/gocql'],
	['redis', 3, 'Redis | github.com/redis/go-redis'],
	['redis', 3, 'Redis | github.com/gomodule/redigo'],
	['redis', 3, 'Redis | github.com/redis/rueidis'],
	['mongo', 3, 'MongoDB | go.mongodb.org/mongo-driver'],
	['grpc', 3, 'gRPC | google.golang.org/grpc'],
	['kafka', 3, 'Kafka | github.com/IBM/sarama'],
	['kafka', 3, 'Kafka | github.com/segmentio/kafka-go'],
	['kafka', 3, 'Kafka | github.com/twmb/franz-go'],
	['kafka', 3, 'Kafka | github.com/confluentinc/confluent-kafka-go'],
	['nats', 3, 'NATS | github.com/nats-io/nats.go'],
	['network', 3, 'RabbitMQ | github.com/rabbitmq/amqp091-go'],
	['network', 3, 'memcached | github.com/bradfitz/gomemcache'],
	['network', 3, 'WebSocket | github.com/gorilla/websocket'],
	['network', 3, 'WebSocket | github.com/coder/websocket'],
	['network', 3, 'WebSocket | golang.org/x/net/websocket'],
	['network', 3, 'SSH | golang.org/x/crypto/ssh'],
	['network', 3, 'SMTP | net/smtp'],
	['network', 3, 'net/rpc | net/rpc'],
];

function ruleOf([kind, weight, line]: Line) {
	const [spelled = '', path = '', functions = ''] = line.split(' | ');
	const isDirect = spelled.startsWith('!');
	const rule: DependencyRule = {kind, name: isDirect ? spelled.slice(1) : spelled, weight, isDirect};
	return {rule, path, functions: functions === '' ? [] : functions.split(' ')};
}

/** By `package.function`. */
export const functionRules: ReadonlyMap<string, DependencyRule> = new Map(
	functionLines
		.map(ruleOf)
		.flatMap(({rule, path, functions}) => functions.map(name => [`${path}.${name}`, rule] as const)),
);

/** By package: of every function in it and below it that has no rule of its own. */
export const packageRules: ReadonlyMap<string, DependencyRule> = new Map(
	packageLines.map(ruleOf).map(({rule, path}) => [path, rule] as const),
);
