/** A registered member gets one wallet per currency of the platform; asked again, nothing happens. */
import { type Id, type Instant, ok, type Result } from '@mutua/kernel';
import { walletIdOf } from '../domain/ledger.ts';
import type { Publisher, WalletStore } from './ports.ts';

type Ports = { readonly wallets: WalletStore; readonly publisher: Publisher };
type Input = { readonly memberId: Id<'member'>; readonly currencies: readonly string[]; readonly at: Instant };

export async function openWallets({ wallets, publisher }: Ports, { memberId, currencies, at }: Input): Promise<Result<void, never>> {
  const wanted = currencies.map((currency) => ({ walletId: walletIdOf(memberId, currency), memberId, currency, openedAt: at }));
  const opened = new Set(await wallets.open(wanted));
  await publisher.publish(
    wanted
      .filter(({ walletId }) => opened.has(walletId))
      .map(({ walletId, currency }) => ({
        name: 'payments.wallet-opened.v1' as const,
        aggregateId: walletId,
        data: { walletId, memberId, currency },
        subjects: [memberId],
      })),
  );
  return ok(undefined);
}
