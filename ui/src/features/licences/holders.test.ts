import { describe, expect, it } from 'vitest';
import type { HolderRow, HoldersPage, HoldersView } from '../../contract';
import { script } from '../../data/script';
import { Holders } from './holders.svelte';

const people = Array.from({ length: 1_200 }, (_, n) => ({ row: { id: `m${n}` } }) as HolderRow);
const answer = ({ offset, take, idleDays }: HoldersPage): HoldersView => ({
  rows: (idleDays === null ? people : people.slice(0, 900)).slice(offset, offset + Math.min(take, 500)),
  total: idleDays === null ? people.length : 900,
  idle: 900,
});
const settled = () => new Promise((done) => setTimeout(done, 5));

describe('holders of a package', () => {
  it('are read as far as they are seen', async () => {
    const asked = script({ holders_page: answer });
    const holders = new Holders('fleet.pro');
    holders.want(0, 20);
    await settled();
    expect(asked.sent('holders_page')).toHaveLength(1);
    expect([holders.total, holders.idle]).toEqual([1_200, 900]);
    expect(holders.row(0)?.row.id).toBe('m0');
  });

  it('who are idle are all found, however many there are', async () => {
    script({ holders_page: answer });
    expect(await new Holders('fleet.pro').idleOnes()).toHaveLength(900);
  });

  it('show again as a whole once nobody is idle any more', async () => {
    const asked = script({ holders_page: (req) => ({ ...answer(req), idle: req.idleDays === null ? 0 : 0 }) });
    const holders = new Holders('fleet.pro');
    holders.want(0, 20);
    holders.showIdle(true);
    await settled();
    expect(holders.idleOnly).toBe(false);
    expect(asked.sent('holders_page').at(-1)?.idleDays).toBeNull();
  });
});
