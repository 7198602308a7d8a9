/** Who is filled at the margin: at the one rate whose offers want more than is left. All rules end with the room used as far as it goes. */
import { mulDiv } from '@mutua/kernel';
import type { Book } from './book.ts';
import { mostOf, sliceOf, type Wanted, wholeOf } from './clearing.ts';
import type { RequestRow } from './request-columns.ts';
import { sha256 } from './sha256.ts';

/** What offers give to a request, in order. */
export type Slices = { readonly rows: readonly number[]; readonly amounts: readonly number[] };

/** Slices that are being planned, and the room that is left. */
export type Plan = { readonly rows: number[]; readonly amounts: number[]; left: number };

export function emptyPlan(room: number): Plan {
  return { rows: [], amounts: [], left: room };
}

export function give(plan: Plan, row: number, amount: number): void {
  plan.rows.push(row);
  plan.amounts.push(amount);
  plan.left -= amount;
}

/** Gives each row its slice in the order given. */
export function planInOrder(book: Book, wanted: Wanted, rows: readonly number[], plan: Plan): void {
  for (const row of rows) {
    if (plan.left === 0) return;
    const amount = sliceOf(book, wanted, row, plan.left);
    if (amount > 0) give(plan, row, amount);
  }
}

/** Plans offers of one rate, in order of time. Only when they want more than the room does the rule of the product decide. */
export function planGroup(book: Book, wanted: Wanted, rows: readonly number[], plan: Plan): void {
  const asked = rows.reduce((sum, row) => sum + sliceOf(book, wanted, row, plan.left), 0);
  if (asked <= plan.left) return planInOrder(book, wanted, rows, plan);
  switch (book.requests.allocation(wanted.request) ?? 'time') {
    case 'pro-rata':
      return planProRata(book, wanted, rows, plan);
    case 'random':
      return planInOrder(book, wanted, byLottery(book, wanted.request, rows), plan);
    case 'idle-share':
      return planInOrder(book, wanted, byIdleShare(book, rows), plan);
    default:
      return planInOrder(book, wanted, rows, plan);
  }
}

/** By SHA-256 of seed, request and offer: anybody who knows the seed can draw it again. */
function byLottery({ offers, requests, lastSeed }: Book, request: RequestRow, rows: readonly number[]): number[] {
  const requestId = requests.text(request);
  const drawn = rows.map((row) => ({ row, ticket: sha256(`${lastSeed ?? ''}:${requestId}:${offers.ids.text(row)}`) }));
  return drawn.sort((a, b) => (a.ticket < b.ticket ? -1 : 1)).map(({ row }) => row);
}

/** The offer with the largest part of its money idle goes first; ties by time. Exact: compared as products. */
function byIdleShare({ offers }: Book, rows: readonly number[]): number[] {
  const shares = rows.map((row, i) => ({ row, i, idle: BigInt(offers.remaining(row)), of: BigInt(offers.total(row)) }));
  shares.sort((a, b) => {
    const [x, y] = [a.idle * b.of, b.idle * a.of];
    return x === y ? a.i - b.i : x > y ? -1 : 1;
  });
  return shares.map(({ row }) => row);
}

/**
 * In proportion to what each could take, rounded down to whole notes; a share below the minimum slice is nothing. What is left goes by
 * time, as far as it fits, and the part that is no whole note completes the request.
 */
function planProRata(book: Book, wanted: Wanted, rows: readonly number[], plan: Plan): void {
  const { least } = wanted;
  const room = plan.left;
  const members = rows
    .map((row) => ({ row, most: mostOf(book, wanted, row), slice: book.offers.slice(row), amount: 0 }))
    .filter(({ row }) => sliceOf(book, wanted, row, room) > 0);
  const wants = members.map(({ most }) => BigInt(wholeOf(Math.min(most, room), least)));
  const asked = wants.reduce((sum, want) => sum + want, 0n);
  let left = room;
  for (const [i, member] of members.entries()) {
    const share = wholeOf(shareOf(BigInt(room), wants[i] ?? 0n, asked), least);
    if (share < member.slice) continue;
    member.amount = share;
    left -= share;
  }
  for (const member of members) {
    if (left === 0) break;
    const free = member.most - member.amount;
    const extra = free >= left ? left : wholeOf(free, least);
    if (member.amount + extra < member.slice) continue;
    member.amount += extra;
    left -= extra;
  }
  const filled = members.filter(({ amount }) => amount > 0);
  filled.sort((a, b) => Number(isOdd(a.amount, least)) - Number(isOdd(b.amount, least)));
  for (const { row, amount } of filled) give(plan, row, amount);
}

/** room × want over all wants, rounded down; exact. */
function shareOf(room: bigint, want: bigint, wanted: bigint): number {
  return wanted === 0n ? 0 : Number(mulDiv(room, want, wanted, 'floor'));
}

function isOdd(amount: number, least: number): boolean {
  return amount !== wholeOf(amount, least);
}
