/** What a loan is for. */
export type Purpose =
  | 'car'
  | 'credit-card'
  | 'debt-consolidation'
  | 'educational'
  | 'home-improvement'
  | 'house'
  | 'major-purchase'
  | 'medical'
  | 'moving'
  | 'other'
  | 'renewable-energy'
  | 'small-business'
  | 'vacation'
  | 'wedding';
