import { describe, expect, it } from 'vitest';
import { marked, read } from './match';

describe('typed words', () => {
  it('mix a command and a person: "reset pass ngu"', () => {
    expect(read('reset pass ngu', 'Send password link', 'reset')).toEqual({ letters: 9, leads: false, rest: ['ngu'] });
    expect(read('ngu suspend', 'Suspend access').rest).toEqual(['ngu']);
  });

  it('name a command by the beginnings of its words, in any order, each once', () => {
    expect(read('acc sus', 'Suspend access')).toMatchObject({ letters: 6, rest: [] });
    expect(read('sus sus', 'Suspend access').rest).toEqual(['sus']);
    expect(read('pend', 'Suspend access').letters, 'not from the middle').toBe(0);
  });

  it('don’t mind accents and case', () => {
    expect(read('EXPÓRT', 'Export CSV').rest).toEqual([]);
  });

  it('that begin the command’s name lead', () => {
    expect(read('inv', 'Invite user').leads).toBe(true);
    expect(read('user', 'Invite user').leads).toBe(false);
  });
});

describe('what was typed is marked', () => {
  const on = (text: string, ...typed: string[]) =>
    marked(text, typed)
      .map((part) => (part.on ? `[${part.text}]` : part.text))
      .join('');

  it('in the letters as they are written', () => {
    expect(on('Nguyễn Thị Minh Hạnh', 'ngu')).toBe('[Ngu]yễn Thị Minh Hạnh');
    expect(on('Bằng Ngũ', 'ngu')).toBe('Bằng [Ngũ]');
    expect(on('hanh.nguyen@nordlys.no', 'ngu')).toBe('hanh.[ngu]yen@nordlys.no');
    expect(on('Großmann', 'gross')).toBe('[Groß]mann');
  });

  it('where marks stand on their own', () => {
    expect(on('Nguyễn'.normalize('NFD'), 'nguye')).toBe(`[${'Nguyễ'.normalize('NFD')}]n`);
  });

  it('anywhere, where no word begins so', () => {
    expect(on('田中美咲', '美咲')).toBe('田中[美咲]');
    expect(on('Ada', 'x')).toBe('Ada');
  });
});
