/** A link that opens somebody in this program, for tickets and mails: it names, and permits nothing. */
export const personLink = (organization: string, member: string): string => `rollbook://user/${organization}/${member}`;
