/** The signing keys of the issuer, private halves sealed. The newest signs; older ones verify until they are retired. */
import type { Database, Tx } from '@mutua/db';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Vault } from '../crypto/vault.ts';

export type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey };
/** `active` signs; `privateJwks` are all keys, newest first; `publicJwks` is what everybody may see. */
export type SigningKeys = { readonly active: SigningKey; readonly privateJwks: JWK[]; readonly publicJwks: JWK[] };

type Row = { kid: string; sealed: Buffer };

/** Loads the keys and makes the first one when there is none; instances that start together agree on it. */
export async function loadSigningKeys(db: Database, vault: Vault): Promise<SigningKeys> {
  const rows = await db.run(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', ['identity.signing-keys']);
    const known = await unretired(tx);
    if (known.length > 0) return known;
    await insertKey(tx, vault);
    return unretired(tx);
  });
  const privateJwks = rows.map(({ kid, sealed }) => parseJwk(vault.open(sealed, cellOf(kid))));
  const [newest] = privateJwks;
  if (newest?.kid === undefined) throw new Error('there is no signing key');
  const imported = await importJWK(newest, 'ES256');
  if (imported instanceof Uint8Array) throw new Error('a signing key is not symmetric');
  return { active: { kid: newest.kid, privateKey: imported }, privateJwks, publicJwks: privateJwks.map(publicPart) };
}

function unretired(tx: Tx): Promise<Row[]> {
  return tx.query<Row>('select kid, sealed from signing_keys where retired_at is null order by created_at desc, kid');
}

async function insertKey(tx: Tx, vault: Vault): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = `es256-${jwk.x?.slice(0, 16) ?? ''}`;
  const text = JSON.stringify({ ...jwk, kid, alg: 'ES256', use: 'sig' });
  await tx.run('insert into signing_keys (kid, sealed) values ($1, $2)', [kid, vault.seal(text, cellOf(kid))]);
}

function parseJwk(text: string): JWK {
  return JSON.parse(text) as JWK; // our own text: GCM has just proved it
}

function publicPart({ d: _d, ...rest }: JWK): JWK {
  return rest;
}

function cellOf(kid: string): { table: string; column: string; id: string } {
  return { table: 'signing_keys', column: 'sealed', id: kid };
}
