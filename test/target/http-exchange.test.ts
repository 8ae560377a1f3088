import {expect, test} from 'vitest';
import {exchange} from '../../source/target/http-exchange.ts';
import {openHttpClient} from '../../source/target/undici-client.ts';
import {serve} from './local-servers.ts';

test('a token file that cannot be read to its end does not outlast the request', async () => {
	const {port} = await serve((_request, response) => response.writeHead(401).end());
	const origin = `http://127.0.0.1:${port}`;
	const client = await openHttpClient({
		origin,
		socketPath: undefined,
		proxyUri: undefined,
		tls: {rejectUnauthorized: true},
		connectTimeoutMilliseconds: 5000,
	});
	const stopping = new AbortController();
	const refresh = () => {
		stopping.abort();
		return new Promise<boolean>(() => {});
	};
	const exchanged = await exchange(
		{
			client,
			origin,
			place: {
				shown: 'localhost',
				scheme: 'http',
				host: '127.0.0.1',
				basePath: '/debug/pprof/',
				socketPath: undefined,
				proxy: undefined,
				credentials: '--bearer-file x',
				hasClientCertificate: false,
				hasOwnAuthorities: false,
				connectTimeoutMilliseconds: 5000,
			},
			headers: {},
			authorization: {header: () => 'Bearer x', given: '--bearer-file x', secrets: () => [], refresh},
			secrets: () => [],
			now: () => 0,
		},
		{path: '', maxBytes: 1000, signal: stopping.signal, onAnswer: () => {}},
	);
	expect(exchanged.ok).toBe(false);
	await client.close();
});
