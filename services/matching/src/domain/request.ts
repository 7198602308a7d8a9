/** A listed request and its fills, as the book keeps them. */
import type { RequestTerms } from './command.ts';
import type { Fill } from './event.ts';

/** partial: closed to offers above the threshold, the borrower decides. filled: waits for the contract. */
export type RequestStatus = 'open' | 'partial' | 'filled';

/** A fill as the request keeps it. */
export type HeldFill = {
  fill: Fill;
  readonly row: number;
  amount: number;
  /** The offer's minimum rate when it was filled. */
  readonly bid: number;
  /** Counts against the offer's cap for the borrower. */
  readonly isCounted: boolean;
};

export type Request = {
  readonly seq: number;
  readonly terms: RequestTerms;
  readonly amount: number;
  readonly least: number;
  readonly limit: number;
  readonly grade: number;
  readonly range: number;
  readonly purposeBit: number;
  readonly borrower: number;
  readonly related: readonly number[] | null;
  readonly isBatch: boolean;
  readonly isAuction: boolean;
  readonly closesDay: number;
  readonly digestHigh: number;
  readonly digestLow: number;
  status: RequestStatus;
  filled: number;
  fills: HeldFill[];
  /** Rows that have a fill here, once somebody had to know. */
  fillers: Set<number> | null;
  /** Among the touched requests of the book. */
  isTouched: boolean;
  /** Place in its queue of open requests. */
  previous: Request | null;
  next: Request | null;
};
