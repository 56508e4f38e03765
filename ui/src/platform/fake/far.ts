/** A server in memory: any password but `wrong` opens it; `factor@…` has a second factor, `two@…` two organizations. */
import type { Greeting, GiveFactor, OrganizationView, SignInStep, SignInWith, WireError } from '../../contract';

const error = (code: WireError['code'], message: string, help: string, field?: string): WireError => ({
  code,
  message,
  help,
  fields: field === undefined ? {} : { [field]: message },
  about: null,
});

export class FakeFar {
  constructor(
    readonly organization: OrganizationView,
    readonly open: () => void,
  ) {}

  connect(place: string): Greeting {
    if (place.includes('nowhere'))
      throw error(
        'name_not_found',
        'The name nowhere.example leads nowhere.',
        'Check how it is spelled, and whether this computer is online.',
      );
    const at = place.includes('://') ? place : `https://${place}`;
    return { place: at, name: 'Rollbook of Nordlys', version: '0.1.0', protection: 'TLS 1.3, verified' };
  }

  signIn({ email, password }: SignInWith): SignInStep {
    if (password === 'wrong')
      throw error(
        'sign_in_failed',
        'This e-mail and password don’t open anything here.',
        'Check both, then try again.',
      );
    this.organization.connection = { kind: 'server', place: 'https://accounts.nordlys.example', byPassphrase: false };
    if (email.startsWith('factor')) return { step: 'factor', methods: ['totp', 'recovery_code'], elsewhere: false };
    if (email.startsWith('two'))
      return {
        step: 'choose',
        organizations: [
          { id: this.organization.id, name: this.organization.name },
          { id: 'other', name: 'Fjord Shipping' },
        ],
      };
    return this.step();
  }

  factor({ code }: GiveFactor): SignInStep {
    if (code === '000000')
      throw error('wrong_factor', 'This code isn’t right.', 'Type the one that your app shows now.');
    return this.step();
  }

  step(): SignInStep {
    this.open();
    return { step: 'in' };
  }
}
