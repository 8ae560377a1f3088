import {readlinkSync} from 'node:fs';
import process from 'node:process';

/** Names of the zone that most servers keep, behind /usr/share/zoneinfo/. */
const universal = /(?:^|\/)(?:Etc\/)?(?:UTC|UCT|Universal|Zulu)$/;

function isUniversal(): boolean {
	const zone = process.env['TZ'];
	try {
		return universal.test(zone ?? readlinkSync('/etc/localtime'));
	} catch {
		return false;
	}
}

// The first question for the offset takes Bun 6 ms; where there is none, the answer is known.
if (isUniversal()) {
	Date.prototype.getTimezoneOffset = () => 0;
}
