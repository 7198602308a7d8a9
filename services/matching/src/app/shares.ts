/** How the markets are spread over the instances that live: evenly, and without moving more of them than must move. Pure. */

export type Share = {
  /** Markets in the order of the configuration. */
  readonly markets: readonly string[];
  /** Those this instance acts for. */
  readonly held: ReadonlySet<string>;
  /** Instances that have shown a sign of life, this one included. */
  readonly instances: number;
};

export type Moves = {
  /** More than this instance's share: given up, the last ones first. */
  readonly give: readonly string[];
  /** Those it may try to get, and how many of them at most. */
  readonly want: readonly string[];
  readonly room: number;
};

/** With as many instances as markets each has one; what does not divide evenly makes some hold one more. */
export function movesOf({ markets, held, instances }: Share): Moves {
  const share = Math.ceil(markets.length / Math.max(1, instances));
  const mine = markets.filter((market) => held.has(market));
  return {
    give: mine.slice(share).reverse(),
    want: markets.filter((market) => !held.has(market)),
    room: Math.max(0, share - mine.length),
  };
}
