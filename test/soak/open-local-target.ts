import type {UnixMilliseconds} from '../../source/profile/units.ts';
import {parseTargetAddress} from '../../source/target/address.ts';
import {openHttpTarget} from '../../source/target/http-target.ts';
import type {Target} from '../../source/target/target.ts';

/** A target on this machine over real HTTP, whatever the machine's proxies are. */
export async function openLocalTarget(port: number, now: () => UnixMilliseconds): Promise<Target> {
	const parsed = parseTargetAddress(`127.0.0.1:${port}`);
	if (!parsed.ok) {
		throw new Error(parsed.sentence);
	}

	const opened = await openHttpTarget(
		{
			address: parsed.address,
			version: '1.2.3',
			headers: [],
			caFiles: [],
			insecure: false,
			connectTimeoutMilliseconds: 5000,
		},
		{environment: {}, now},
	);
	if (!opened.ok) {
		throw new Error(opened.sentence);
	}

	return opened.target;
}
