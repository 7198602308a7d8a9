/** The contract as a page: Swagger UI from our own files under a policy that lets nothing else in. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Asset = { readonly type: string; readonly bytes: Buffer };

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mutua API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

/** Answers /docs and the files below it; false when there is no such file. */
export function createDocs(): (path: string, res: ServerResponse) => boolean {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const file = (name: string) => readFileSync(join(folder, name));
  const assets = new Map<string, Asset>([
    ['/docs', { type: 'text/html; charset=utf-8', bytes: Buffer.from(page) }],
    ['/docs/start.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from(start) }],
    ['/docs/swagger-ui.css', { type: 'text/css; charset=utf-8', bytes: file('swagger-ui.css') }],
    ['/docs/swagger-ui-bundle.js', { type: 'text/javascript; charset=utf-8', bytes: file('swagger-ui-bundle.js') }],
  ]);
  return (path, res) => {
    const asset = assets.get(path.endsWith('/') ? path.slice(0, -1) : path);
    if (asset === undefined) return false;
    res.setHeader('content-security-policy', policy);
    res.setHeader('content-type', asset.type);
    res.setHeader('content-length', asset.bytes.length);
    res.setHeader('cache-control', 'public, max-age=300');
    res.end(asset.bytes);
    return true;
  };
}
