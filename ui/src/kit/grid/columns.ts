/** A column of a grid. */
export interface Column {
  id: string;
  label: string;
  /** Width in px; the one without takes what is left. */
  width?: number;
  /** Whether its head sorts. */
  sorts?: boolean;
  /** The head for readers alone. */
  quiet?: boolean;
  class?: string;
  /** Names the row. */
  head?: boolean;
}

export interface Order {
  id: string;
  descending: boolean;
}
