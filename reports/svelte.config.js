// Merged by Evidence into its own configuration. A page talks to its own origin only, and no inline handler, script or
// javascript: link that data may hold can run.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// What is inline in Evidence's own frame is known by its hash, with and without the comment that its build takes out;
// SvelteKit adds those of its own.
const frame = readFileSync(
	new URL('./node_modules/@evidence-dev/evidence/template/src/app.html', import.meta.url),
	'utf8'
);
const inline = [...frame.matchAll(/<script>([^]*?)<\/script>/g)]
	.flatMap(([, script]) => [script, script.replace('/*loading*/', '')])
	.map((script) => `sha256-${createHash('sha256').update(script).digest('base64')}`);

export default {
	kit: {
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self', 'wasm-unsafe-eval', ...inline],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self', 'data:'],
				'connect-src': ['self', 'data:'],
				'worker-src': ['self', 'blob:'],
				'frame-src': ['none'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['none']
			}
		}
	}
};
