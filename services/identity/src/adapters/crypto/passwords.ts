/** Password hashes: argon2id (RFC 9106) in the PHC string form, so that the cost can change while old hashes still work. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Passwords } from '../../app/ports.ts';

export type Argon2Cost = { readonly memoryKib: number; readonly passes: number; readonly parallelism: number };

const tagLength = 32;
const phc = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

/** Hashes a decoy at once, so that an unknown account costs as much time as a known one. */
export async function createPasswords(cost: Argon2Cost): Promise<Passwords> {
  const decoy = await hash(randomBytes(18).toString('base64'), cost);
  return {
    hash: (password) => hash(password, cost),
    async matches(password, stored) {
      const matched = await verify(password, stored ?? decoy);
      return stored !== undefined && matched;
    },
  };
}

async function hash(password: string, cost: Argon2Cost): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, { salt, cost });
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

async function verify(password: string, stored: string): Promise<boolean> {
  const match = phc.exec(stored);
  if (match === null) throw new Error('a stored password hash has an unknown form');
  const [memoryKib, passes, parallelism] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const salt = Buffer.from(match[4] ?? '', 'base64');
  const expected = Buffer.from(match[5] ?? '', 'base64');
  const tag = await derive(password, { salt, cost: { memoryKib, passes, parallelism } });
  return tag.length === expected.length && timingSafeEqual(tag, expected);
}

function derive(password: string, { salt, cost }: { salt: Buffer; cost: Argon2Cost }): Promise<Buffer> {
  const { memoryKib: memory, passes, parallelism } = cost;
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: password.normalize('NFKC'), nonce: salt, parallelism, tagLength, memory, passes }, (error, tag) => {
      if (error === null) resolve(tag);
      else reject(error);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
