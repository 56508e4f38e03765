// The form of the mail server as plain values.

import type { MailSecurity, MailServer, MailSettingsView } from '../../contract';
import { m } from '../../words';

export interface ServerForm {
  host: string;
  port: string;
  security: MailSecurity;
  username: string;
  password: string;
  fromName: string;
  fromAddress: string;
}

/** How the connection can be protected, with the port that is usual for it. */
export const SECURITIES: readonly { value: MailSecurity; label: string; port: string; hint: string }[] = [
  {
    value: 'start_tls',
    label: 'STARTTLS',
    port: '587',
    hint: m.settings_server_start_tls_hint(),
  },
  { value: 'implicit_tls', label: m.settings_server_tls(), port: '465', hint: m.settings_server_tls_hint() },
  {
    value: 'plain_loopback',
    label: m.settings_server_plain(),
    port: '25',
    hint: m.settings_server_plain_hint(),
  },
];

/** The form of what is set up, or of nothing yet. */
export function serverForm(view: MailSettingsView, from: { name: string; email: string }): ServerForm {
  const server = view.server;
  if (server === null)
    return {
      host: '',
      port: '587',
      security: 'start_tls',
      username: '',
      password: '',
      fromName: from.name,
      fromAddress: from.email,
    };
  return { ...server, port: String(server.port), password: '' };
}

/** The form with another protection; the port follows while it is the usual one. */
export function withSecurity(form: ServerForm, security: MailSecurity): ServerForm {
  const usual = SECURITIES.some(({ port }) => port === form.port);
  return {
    ...form,
    security,
    port: usual ? (SECURITIES.find(({ value }) => value === security)?.port ?? form.port) : form.port,
  };
}

/** The server that the form describes, or the words for its port. */
export function serverOf(form: ServerForm): { server: MailServer } | { port: string } {
  const port = /^\d{1,5}$/.test(form.port.trim()) ? Number(form.port.trim()) : 0;
  if (port < 1 || port > 65_535) return { port: m.settings_server_port_wrong() };
  const { host, security, username, fromName, fromAddress } = form;
  return { server: { host: host.trim(), port, security, username, fromName, fromAddress: fromAddress.trim() } };
}

/** Whether two forms hold the same. */
export function sameServer(one: ServerForm, other: ServerForm): boolean {
  return (Object.keys(one) as (keyof ServerForm)[]).every((field) => one[field] === other[field]);
}
