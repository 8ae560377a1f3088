// What asking alone takes: the requests that goroutop makes every two seconds, their bodies read and dropped, nothing
// decoded, kept or drawn. `node bench/bare-requests.mjs 127.0.0.1:6060`
import process from 'node:process';
import {setInterval} from 'node:timers/promises';
import {Client} from 'undici';

const intervalMilliseconds = 2000;
const paths = ['', 'goroutine', 'block', 'mutex'];

const client = new Client(`http://${process.argv[2]}`);
for await (const _ of setInterval(intervalMilliseconds)) {
	for (const name of paths) {
		const {body} = await client.request({path: `/debug/pprof/${name}`, method: 'GET'});
		await body.dump({limit: Number.POSITIVE_INFINITY});
	}
}
