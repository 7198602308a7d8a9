/** Whose a wallet is and in which currency. Neither ever changes, so what was read once is remembered, up to a bound. */
import type { Sql } from '@mutua/db';
import type { WalletDirectory, WalletFacts } from '../../app/ports.ts';

const rememberedMax = 50_000;

export function walletDirectory(sql: Sql): WalletDirectory {
  const remembered = new Map<string, WalletFacts>();
  return {
    async find(walletIds) {
      const unknown = walletIds.filter((walletId) => !remembered.has(walletId));
      if (unknown.length > 0) {
        const rows = await sql.query<WalletFacts>(
          `select account_id as "walletId", owner_id as "memberId", currency from accounts where account_id = any ($1) and owner_id is not null`,
          [unknown],
        );
        if (remembered.size + rows.length > rememberedMax) remembered.clear();
        const found = new Map(rows.map((row) => [row.walletId as string, row]));
        for (const [walletId, row] of found) remembered.set(walletId, row);
        // Also when the bound was reached in between.
        return walletIds.flatMap((walletId) => found.get(walletId) ?? remembered.get(walletId) ?? []);
      }
      return walletIds.flatMap((walletId) => remembered.get(walletId) ?? []);
    },
  };
}
