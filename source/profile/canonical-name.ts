import {packagePath, withoutTypeArguments} from './function-name.ts';

/** A function's package and its name in it, in the one spelling that the tables of libraries use. */
export type CanonicalName = {readonly path: string; readonly name: string};

// Libraries that moved. The first prefix that fits wins.
const movedTo: readonly (readonly [from: string, to: string])[] = [
	['github.com/go-redis/redis', 'github.com/redis/go-redis'],
	['gopkg.in/redis', 'github.com/redis/go-redis'],
	['github.com/garyburd/redigo', 'github.com/gomodule/redigo'],
	['github.com/jackc/pgconn', 'github.com/jackc/pgx/pgconn'],
	['github.com/jackc/pgproto3', 'github.com/jackc/pgx/pgproto3'],
	['github.com/jackc/chunkreader', 'github.com/jackc/pgx/chunkreader'],
	['github.com/Shopify/sarama', 'github.com/IBM/sarama'],
	['github.com/nats-io/go-nats', 'github.com/nats-io/nats.go'],
	['github.com/streadway/amqp', 'github.com/rabbitmq/amqp091-go'],
	['github.com/denisenkom/go-mssqldb', 'github.com/microsoft/go-mssqldb'],
	['github.com/apache/cassandra-gocql-driver', 'github.com/gocql/gocql'],
	['nhooyr.io/websocket', 'github.com/coder/websocket'],
	['gopkg.in/fsnotify', 'github.com/fsnotify/fsnotify'],
	['go.etcd.io/etcd/clientv3', 'go.etcd.io/etcd/client'],
	['net/http/internal/http2', 'golang.org/x/net/http2'],
];

// What the compiler adds to the function a piece of code was written in: `.func1.2`, `.gowrap1`, `-range1`, `-fm`.
const compiled = /(\.(func|gowrap|deferwrap)\d+|\.\d+|-range\d+|-fm)+$/u;

/**
 * Drops what differs between versions and builds of one library: vendor folders, major versions in the path, type
 * arguments, closures. Go's own copy of HTTP/2 comes out as `golang.org/x/net/http2`.
 */
export function canonicalName(functionName: string): CanonicalName {
	const plain = functionName.includes('[')
		? withoutTypeArguments(functionName).replaceAll('[...]', '')
		: functionName;
	const fullPath = packagePath(plain);
	if (fullPath === '') {
		return {path: '', name: plain};
	}

	// The linker's escapes are longer than what they stand for: the name begins behind the path as it is printed.
	const printedEnd = plain.indexOf('.', plain.lastIndexOf('/', endOfPath(plain)) + 1);
	const written = plain.slice(printedEnd + 1);
	const isCompiled = written.includes('.func') || written.includes('wrap') || written.includes('-');
	const name = isCompiled ? written.replace(compiled, '') : written;
	const path = canonicalPath(fullPath);
	const bundled = path === 'net/http' ? /^(\(\*)?http2(.*)$/u.exec(name) : null;
	return bundled === null
		? {path, name}
		: {path: 'golang.org/x/net/http2', name: `${bundled[1] ?? ''}${bundled[2] ?? ''}`};
}

function endOfPath(plain: string): number {
	const receiver = plain.indexOf('(');
	return receiver === -1 ? plain.length : receiver;
}

function canonicalPath(fullPath: string): string {
	const vendored = fullPath.lastIndexOf('/vendor/');
	const unvendored =
		vendored === -1 ? fullPath.replace(/^vendor\//u, '') : fullPath.slice(vendored + '/vendor/'.length);
	const isVersioned = unvendored.includes('/v') || unvendored.includes('.v');
	const path = isVersioned ? unvendored.replaceAll(/[./]v\d+(?=\/|$)/gu, '') : unvendored;
	const moved = movedTo.find(([from]) => path === from || path.startsWith(`${from}/`));
	return moved === undefined ? path : moved[1] + path.slice(moved[0].length);
}

/** What `find` says of the path itself or, failing that, of the nearest folder above it that it knows. */
export function nearestFolder<T>(path: string, find: (folder: string) => T | undefined): T | undefined {
	for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
		const known = find(folder);
		if (known !== undefined) {
			return known;
		}
	}

	return undefined;
}
