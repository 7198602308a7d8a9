/** Seeds of 256 random bits; a commitment is the SHA-256 of the seed's text. */
import { createHash, randomBytes } from 'node:crypto';
import type { Lottery } from '../../app/lottery.ts';

export const lottery: Lottery = {
  async find(sql, commitment) {
    const row = await sql.one<{ seed: string }>('select seed from seeds where commitment = $1', [commitment]);
    return row?.seed;
  },
  async make(sql) {
    const seed = randomBytes(32).toString('hex');
    const commitment = createHash('sha256').update(seed, 'utf8').digest('hex');
    await sql.run('insert into seeds (commitment, seed) values ($1, $2)', [commitment, seed]);
    return commitment;
  },
};
