import {expect, test} from 'vitest';
import {blockProfilingIsOn} from '../../source/decode/block-probe.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {encodedProfile} from './encoded-profile.ts';
import {decodedValue} from './outcome.ts';

function probeWith(...functionNames: string[]) {
	const locations = functionNames.map(name => [[name, 1] as const]);
	const samples = [{at: locations.map((_, index) => index), values: [1, 1_000_000_000]}];
	const sampleTypes = [
		['contentions', 'count'],
		['delay', 'nanoseconds'],
	] as const;
	return decodedValue(decodeProfile(encodedProfile({locations, samples, sampleTypes})));
}

test('the wait of the handler itself proves that block profiling is on', () => {
	const probe = probeWith(
		'runtime.selectgo',
		'net/http/pprof.handler.serveDeltaProfile',
		'net/http.(*conn).serve',
	);
	expect(blockProfilingIsOn(probe)).toBe(true);
});

test('waits of others prove nothing', () => {
	expect(blockProfilingIsOn(probeWith('runtime.selectgo', 'main.serveDeltaProfile'))).toBe(false);
	expect(blockProfilingIsOn({...probeWith(), samples: []})).toBe(false);
});
