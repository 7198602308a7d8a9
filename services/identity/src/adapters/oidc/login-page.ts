/** The login page of the OpenID provider: one form without script, under the same limiter as the REST login. */
import express, { type Request, type Response, type Router } from 'express';
import type Provider from 'oidc-provider';
import type { ProvePassword } from '../../app/log-in.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'; base-uri 'none'";

/** Routes below the provider's mount point. A foreign site cannot post the form: the interaction cookie is lax and its origin is checked. */
export function loginPage(provider: Provider, prove: ProvePassword): Router {
  const router = express.Router();
  router.get('/interaction/:uid', async (req: Request, res: Response) => {
    const interaction = await detailsOf(provider, req, res);
    if (interaction === undefined) sendPage(res, { status: 404, body: expired });
    else sendPage(res, { status: 200, body: form(interaction.uid, undefined) });
  });
  router.post('/interaction/:uid', express.urlencoded({ extended: false, limit: '4kb' }), async (req: Request, res: Response) => {
    const interaction = await detailsOf(provider, req, res);
    if (interaction === undefined || !isSameOrigin(req)) {
      sendPage(res, { status: interaction === undefined ? 404 : 403, body: expired });
      return;
    }
    const proved = await prove({ email: fieldOf(req, 'email'), password: fieldOf(req, 'password'), clientIp: req.ip ?? '' });
    if (proved.ok) await provider.interactionFinished(req, res, { login: { accountId: proved.value.memberId } });
    else sendPage(res, { status: 401, body: form(interaction.uid, messageOf(proved.error.code)) });
  });
  return router;
}

async function detailsOf(provider: Provider, req: Request, res: Response): Promise<{ uid: string } | undefined> {
  try {
    return await provider.interactionDetails(req, res);
  } catch {
    return undefined; // expired, or the cookie belongs to another browser
  }
}

function isSameOrigin(req: Request): boolean {
  const site = req.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

function fieldOf(req: Request, name: string): string {
  const body: unknown = req.body;
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value.slice(0, 254) : '';
}

function messageOf(code: string): string {
  return code === 'session.too_many_attempts' ? 'Too many attempts. Wait a little and try again.' : 'Email or password is wrong.';
}

function sendPage(res: Response, { status, body }: { status: number; body: string }): void {
  res.status(status).set({ 'content-security-policy': policy, 'cache-control': 'no-store' }).type('html');
  res.send(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Mutua</title><style>
body{font:16px system-ui;max-width:22rem;margin:4rem auto;padding:0 1rem}label,input,button{display:block;width:100%;box-sizing:border-box;margin:.4rem 0;padding:.4rem 0}
</style><h1>Log in</h1>${body}</html>`);
}

const expired = '<p role="alert">This login has expired. Go back to the application and start again.</p>';

/** `uid` comes from the provider and has URL-safe characters only; the message is one of ours. */
function form(uid: string, message: string | undefined): string {
  return `${message === undefined ? '' : `<p role="alert">${message}</p>`}<form method="post" action="/oidc/interaction/${encodeURIComponent(uid)}">
<label>Email<input name="email" type="email" autocomplete="username" required maxlength="254"></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<button>Log in</button></form>`;
}
