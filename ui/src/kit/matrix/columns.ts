/** A column of a matrix. */
export interface MatrixColumn {
  id: string;
  name: string;
  /** The quiet line under the name. */
  note: string;
  /** Why nothing in it can be changed. */
  lock?: string | null;
}

/** A column and where it stands, from 1: the names are 0. */
export interface Placed {
  column: MatrixColumn;
  at: number;
}

/** What a matrix asks about one cell; asked for every cell that is drawn, so it must cost nothing. */
export interface Cells {
  has: (column: MatrixColumn, at: number) => boolean;
  changed: (column: MatrixColumn, at: number) => boolean;
  /** Why this one cell can't be changed, where its column can. */
  lock: (column: MatrixColumn, at: number) => string | null;
}
