import {expect, test} from 'vitest';
import {readRedirect} from '../../source/target/redirect.ts';

const origin = 'http://app.example:6060';
const from = (location: string | undefined) => readRedirect(location, origin, '/debug/pprof/heap?debug=1');

test('within the origin', () => {
	expect(from('/debug/pprof/')).toEqual({to: 'same-origin', path: '/debug/pprof/'});
	expect(from('goroutine?debug=2#top')).toEqual({to: 'same-origin', path: '/debug/pprof/goroutine?debug=2'});
	expect(from('http://APP.example:6060/x')).toEqual({to: 'same-origin', path: '/x'});
	expect(readRedirect('http://localhost:6060/x', 'http://127.0.0.1:6060', '/')).toEqual({
		to: 'same-origin',
		path: '/x',
	});
});

test('another scheme, host or port is elsewhere, and only that of it is shown', () => {
	expect(from('https://app.example:6060/x')).toEqual({
		to: 'elsewhere',
		shown: 'https://app.example:6060',
		sameHost: true,
	});
	expect(from('//evil.example/x')).toEqual({to: 'elsewhere', shown: 'evil.example', sameHost: false});
	expect(from('http://app.example:7070/')).toEqual({
		to: 'elsewhere',
		shown: 'app.example:7070',
		sameHost: true,
	});
	expect(from('https://u:hunter2@sso.example/login?token=abc')).toEqual({
		to: 'elsewhere',
		shown: 'https://sso.example',
		sameHost: false,
	});
});

test('what is no address of the web leads nowhere', () => {
	expect(from(undefined)).toEqual({to: 'nowhere'});
	expect(from('http://')).toEqual({to: 'nowhere'});
	expect(from('file:///etc/passwd')).toEqual({to: 'nowhere'});
	expect(from('javascript:alert(1)')).toEqual({to: 'nowhere'});
});
