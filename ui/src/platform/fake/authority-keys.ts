/** API keys in memory: made, shown once, revoked. */
import type { AddKey, KeyMade, KeyView, Outcome, PersonView, RevokeKey } from '../../contract';
import type { World } from './authority-world';
import { idOf, nameOf } from './people';
import { fold, refusal } from './rules';

export class FakeKeys {
  #keys = new Map<string, KeyView[]>();
  #next = 0;

  constructor(private readonly world: World) {}

  of(member: string): Pick<PersonView, 'keys' | 'keyRefusal'> {
    return { keys: this.#keys.get(member) ?? [], keyRefusal: null };
  }

  add({ command, member, name, scope, expires }: AddKey): KeyMade {
    const theirs = this.#keys.get(member) ?? [];
    if (theirs.some((one) => one.works && fold(one.name) === fold(name))) {
      const words = `${nameOf(this.world.person(member))} has a key of this name. Choose another name.`;
      throw { ...refusal('name_taken', words, '', 'name'), fields: { name: words } };
    }
    const outcome = this.world.change(command, false, (note) => {
      note(member, `Key ${name.trim()} made`);
      return { done: 1, member };
    });
    const key: KeyView = {
      id: idOf(7, (this.#next += 1)),
      name: name.trim(),
      scope,
      expires,
      made: this.world.now(),
      by: nameOf(this.world.me()),
      used: null,
      revoked: null,
      works: true,
    };
    this.#keys.set(member, [key, ...theirs]);
    return { outcome, key: `rbk_${'An-API-key-of-the-organization-in-memory-abcd'.slice(0, 43)}` };
  }

  revoke({ command, member, key }: RevokeKey): Outcome {
    return this.world.change(command, false, (note) => {
      this.#keys.set(
        member,
        (this.#keys.get(member) ?? []).map((one) =>
          one.id === key ? { ...one, works: false, revoked: this.world.now() } : one,
        ),
      );
      note(member, 'Key revoked');
      return { done: 1, member };
    });
  }
}
