/** The first page of the list, asked before there is a list: its answer is here when the screen is drawn. */
import type { UsersPage, UsersPageView } from '../../contract';
import { call, onChanged } from '../../data';
import { PAGE } from '../../kit/grid/pages';
import { recall, type Screen } from './question';

let early: { question: string; answer: Promise<UsersPageView>; stop: () => void } | null = null;

function forget(): void {
  early?.stop();
  early = null;
}

/** What the list asks when it opens as it was left. */
function firstQuestion({ tab, tabs }: Screen): UsersPage {
  const { filter, sort } = tabs[tab];
  return { filter: { ...filter, tab, text: '' }, sort, offset: 0, take: PAGE, anchor: null };
}

/**
 * Asks it now; a change before anybody took the answer makes it worthless. The promise ends, and never fails, when
 * the answer is here.
 */
export function askFirstPage(): Promise<void> {
  forget();
  const req = firstQuestion(recall());
  const answer = call('users_page', req);
  early = {
    question: JSON.stringify(req),
    answer,
    stop: onChanged((tags) => {
      if (tags.includes('users') || tags.includes('organization')) forget();
    }),
  };
  // Whoever takes it hears of the failure; untaken, it is nobody's.
  return answer.then(
    () => undefined,
    () => undefined,
  );
}

/** Asks for a page; the early answer is taken once, where it answers the same. */
export function askPage(req: UsersPage): Promise<UsersPageView> {
  const taken = early;
  forget();
  return taken?.question === JSON.stringify(req) ? taken.answer : call('users_page', req);
}
