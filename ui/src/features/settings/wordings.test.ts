import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailWording, MailWords } from '../../contract';

const asked = vi.hoisted(() => ({ call: vi.fn(), mutate: vi.fn() }));
vi.mock('../../data', () => ({ ...asked, newCommandId: () => crypto.randomUUID() }));
const { insert, WordingState } = await import('./wordings.svelte');

const product: MailWords = { subject: 'Welcome', text: '{{ link }}', html: '{{ button(link, "Go") }}' };
const view: MailWording = { words: product, own: null, product, variables: [] };
const refused = (field: string) => ({
  code: 'invalid',
  message: 'The link is missing.',
  help: '',
  fields: { [field]: 'The link is missing.' },
  about: null,
});

beforeEach(() => asked.call.mockResolvedValue({ subject: 'Welcome', text: 'https://…', html: '<p></p>' }));
afterEach(() => vi.clearAllMocks());

describe('a variable', () => {
  it('goes where the caret is, in the place of what is selected', () => {
    expect(insert('Hello !', 6, 6, 'first_name')).toEqual({ text: 'Hello {{ first_name }}!', caret: 22 });
    expect(insert('Hello you!', 6, 9, 'person').text).toBe('Hello {{ person }}!');
  });
});

describe('the words of a mail', () => {
  it('are changed when they differ', () => {
    const model = new WordingState('invitation', 'de', view);
    expect(model.dirty).toBe(false);
    model.set('subject', 'Willkommen');
    expect(model.dirty).toBe(true);
    model.set('subject', 'Welcome');
    expect(model.dirty).toBe(false);
  });
  it('are tried with what is typed; an older answer never takes the place of a newer one', async () => {
    const model = new WordingState('invitation', 'de', view);
    let late: (mail: unknown) => void = () => undefined;
    asked.call.mockReturnValueOnce(new Promise((done) => (late = done)));
    const first = model.try();
    model.set('text', 'Hallo {{ link }}');
    asked.call.mockResolvedValueOnce({ subject: 'Newer', text: '', html: '' });
    await model.try();
    late({ subject: 'Older', text: '', html: '' });
    await first;
    expect(model.tried?.subject).toBe('Newer');
    expect(asked.call).toHaveBeenLastCalledWith('wording_try', {
      template: 'invitation',
      language: 'de',
      words: { ...product, text: 'Hallo {{ link }}' },
    });
  });
  it('say at their part what is wrong, and keep the last preview', async () => {
    const model = new WordingState('invitation', 'en', view);
    await model.try();
    asked.call.mockRejectedValueOnce(refused('html'));
    model.set('html', '<p>Hello</p>');
    await model.try();
    expect(model.errors).toEqual({ html: 'The link is missing.' });
    expect(model.tried?.subject).toBe('Welcome');
    model.set('html', product.html);
    expect(model.errors).toEqual({});
  });
  it('are saved over what the screen saw, or given back', async () => {
    const own = { ...product, subject: 'Own' };
    const model = new WordingState('invitation', 'en', { ...view, words: own, own });
    asked.mutate.mockResolvedValue({ undoable: true });
    model.set('subject', 'Newer');
    await model.save();
    expect(asked.mutate).toHaveBeenLastCalledWith(
      'wording_set',
      expect.objectContaining({ seen: own, words: { ...own, subject: 'Newer' } }),
    );
    await model.reset();
    expect(asked.mutate).toHaveBeenLastCalledWith('wording_set', expect.objectContaining({ seen: own, words: null }));
    asked.mutate.mockRejectedValueOnce({ ...refused('x'), fields: {}, code: 'conflict' });
    expect(await model.save()).toBeNull();
    expect(model.problem?.code).toBe('conflict');
  });
});
