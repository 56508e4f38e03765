import { expect, it } from 'vitest';
import { fieldWords, without } from './fields';

it('words find their field under either spelling', () => {
  expect(fieldWords({ fields: { first_name: 'Too long', email: 'Stops after nordlys' }, help: 'Mend both.' })).toEqual({
    firstName: 'Too long',
    email: 'Stops after nordlys',
  });
});
it('what would help stands with the one field that it is about', () => {
  expect(fieldWords({ fields: { email: 'The address stops after “nordlys”.' }, help: 'Add its ending.' })).toEqual({
    email: 'The address stops after “nordlys”. Add its ending.',
  });
});
it('the words of a field go once it is typed in, and only its', () => {
  expect(without({ email: 'a', name: 'b' }, 'email')).toEqual({ name: 'b' });
});
