import { describe, expect, it } from 'vitest';
import { sameServer, serverForm, serverOf, withSecurity } from './server';

const from = { name: 'Nordlys Rederi', email: 'ingrid@nordlys.no' };
const empty = serverForm({ server: null, hasPassword: false, keptIn: '', byServer: false }, from);

describe('the form of the mail server', () => {
  it('begins with STARTTLS, its port, and the sender that is known', () => {
    expect(empty).toMatchObject({ security: 'start_tls', port: '587', fromName: from.name, fromAddress: from.email });
  });
  it('never holds the password that is kept', () => {
    const server = {
      host: 'mail.nordlys.no',
      port: 465,
      security: 'implicit_tls' as const,
      username: 'u',
      fromName: 'N',
      fromAddress: 'n@nordlys.no',
    };
    expect(serverForm({ server, hasPassword: true, keptIn: 'Keychain', byServer: false }, from).password).toBe('');
  });
  it('moves the port along with the protection, but not one that was chosen by hand', () => {
    expect(withSecurity(empty, 'implicit_tls').port).toBe('465');
    expect(withSecurity({ ...empty, port: '2525' }, 'implicit_tls').port).toBe('2525');
  });
  it.each(['', '0', '65536', '58a', '-1', '1.5'])('refuses the port “%s”', (port) => {
    expect(serverOf({ ...empty, port })).toHaveProperty('port');
  });
  it('gives the server without its password', () => {
    expect(serverOf({ ...empty, host: ' mail.nordlys.no ', port: '587', password: 'secret' })).toEqual({
      server: {
        host: 'mail.nordlys.no',
        port: 587,
        security: 'start_tls',
        username: '',
        fromName: from.name,
        fromAddress: from.email,
      },
    });
  });
  it('knows when something was changed', () => {
    expect(sameServer(empty, { ...empty })).toBe(true);
    expect(sameServer(empty, { ...empty, password: 'x' })).toBe(false);
  });
});
