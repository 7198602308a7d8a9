/** Puts submitted cases before the sandbox provider: at once when this process took one in, and in any case every second. */

import type { Clock } from '@mutua/kernel';
import { answerSubmitted } from '../../app/kyc.ts';
import type { UnitOfWork } from '../../app/ports.ts';
import { sandboxAnswer } from '../../domain/kyc-case.ts';

export type KycSweep = {
  start(): void;
  /** A case was just committed: do not wait for the next round. */
  wake(): void;
  /** Ends after the round that is running. */
  stop(): Promise<void>;
};

const everyMs = 1_000;
const batch = 50;

export function kycSweep({
  unitOfWork,
  clock,
  onError,
}: {
  unitOfWork: UnitOfWork;
  clock: Clock;
  onError: (error: unknown) => void;
}): KycSweep {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const round = async (): Promise<void> => {
    do {
      again = false;
      const limit = batch;
      const count = await unitOfWork.run((stores) => answerSubmitted(stores, { provider: sandboxAnswer, limit, at: clock.now() }));
      if (count === limit) again = true;
    } while (again);
  };
  const wake = (): void => {
    if (timer === undefined) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = round()
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  return {
    start() {
      timer = setInterval(wake, everyMs);
      wake();
    },
    wake,
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}
