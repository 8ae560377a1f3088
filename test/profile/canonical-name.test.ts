import {expect, test} from 'vitest';
import {canonicalName} from '../../source/profile/canonical-name.ts';

test.each([
	['net/http.(*conn).serve', 'net/http', '(*conn).serve'],
	['main.main.func1.2', 'main', 'main'],
	['database/sql.(*DB).QueryContext.func1', 'database/sql', '(*DB).QueryContext'],
	['main.iterate-range1', 'main', 'iterate'],
	['main.(*Pool).run-fm', 'main', '(*Pool).run'],
	[
		'google.golang.org/grpc.(*Server).serveStreams.func2.1.gowrap1',
		'google.golang.org/grpc',
		'(*Server).serveStreams',
	],
	[
		'github.com/jackc/puddle/v2.(*Pool[go.shape.*uint8]).acquire',
		'github.com/jackc/puddle',
		'(*Pool).acquire',
	],
	['github.com/jackc/puddle/v2.(*Pool[...]).Acquire', 'github.com/jackc/puddle', '(*Pool).Acquire'],
	['example.com/app/vendor/github.com/lib/pq.(*conn).recv', 'github.com/lib/pq', '(*conn).recv'],
	[
		'vendor/golang.org/x/net/dns/dnsmessage.(*Parser).Start',
		'golang.org/x/net/dns/dnsmessage',
		'(*Parser).Start',
	],
	['github.com/nats-io/nats%2ego.(*Conn).readLoop', 'github.com/nats-io/nats.go', '(*Conn).readLoop'],
	[
		'github.com/go-redis/redis/v8/internal/pool.(*ConnPool).waitTurn',
		'github.com/redis/go-redis/internal/pool',
		'(*ConnPool).waitTurn',
	],
	['gopkg.in/redis%2ev5.(*baseClient).Process', 'github.com/redis/go-redis', '(*baseClient).Process'],
	[
		'github.com/Shopify/sarama.(*Broker).responseReceiver',
		'github.com/IBM/sarama',
		'(*Broker).responseReceiver',
	],
	['net/http.(*http2ClientConn).RoundTrip', 'golang.org/x/net/http2', '(*ClientConn).RoundTrip'],
	['net/http.http2transportResponseBody.Read', 'golang.org/x/net/http2', 'transportResponseBody.Read'],
	[
		'go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology.(*pool).checkOut',
		'go.mongodb.org/mongo-driver/x/mongo/driver/topology',
		'(*pool).checkOut',
	],
	['runtime.gopark', 'runtime', 'gopark'],
	['_cgo_panic', '', '_cgo_panic'],
	['', '', ''],
])('%s', (functionName, path, name) => {
	expect(canonicalName(functionName)).toEqual({path, name});
});
