// What asking alone takes: the requests that goroutop makes every two seconds, with the same part of undici and the same
// settings of Node, their bodies read and dropped, nothing decoded, kept or drawn. Its only argument is host:port.
import process from 'node:process';
import {setInterval} from 'node:timers/promises';
import {Client} from 'undici';
import {keepHeapSmall} from '../source/commands/small-heap.ts';

const intervalMilliseconds = 2000;
const paths = ['', 'goroutine', 'block', 'mutex'];

keepHeapSmall();
const client = new Client(`http://${process.argv[2]}`);
for await (const _ of setInterval(intervalMilliseconds)) {
	for (const name of paths) {
		const {body} = await client.request({path: `/debug/pprof/${name}`, method: 'GET'});
		await body.dump({limit: Number.POSITIVE_INFINITY});
	}
}
