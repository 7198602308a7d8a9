/** Personal data at rest: AES-256-GCM bound to its table, column and row, and blind indexes for equality search. */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';

export type Cell = { readonly table: string; readonly column: string; readonly id: string };
export type Vault = {
  seal(text: string, cell: Cell): Buffer;
  /** Throws when the bytes were changed or belong to another cell. */
  open(sealed: Buffer, cell: Cell): string;
  /** The same text always gives the same 32 bytes; without the key they tell nothing about the text. */
  index(text: string): Buffer;
};

const version = 1;
const ivLength = 12;
const tagLength = 16;

export function createVault(keys: { dataKey: Buffer; indexKey: Buffer }): Vault {
  // As key objects: giving raw bytes to each call costs six times as much.
  const dataKey = createSecretKey(keys.dataKey);
  const indexKey = createSecretKey(keys.indexKey);
  return {
    seal(text, cell) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', dataKey, iv);
      cipher.setAAD(associated(cell));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, cell) {
      if (sealed[0] !== version || sealed.length < 1 + ivLength + tagLength) throw new Error('sealed data has an unknown form');
      const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.subarray(1, 1 + ivLength));
      decipher.setAAD(associated(cell));
      decipher.setAuthTag(sealed.subarray(1 + ivLength, 1 + ivLength + tagLength));
      return Buffer.concat([decipher.update(sealed.subarray(1 + ivLength + tagLength)), decipher.final()]).toString('utf8');
    },
    index: (text) => createHmac('sha256', indexKey).update(text, 'utf8').digest(),
  };
}

function associated({ table, column, id }: Cell): Buffer {
  return Buffer.from(`${table}|${column}|${id}|v${version}`, 'utf8');
}
