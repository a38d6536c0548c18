# SPDX-License-Identifier: GPL-3.0-or-later
# What stories share. $TREE is the source tree, $EXAMPLE the folder of the example register.

# new_vault - an empty vault and its passphrase file, taken by all later commands.
new_vault() {
	echo 'a passphrase for tests only' >passphrase
	export VIGIL_PASSPHRASE_FILE="$PWD/passphrase"
	vigil init register.vigil || return
	export VIGIL_VAULT="$PWD/register.vigil"
}

# use_example - a copy of the example register, which the story may change.
use_example() {
	cp -R "$EXAMPLE"/iran-2025.vigil* . || return
	export VIGIL_VAULT="$PWD/iran-2025.vigil"
	export VIGIL_PASSPHRASE_FILE="$EXAMPLE/passphrase"
}

# damage FILE OFFSET - one bit of the byte there is changed, so the file is never the same by chance.
damage() {
	sh "$TREE/tests/damage" "$@"
}

# background COMMAND... - run it beside the story; it is ended with the story.
background() {
	"$@" >background.log 2>&1 </dev/null &
	background_pids="${background_pids-} $!"
}
# await COMMAND... - again and again until it succeeds, for two minutes at most: a machine may be slow.
await() {
	for _ in $(seq 1200); do
		"$@" && return
		sleep 0.1
	done
	return 1
}
# shellcheck disable=SC2154
trap '[ -z "${background_pids-}" ] || kill $background_pids 2>/dev/null' EXIT
